import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, it } from "vitest";
import { routes } from "../../../../functions/accounts/manifest.ts";
import { call } from "../../../support/call.ts";
import { accountsFeature } from "./feature.ts";

const { handler, client, tableName, aBusiness, aColleague, aKey } = await accountsFeature();

const create = (headers: Record<string, string>, scopes: string[], more: Record<string, string> = {}) =>
  call(handler, routes.createApiKey, { headers: { ...headers, ...more }, body: { name: "Site web", scopes } });
const revoke = (headers: Record<string, string>, id: string) =>
  call(handler, routes.revokeApiKey, { headers, params: { id } });
const list = (headers: Record<string, string>) => call(handler, routes.listApiKeys, { headers });

describe("an API key", () => {
  it("is shown once and works", async () => {
    const { headers } = await aBusiness();
    const { status, body } = await create(headers, ["account:read", "account:read", "clients:read"]);
    expect(status).toBe(201);
    expect(body).toMatchObject({ name: "Site web", scopes: ["account:read", "clients:read"], version: 1 });
    expect(body.secret).toMatch(/^ck_[\w-]{32}$/);
    const authorization = `Bearer ${body.secret}`;
    expect((await call(handler, routes.readAccount, { headers: { authorization } })).status).toBe(200);
    const listed = await list(headers);
    expect(listed.body.data).toMatchObject([{ id: body.id, hint: body.secret.slice(0, 7) }]);
    expect(listed.text).not.toContain(body.secret);
    expect(listed.body.data[0]?.lastUsedAt).toBeDefined();
  });

  it("stands nowhere in the table, not even in the answer kept for a repeated request, which says the same again", async () => {
    const { headers } = await aBusiness();
    const once = { "Idempotency-Key": "key-once" };
    const first = await create(headers, ["clients:read"], once);
    const second = await create(headers, ["clients:read"], once);
    expect(second.text).toBe(first.text);
    expect((await list(headers)).body.data).toHaveLength(1);
    const everything = JSON.stringify((await client.send(new ScanCommand({ TableName: tableName }))).Items);
    expect(everything).toContain(first.body.id);
    expect(everything).not.toContain(first.body.secret);
    expect(everything).not.toContain("key-once");
  });

  it("gets no scope that its maker does not have", async () => {
    const business = await aBusiness();
    const { headers } = await aKey(business, ["account:write", "clients:read"]);
    expect((await create(headers, ["clients:read"])).status).toBe(201);
    const beyond = await create(headers, ["clients:read", "clients:purge"]);
    expect(beyond.status).toBe(403);
    expect(beyond.problem.detail).toContain("clients:purge");
    const staff = await aColleague(business, "staff");
    expect((await create(staff.headers, ["clients:read"])).status).toBe(403);
  });

  it.each([[[]], [["everything"]]])("with the scopes %j is refused", async (scopes) => {
    const { headers } = await aBusiness();
    expect((await create(headers, scopes)).status).toBe(422);
  });

  it("that is revoked works no more and is gone from the list", async () => {
    const business = await aBusiness();
    const { key, headers } = await aKey(business, ["account:read"]);
    expect((await revoke(business.headers, key.id)).status).toBe(204);
    expect((await call(handler, routes.readAccount, { headers })).status).toBe(401);
    expect((await list(business.headers)).body.data).toEqual([]);
    expect((await revoke(business.headers, key.id)).status).toBe(404);
  });

  it("may revoke itself", async () => {
    const { key, headers } = await aKey(await aBusiness(), ["account:write"]);
    expect((await revoke(headers, key.id)).status).toBe(204);
    expect((await list(headers)).status).toBe(401);
  });

  it("of another account does not exist", async () => {
    const { key } = await aKey(await aBusiness(), ["account:read"]);
    expect((await revoke((await aBusiness()).headers, key.id)).status).toBe(404);
  });

  it("that is revoked but still believed makes no new keys", async () => {
    const feature = await accountsFeature({ believedMs: 3_600_000 });
    const business = await feature.aBusiness();
    const { key, headers } = await feature.aKey(business, ["account:write"]);
    const make = () =>
      call(feature.handler, routes.createApiKey, { headers, body: { name: "More", scopes: ["account:write"] } });
    expect((await make()).status).toBe(201);
    await call(feature.handler, routes.revokeApiKey, { headers: business.headers, params: { id: key.id } });
    expect((await make()).status).toBe(403);
  });
});
