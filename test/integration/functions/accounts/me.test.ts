import { describe, expect, it } from "vitest";
import { routes } from "../../../../functions/accounts/manifest.ts";
import { call } from "../../../support/call.ts";
import { accountsFeature } from "./feature.ts";

const { handler, aBusiness, aColleague, aKey } = await accountsFeature();

const change = (headers: Record<string, string>, body: object) => call(handler, routes.changeMe, { headers, body });

describe("who calls", () => {
  it("is a person, with what holds for whoever has chosen nothing", async () => {
    const business = await aBusiness();
    const staff = await aColleague(business, "staff");
    const { status, headers, body } = await call(handler, routes.readMe, { headers: staff.headers });
    expect(status).toBe(200);
    expect(headers.etag).toBe('"1"');
    expect(body).toMatchObject({
      kind: "person",
      id: staff.member.id,
      accountId: business.account.id,
      email: staff.email,
      role: "staff",
      scopes: expect.arrayContaining(["clients:read", "clients:write"]),
      language: "fr",
      notifications: { newMessage: true, review: true },
      away: { enabled: false },
      columns: { clients: ["type", "name", "address", "city", "postalCode", "phone", "email", "tax", "language"] },
    });
  });

  it("is an API key, with what it may do, whatever that is", async () => {
    const business = await aBusiness();
    const { key, headers } = await aKey(business, ["clients:read"]);
    const { status, body, text } = await call(handler, routes.readMe, { headers });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      kind: "api_key",
      id: key.id,
      accountId: business.account.id,
      scopes: ["clients:read"],
      hint: key.secret.slice(0, 7),
    });
    expect(text).not.toContain(key.secret);
  });
});

describe("one's own settings", () => {
  it("are changed by a merge patch and cleared to what holds for everybody", async () => {
    const { headers } = await aBusiness();
    const away = { enabled: true, message: "De retour lundi !", until: "2026-08-10T08:00:00-04:00" };
    const chosen = await change(headers, {
      name: "Marie T.",
      language: "en",
      notifications: { review: false, payment: false },
      away,
      columns: { clients: ["name", "field.plate"] },
    });
    expect(chosen.body).toMatchObject({
      name: "Marie T.",
      language: "en",
      notifications: { review: false, payment: false, newMessage: true },
      away,
      columns: { clients: ["name", "field.plate"] },
    });
    const cleared = await change(headers, {
      language: null,
      notifications: { review: null },
      away: { until: null },
      columns: null,
    });
    expect(cleared.body).toMatchObject({
      name: "Marie T.",
      language: "fr",
      notifications: { review: true, payment: false },
      away: { enabled: true, message: "De retour lundi !" },
      version: 3,
    });
    expect(cleared.body.away.until).toBeUndefined();
    expect(cleared.body.columns.clients).toHaveLength(9);
    expect((await call(handler, routes.readMe, { headers })).body).toEqual(cleared.body);
  });

  it.each([
    [{ columns: { clients: ["name", "shoe-size"] } }, "/columns/clients/1"],
    [{ columns: { clients: ["name", "name"] } }, "/columns/clients"],
    [{ columns: { clients: [] } }, "/columns/clients"],
    [{ notifications: { rain: true } }, "/notifications/rain"],
    [{ away: { until: "tomorrow" } }, "/away/until"],
    [{ role: "owner" }, "/role"],
    [{ name: null }, "/name"],
  ])("refuse %j", async (body, pointer) => {
    const { headers } = await aBusiness();
    const answer = await change(headers, body);
    expect(answer.status).toBe(422);
    expect(answer.problem.errors?.map((error) => error.pointer)).toEqual([pointer]);
  });

  it("are each account's own", async () => {
    const here = await aBusiness();
    const there = await aBusiness(here.email);
    await change(here.headers, { columns: { clients: ["name"] } });
    const { body } = await call(handler, routes.readMe, { headers: there.headers });
    expect(body).toMatchObject({ accountId: there.account.id, columns: { clients: { length: 9 } } });
  });

  it("belong to people: a key has none", async () => {
    const { headers } = await aKey(await aBusiness(), ["account:read", "account:write"]);
    expect((await change(headers, { name: "Key" })).status).toBe(403);
    expect((await call(handler, routes.listMyAccounts, { headers })).status).toBe(401);
  });

  it("may be changed by whoever may change nothing else", async () => {
    const reader = await aColleague(await aBusiness(), "read_only");
    expect((await change(reader.headers, { away: { enabled: true } })).status).toBe(200);
  });
});
