import { describe, expect, test } from "vitest";
import { createClientele } from "../../../client/src/create-clientele.ts";
import { problem, type Reply, scriptedServer } from "../../support/scripted-server.ts";

const noemie = { status: 201, body: { id: "cli_1", name: "Noémie Côté" } };
const atOnce = { "retry-after": "0" };
const unavailable = problem(503, "unavailable", {}, atOnce);
const tooMany = problem(429, "too-many-requests", {}, atOnce);

const start = async (...script: [Reply, ...Reply[]]) => {
  const { baseUrl, received } = await scriptedServer(...script);
  return { clientele: createClientele({ baseUrl, token: "ck_test" }), received };
};
const create = { body: { name: "Noémie Côté" } };

describe("what is sent again", () => {
  test("a creation is sent until it is answered, each time with the same key and body", async () => {
    const { clientele, received } = await start(unavailable, "hang up", tooMany, "break off", noemie);
    await expect(clientele.clients.create({ ...create, maxRetries: 4 })).resolves.toMatchObject({
      name: "Noémie Côté",
    });
    expect(received).toHaveLength(5);
    expect(received[0]?.headers["idempotency-key"]).toMatch(/^[0-9a-f-]{36}$/);
    expect(new Set(received.map(({ headers }) => headers["idempotency-key"])).size).toBe(1);
    expect(new Set(received.map(({ body }) => body))).toEqual(new Set([JSON.stringify(create.body)]));
  });

  test("two creations have two keys, and a key of the caller's is taken as it is", async () => {
    const { clientele, received } = await start(noemie);
    await clientele.clients.create(create);
    await clientele.clients.create(create);
    await clientele.clients.create({ ...create, idempotencyKey: "order 17" });
    const keys = received.map(({ headers }) => headers["idempotency-key"]);
    expect(new Set(keys).size).toBe(3);
    expect(keys[2]).toBe("order 17");
  });

  test("one that is still being carried out is waited for", async () => {
    const { clientele, received } = await start("hang up", problem(409, "request-in-progress"), noemie);
    await expect(clientele.clients.create(create)).resolves.toMatchObject({ id: "cli_1" });
    expect(received).toHaveLength(3);
  });

  test.each([
    ["reads", "GET", (c: Api) => c.clients.get({ id: "cli_1" })],
    ["changes", "PATCH", (c: Api) => c.clients.update({ id: "cli_1", body: { note: "x" } })],
    ["removals", "DELETE", (c: Api) => c.clients.archive({ id: "cli_1" })],
  ])("%s come to the same however often they are sent", async (_, method, call) => {
    const { clientele, received } = await start("hang up", problem(504, "gateway"), { status: 200, body: {} });
    await call(clientele);
    expect(received.map((request) => request.method)).toEqual([method, method, method]);
  });
});

describe("what is not sent again", () => {
  test("a change of one version whose end nobody knows: the second try would be told that somebody else was faster", async () => {
    const { clientele, received } = await start("hang up");
    const change = clientele.clients.update({ id: "cli_1", ifMatch: 3, body: { note: "x" } });
    await expect(change).rejects.toMatchObject({ name: "ConnectionError" });
    expect(received).toHaveLength(1);
    expect(received[0]?.headers["if-match"]).toBe('"3"');
  });

  test("what takes no key, unless it was not looked at", async () => {
    const { clientele, received } = await start(tooMany, "hang up");
    const signIn = clientele.accounts.signIn({ body: { email: "a@example.org", password: "wrong" } });
    await expect(signIn).rejects.toMatchObject({ name: "ConnectionError" });
    expect(received).toHaveLength(2);
    expect(received[0]?.headers).not.toHaveProperty("authorization");
    expect(received[0]?.headers).not.toHaveProperty("idempotency-key");
  });

  test("what was refused", async () => {
    const { clientele, received } = await start(problem(422, "validation-failed"));
    await expect(clientele.clients.create(create)).rejects.toMatchObject({ status: 422, code: "validation-failed" });
    expect(received).toHaveLength(1);
  });

  test("more often than was said: the last problem is thrown", async () => {
    const { clientele, received } = await start(unavailable);
    await expect(clientele.clients.get({ id: "cli_1", maxRetries: 2 })).rejects.toMatchObject({ code: "unavailable" });
    await expect(clientele.clients.get({ id: "cli_1", maxRetries: 0 })).rejects.toMatchObject({ status: 503 });
    expect(received).toHaveLength(4);
  });

  test("what may only come after the time of the call: its problem is thrown at once", async () => {
    const { clientele, received } = await start(problem(429, "too-many-requests", {}, { "retry-after": "3600" }));
    await expect(clientele.clients.get({ id: "cli_1" })).rejects.toMatchObject({ status: 429, retryAfter: 3600 });
    expect(received).toHaveLength(1);
  });
});

type Api = ReturnType<typeof createClientele>;
