import { createServer, type Server } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import type { ApiDeclaration } from "../../../../local/assembly/deployment.ts";
import { createHttpApi } from "../../../../local/http-api/http-api.ts";

const cors = {
  AllowOrigins: ["https://app.example"],
  AllowMethods: ["*"],
  AllowHeaders: ["Authorization"],
  ExposeHeaders: ["ETag"],
  AllowCredentials: false,
  MaxAge: 3600,
};
const declared = (own: Partial<ApiDeclaration> = {}): ApiDeclaration => ({
  id: "api1",
  routes: [
    { key: "POST /v1/things/{id}", functionArn: "arn:things", timeoutMs: 200 },
    { key: "GET /v1/things", functionArn: "arn:things", timeoutMs: 200 },
  ],
  authorizers: [],
  ...own,
});

let server: Server | undefined;
afterEach(() => void server?.close().closeAllConnections());

const serve = async (
  api: ApiDeclaration,
  invoke: (arn: string, event: unknown) => Promise<unknown>,
): Promise<string> => {
  const handle = createHttpApi({ api, accountId: "000000000000", invoke });
  server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
};

describe("the HTTP API", () => {
  test("gives the function an event of format 2.0", async () => {
    const seen: unknown[] = [];
    const url = await serve(declared(), async (_, event) => {
      seen.push(event);
      return { statusCode: 200, body: "done" };
    });
    const response = await fetch(`${url}/v1/things/a%20b?tag=x&tag=y&q=%C3%A9`, {
      method: "POST",
      headers: { "content-type": "application/merge-patch+json", cookie: "a=1; b=2", "X-Own": "z" },
      body: '{"name":"é"}',
    });
    expect([response.status, await response.text()]).toEqual([200, "done"]);
    expect(seen[0]).toMatchObject({
      version: "2.0",
      routeKey: "POST /v1/things/{id}",
      rawPath: "/v1/things/a%20b",
      rawQueryString: "tag=x&tag=y&q=%C3%A9",
      cookies: ["a=1", "b=2"],
      headers: { "x-own": "z", "content-type": "application/merge-patch+json" },
      queryStringParameters: { tag: "x,y", q: "é" },
      pathParameters: { id: "a b" },
      requestContext: { http: { method: "POST" }, routeKey: "POST /v1/things/{id}", stage: "$default" },
      body: '{"name":"é"}',
      isBase64Encoded: false,
    });
  });

  test("hands over a form in Base64, as AWS does", async () => {
    const url = await serve(declared(), async (_, event) => event);
    const response = await fetch(`${url}/v1/things/1`, { method: "POST", body: new URLSearchParams({ a: "b" }) });
    expect(await response.json()).toMatchObject({ body: Buffer.from("a=b").toString("base64"), isBase64Encoded: true });
  });

  test("answers in API Gateway's words when nothing matches, a function fails, is too slow, or the body too long", async () => {
    const failures = [async () => Promise.reject(new Error("no")), () => new Promise<unknown>(() => undefined)];
    const url = await serve(declared(), () => failures.shift()?.() ?? Promise.resolve({}));
    const ask = async (path: string, init?: RequestInit) => {
      const response = await fetch(url + path, init);
      return [response.status, await response.json()];
    };
    expect(await ask("/nowhere")).toEqual([404, { message: "Not Found" }]);
    expect(await ask("/v1/things")).toEqual([500, { message: "Internal Server Error" }]);
    expect(await ask("/v1/things")).toEqual([503, { message: "Service Unavailable" }]);
    const tooLong = { method: "POST", body: "x".repeat(10 * 1024 * 1024 + 1) };
    expect(await ask("/v1/things/1", tooLong)).toEqual([413, { message: "Request Entity Too Large" }]);
  });

  test("answers a preflight itself, and replaces the function's own cross-origin headers", async () => {
    const own = { "access-control-allow-origin": "https://evil.example" };
    const url = await serve(declared({ cors }), async () => ({ statusCode: 200, headers: own, body: "" }));
    const asked = { origin: "https://app.example", "access-control-request-method": "GET" };
    const preflight = await fetch(`${url}/v1/things`, { method: "OPTIONS", headers: asked });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-headers")).toBe("authorization");
    const allowed = await fetch(`${url}/v1/things`, { headers: { origin: "https://app.example" } });
    expect(allowed.headers.get("access-control-allow-origin")).toBe("https://app.example");
    expect(allowed.headers.get("access-control-expose-headers")).toBe("etag");
    const stranger = await fetch(`${url}/v1/things`, { headers: { origin: "https://evil.example" } });
    expect(stranger.headers.get("access-control-allow-origin")).toBeNull();
  });

  test("asks the authorizer once for each identity, and not at all without one", async () => {
    const authorizer = {
      id: "auth",
      ApiId: "api1",
      AuthorizerType: "REQUEST" as const,
      AuthorizerUri: "arn:authorizer",
      AuthorizerPayloadFormatVersion: "2.0" as const,
      AuthorizerResultTtlInSeconds: 300,
      EnableSimpleResponses: true,
      IdentitySource: ["$request.header.Authorization", "$context.routeKey"],
    };
    const calls: string[] = [];
    const routes = [{ key: "GET /v1/things", functionArn: "arn:things", timeoutMs: 200, authorizerId: "auth" }];
    const url = await serve(declared({ routes, authorizers: [authorizer] }), async (arn, event) => {
      calls.push(arn);
      if (arn === "arn:things") return event;
      const [token] = (event as { identitySource: string[] }).identitySource;
      return { isAuthorized: token === "good", context: { who: "me" } };
    });
    const ask = (authorization?: string) =>
      fetch(`${url}/v1/things`, { headers: authorization ? { authorization } : {} });
    expect((await ask()).status).toBe(401);
    expect((await ask("bad")).status).toBe(403);
    expect(await (await ask("good")).json()).toMatchObject({
      requestContext: { authorizer: { lambda: { who: "me" } } },
    });
    expect((await ask("good")).status).toBe(200);
    expect(calls).toEqual(["arn:authorizer", "arn:authorizer", "arn:things", "arn:things"]);
  });
});
