import { describe, expect, it } from "vitest";
import { ulids } from "../../../../shared/ids.ts";
import { aMember, anAccount, anApiKey, testToken } from "../../../support/actors.ts";
import { call, httpEvent } from "../../../support/call.ts";
import { testDeps, testLog } from "../../../support/deps.ts";
import { testTable } from "../../../support/dynamodb.ts";
import { ledgerHandler, routes } from "../../../support/ledger.ts";

const { table } = await testTable();
const log = testLog();
const handler = ledgerHandler(testDeps(table, { log }));
const { account, headers } = await anAccount(table);

describe("a request that cannot be served", () => {
  const open = (body: unknown, more: Record<string, string> = {}) =>
    call(handler, routes.open, { headers: { ...headers, ...more }, body });

  it("with more than a mebibyte is answered with 413", async () => {
    const answer = await open({ name: "x".repeat(1024 * 1024) });
    expect(answer.status).toBe(413);
    expect(answer.headers["content-type"]).toBe("application/problem+json");
  });

  it("with a large body in base 64 as well", async () => {
    const event = httpEvent(routes.open, { headers });
    event.body = Buffer.alloc(1024 * 1024 + 3).toString("base64");
    event.isBase64Encoded = true;
    expect((await handler(event)).statusCode).toBe(413);
  });

  it.each([
    ["half of a surrogate pair", '{"name": "\\ud83d"}'],
    ["its other half, in a nested place", '{"name": "a", "more": [{"b": "\\uDE00 x"}]}'],
    ["U+FFFF as it is", '{"name": "\uffff"}'],
    ["U+FFFE, escaped", '{"name": "\\uFFFE"}'],
    ["half of a pair as a name", '{"\\ud83d": "a"}'],
  ])("with %s is answered with 400: it is no text", async (_, body) => {
    const answer = await open(body);
    expect([answer.status, answer.problem?.detail]).toEqual([
      400,
      "Text may not hold U+FFFE, U+FFFF or half of a surrogate pair.",
    ]);
  });

  it("with an emoji, escaped or not, or with what only looks like half of one, is taken", async () => {
    for (const body of ['{"name": "\\ud83d\\ude00"}', '{"name": "😀"}', '{"name": "C:\\\\ud83d"}'])
      expect((await open(body)).status).toBe(201);
  });

  it.each(["gzip", "br", "GZIP", "identity, gzip"])("in the coding %s is answered with 415", async (coding) => {
    const answer = await open({ name: "packed" }, { "content-encoding": coding });
    expect([answer.status, answer.headers["accept-encoding"]]).toEqual([415, "identity"]);
  });

  it("as it is, said so, is taken", async () => {
    expect((await open({ name: "unpacked" }, { "content-encoding": "Identity" })).status).toBe(201);
  });

  it.each(["shelf=Ren%e9", "%ff=x", "shelf=%EF%BF%BD", "shelf=\uFFFD"])(
    "with a query that is no UTF-8 is answered with 400: %s",
    async (query) => expect((await call(handler, routes.list, { headers, query })).status).toBe(400),
  );

  it("with malformed JSON is answered with 400", async () => {
    const answer = await open('{"name": ');
    expect(answer.status).toBe(400);
    expect(answer.problem).toMatchObject({ title: "The body is not valid JSON", instance: "/v1/ledgers" });
  });

  it("with another media type is answered with 415", async () => {
    expect((await open("<name/>", { "Content-Type": "application/xml" })).status).toBe(415);
  });

  it("with an unknown field is answered with where it is", async () => {
    const answer = await open({ name: "Till", colour: "red", "a/b~c": 1 });
    expect(answer.status).toBe(422);
    expect(answer.problem.errors?.map(({ pointer }) => pointer)).toEqual(["/colour", "/a~1b~0c"]);
  });

  it("with several mistakes is told all of them", async () => {
    const answer = await open({ id: "itm_1", name: "" });
    expect(answer.problem.errors?.map(({ pointer }) => pointer)).toEqual(["/id", "/name"]);
  });

  it("for an unknown route is a problem document", async () => {
    const event = { ...httpEvent(routes.open, { headers }), routeKey: "$default", rawPath: "/v1/nothing" };
    const answer = await handler(event);
    expect(answer.statusCode).toBe(404);
    expect(JSON.parse(answer.body)).toMatchObject({ status: 404, instance: "/v1/nothing" });
  });

  it.each([
    ["PUT", "/v1/ledgers", "GET, HEAD, POST"],
    ["DELETE", "/v1/ledgers", "GET, HEAD, POST"],
    ["OPTIONS", "/v1/ledgers/{id}", "GET, HEAD, PATCH, DELETE"],
  ])("by %s at %s is answered with 405 and the methods there are", async (method, path, allowed) => {
    const event = { ...httpEvent(routes.open, { headers }), routeKey: `ANY ${path}` };
    event.requestContext.http.method = method;
    const answer = await handler(event);
    expect(answer.statusCode).toBe(405);
    expect(answer.headers.allow?.split(", ").sort()).toEqual(allowed.split(", ").sort());
    expect(JSON.parse(answer.body)).toMatchObject({ status: 405, title: "Method not allowed" });
  });

  it("carries the request's id, in the header as in the body", async () => {
    const answer = await open("");
    expect(answer.headers["x-request-id"]).toBe(answer.problem.requestId);
  });
});

describe("a version that a caller has already", () => {
  const read = async (method: "GET" | "HEAD", id: string, tag: string) => {
    const event = httpEvent(routes.read, { headers: { ...headers, "if-none-match": tag }, params: { id } });
    event.requestContext.http.method = method;
    const { statusCode, headers: own, body } = await handler(event);
    return { statusCode, etag: own.etag, type: own["content-type"], body };
  };

  it.each(['"1"', 'W/"1"', '"7", "1"', "*"])("is not sent again: %s", async (tag) => {
    const { body } = await call(handler, routes.open, { headers, body: { name: "known" } });
    const nothing = { statusCode: 304, etag: '"1"', type: undefined, body: "" };
    expect(await read("GET", body.id, tag)).toEqual(nothing);
    expect(await read("HEAD", body.id, tag)).toEqual(nothing);
  });

  it.each(['"2"', "1", '"1', ""])("is sent where another is named: %s", async (tag) => {
    const { body } = await call(handler, routes.open, { headers, body: { name: "unknown" } });
    expect(await read("GET", body.id, tag)).toMatchObject({ statusCode: 200, etag: '"1"' });
  });

  it("says nothing of what is not there", async () => {
    expect(await read("GET", ulids.next("item"), "*")).toMatchObject({ statusCode: 404 });
  });
});

describe("who calls", () => {
  const list = (given: Record<string, string>) => call(handler, routes.list, { headers: given });

  it.each([
    ["nothing", {}],
    ["another scheme", { authorization: "Basic abc" }],
    ["an unknown API key", { authorization: "Bearer ck_unknown" }],
    ["a token that is none", { authorization: "Bearer abc" }],
  ])("with %s is answered with 401 and how to say who calls", async (what, given: Record<string, string>) => {
    const { status, headers: answered } = await list(given);
    expect(status).toBe(401);
    const isGiven = what.startsWith("an unknown") || what.startsWith("a token");
    expect(answered["www-authenticate"]).toBe(
      isGiven ? 'Bearer realm="clientele", error="invalid_token"' : 'Bearer realm="clientele"',
    );
  });

  it("by HEAD gets what GET answers, without its body", async () => {
    const get = httpEvent(routes.list, { headers });
    const head = httpEvent(routes.list, { headers });
    head.requestContext.http.method = "HEAD";
    const [full, empty] = [await handler(get), await handler(head)];
    expect([empty.statusCode, empty.body]).toEqual([200, ""]);
    expect(empty.headers["content-type"]).toBe(full.headers["content-type"]);
    const nobody = httpEvent(routes.list);
    nobody.requestContext.http.method = "HEAD";
    expect(await handler(nobody)).toMatchObject({ statusCode: 401, body: "" });
  });

  it("with a key that lacks the scope is answered with 403 and the scope's name", async () => {
    const reader = await anApiKey(table, account, ["clients:read"]);
    expect((await list(reader.headers)).status).toBe(200);
    const answer = await call(handler, routes.open, { headers: reader.headers, body: { name: "Till" } });
    expect(answer.status).toBe(403);
    expect(answer.problem.detail).toContain("clients:write");
  });

  it("as a person needs not name an account: without one the home account is meant", async () => {
    const { member, accessToken } = await aMember(table, account);
    const authorization = `Bearer ${accessToken}`;
    expect((await list({ authorization })).status).toBe(200);

    const other = await anAccount(table);
    const there = await aMember(table, other.account, { personId: member.personId, role: "read_only" });
    expect((await list({ authorization })).status).toBe(200);
    expect((await list(there.headers)).status).toBe(200);
    const written = await call(handler, routes.open, { headers: there.headers, body: { name: "Till" } });
    expect(written.status).toBe(403);
  });

  it("as a person cannot name an account that is somebody else's", async () => {
    const { headers: own } = await aMember(table, account);
    const other = await anAccount(table);
    expect((await list({ ...own, "clientele-account": other.account.id })).status).toBe(403);
  });

  it("with a key cannot name an account that is not the key's", async () => {
    const other = await anAccount(table);
    expect((await list({ ...headers, "clientele-account": other.account.id })).status).toBe(403);
    expect((await list({ ...headers, "clientele-account": account.id })).status).toBe(200);
  });

  it("as a person without an account is answered with 403", async () => {
    expect((await list({ authorization: `Bearer ${testToken("nobody")}` })).status).toBe(403);
  });
});

describe("another account's resources", () => {
  it("do not exist", async () => {
    const { body } = await call(handler, routes.open, { headers, body: { name: "Ours" } });
    const other = await anAccount(table);
    const request = { params: { id: body.id }, headers: other.headers };
    expect((await call(handler, routes.read, request)).status).toBe(404);
    expect((await call(handler, routes.add, { ...request, body: { add: 1 } })).status).toBe(404);
    expect((await call(handler, routes.close, request)).status).toBe(404);
  });

  it("are out of reach even for a use case that asks for them", async () => {
    const other = await anAccount(table);
    const answer = await call(handler, routes.peek, { params: { account: other.account.id }, headers });
    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain(other.account.name);
    expect(String(log.errors.at(-1))).toContain("A key of another account was about to be used.");
  });
});
