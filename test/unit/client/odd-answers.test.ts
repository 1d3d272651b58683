import { describe, expect, test } from "vitest";
import { createClientele } from "../../../client/src/create-clientele.ts";
import { ClienteleError, ProblemError } from "../../../client/src/errors.ts";
import { problem, type Reply, scriptedServer } from "../../support/scripted-server.ts";

const start = async (...script: [Reply, ...Reply[]]) => {
  const { baseUrl, received } = await scriptedServer(...script);
  return { clientele: createClientele({ baseUrl, token: "ck_test" }), received, baseUrl };
};
const create = { body: { name: "Noémie Côté" } };
const failureOf = (call: PromiseLike<unknown>) =>
  call.then(
    () => undefined,
    (error: unknown) => error,
  );

describe("an answer that leads elsewhere", () => {
  test.each([301, 302, 303, 307, 308])(
    "is followed nowhere, neither with the token nor without the body: %s",
    async (status) => {
      const elsewhere = await start({ status: 200, body: { data: [] } });
      const { clientele, received } = await start({ status, headers: { location: `${elsewhere.baseUrl}/v1/clients` } });
      const error = await failureOf(clientele.clients.create(create));
      expect(error).toBeInstanceOf(ClienteleError);
      expect((error as Error).message).toContain(elsewhere.baseUrl);
      expect([received.length, elsewhere.received.length]).toEqual([1, 0]);
    },
  );
});

describe("an answer that is not ours", () => {
  test("may call its mistakes `errors` in another form", async () => {
    const { clientele } = await start(problem(400, "other", { errors: { name: ["is wrong"] } }));
    const error = await failureOf(clientele.clients.create(create));
    expect(error).toBeInstanceOf(ProblemError);
    expect((error as ProblemError).errors).toEqual([]);
    expect((error as ProblemError).at("name")).toBeUndefined();
  });

  test("may have entries in `errors` that are none", async () => {
    const { clientele } = await start(
      problem(400, "other", { errors: [null, "x", { pointer: "/name", message: "No" }] }),
    );
    const error = await failureOf(clientele.clients.create(create));
    expect((error as ProblemError).at("name")).toBe("No");
  });

  test("may say that it is JSON and break off in the middle", async () => {
    const { clientele } = await start({ status: 200, body: '{"id":' });
    expect(await failureOf(clientele.clients.get({ id: "cli_1" }))).toBeInstanceOf(ClienteleError);
  });
});

describe("how long to wait", () => {
  test.each([
    ["17", 17],
    ["-5", undefined],
    ["Infinity", undefined],
    ["1e400", undefined],
    ["soon", undefined],
    ["0", undefined],
  ])("is said as a number of seconds that makes sense: %s", async (after, seconds) => {
    const { clientele } = await start(problem(429, "too-many-requests", {}, { "retry-after": after }));
    const error = await failureOf(clientele.clients.get({ id: "cli_1", maxRetries: 0 }));
    expect((error as ProblemError).retryAfter).toBe(seconds);
  });

  test("is said of a date, too", async () => {
    const later = new Date(Date.now() + 60_000).toUTCString();
    const { clientele } = await start(problem(429, "too-many-requests", {}, { "retry-after": later }));
    const error = await failureOf(clientele.clients.get({ id: "cli_1", maxRetries: 0 }));
    expect((error as ProblemError).retryAfter).toBeGreaterThan(50);
    expect((error as ProblemError).retryAfter).toBeLessThanOrEqual(60);
  });

  test.each(["-5", "99999999999", "Thu, 01 Jan 1970 00:00:00 GMT"])("never hangs: %s", async (after) => {
    const { clientele } = await start(problem(429, "too-many-requests", {}, { "retry-after": after }), {
      status: 200,
      body: {},
    });
    const started = Date.now();
    await failureOf(clientele.clients.get({ id: "cli_1" }));
    expect(Date.now() - started).toBeLessThan(2000);
  });
});

test("a list whose cursor leads to itself comes to an end", async () => {
  const { clientele, received } = await start({ status: 200, body: { data: [{ id: "cli_1" }], nextCursor: "same" } });
  expect(await failureOf(clientele.clients.list().toArray())).toBeInstanceOf(ClienteleError);
  expect(received.length).toBeLessThan(5);
});

test("a token that cannot be had is asked for once: the call says why", async () => {
  const { baseUrl, received } = await scriptedServer({ status: 200, body: {} });
  let asked = 0;
  const lost = new Error("The session is over.");
  const token = async () => {
    asked += 1;
    throw lost;
  };
  const error = await failureOf(createClientele({ baseUrl, token }).clients.get({ id: "cli_1" }));
  expect([error, asked, received.length]).toEqual([lost, 1, 0]);
});

test("names that objects have anyway are names like any other", async () => {
  const { clientele, received } = await start({ status: 200, body: '{"__proto__":{"polluted":true},"id":"cli_1"}' });
  const query = JSON.parse('{"field.__proto__":"x","tag":"constructor"}');
  await clientele.clients.list({ query });
  expect(received[0]?.url).toBe("/v1/clients?field.__proto__=x&tag=constructor");
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});
