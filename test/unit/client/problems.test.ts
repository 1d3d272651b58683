import { expect, test } from "vitest";
import { createClientele } from "../../../client/src/create-clientele.ts";
import { ClienteleError, ProblemError } from "../../../client/src/errors.ts";
import { problem, scriptedServer } from "../../support/scripted-server.ts";

const failureOf = async (...script: Parameters<typeof scriptedServer>): Promise<ProblemError> => {
  const { baseUrl } = await scriptedServer(...script);
  const failure: unknown = await createClientele({ baseUrl, maxRetries: 0 })
    .clients.get({ id: "cli_1" })
    .catch((error: unknown) => error);
  if (!(failure instanceof ProblemError)) throw failure;
  return failure;
};

test("a problem is an error that says all of its document, and what is wrong with a field", async () => {
  const errors = [
    { pointer: "/email", message: "Expected an e-mail address" },
    { pointer: "near", message: "Expected a latitude and a longitude" },
  ];
  const more = {
    detail: "Two things are wrong.",
    instance: "/v1/clients/cli_1",
    requestId: "req-1",
    errors,
    limit: 20,
  };
  const failure = await failureOf(problem(422, "validation-failed", more));
  expect(failure).toBeInstanceOf(ClienteleError);
  expect(failure).toMatchObject({ status: 422, code: "validation-failed", requestId: "req-1", errors });
  expect(failure.at("email")).toBe("Expected an e-mail address");
  expect(failure.at("/email")).toBe("Expected an e-mail address");
  expect(failure.at("near")).toBe("Expected a latitude and a longitude");
  expect(failure.at("mobile")).toBeUndefined();
  expect(failure.problem.limit).toBe(20);
  expect(failure.message).toBe(
    "422 Two things are wrong. · /email: Expected an e-mail address · near: Expected a latitude and a longitude",
  );
});

test.each([
  [
    "a page of something in between",
    { status: 502, body: "<h1>Bad gateway</h1>", headers: { "content-type": "text/html" } },
  ],
  ["JSON that is no problem document", { status: 502, body: { message: "Service Unavailable" } }],
  ["nothing", { status: 502 }],
  ["JSON that breaks off", { status: 502, body: '{"type":', headers: { "content-type": "application/json" } }],
])("%s is a problem, too", async (_, reply) => {
  expect(await failureOf(reply)).toMatchObject({ status: 502, type: "about:blank", title: "Bad Gateway" });
});

test("a success that is no JSON is told: the address leads elsewhere", async () => {
  const { baseUrl } = await scriptedServer({
    status: 200,
    body: "<h1>Hi</h1>",
    headers: { "content-type": "text/html" },
  });
  const call = createClientele({ baseUrl }).clients.get({ id: "cli_1" });
  await expect(call).rejects.toThrow("The answer is text/html, not JSON");
});

test("the language and the program of the caller are said", async () => {
  const { baseUrl, received } = await scriptedServer({ status: 200, body: {} });
  const clientele = createClientele({ baseUrl, language: "fr-CA", userAgent: "shop/2.1", accountId: "acc_1" });
  await clientele.clients.get({ id: "cli_1" });
  await clientele.clients.get({ id: "cli_1", accountId: "acc_2" });
  expect(received[0]?.headers).toMatchObject({ "accept-language": "fr-CA", "clientele-account": "acc_1" });
  expect(received[0]?.headers["user-agent"]).toMatch(/^shop\/2\.1 clientele-client\/\d+\.\d+\.\d+$/);
  expect(received[1]?.headers).toMatchObject({ "clientele-account": "acc_2" });
});

test("who asks for the response is told of a failure once", async () => {
  const { baseUrl } = await scriptedServer(problem(404, "not-found"));
  const call = createClientele({ baseUrl }).clients.get({ id: "cli_1" });
  // An unhandled rejection of the other promise would fail the run.
  await expect(call.withResponse()).rejects.toMatchObject({ status: 404 });
});

test("the response has the status and the headers", async () => {
  const { baseUrl } = await scriptedServer({ status: 200, body: { id: "cli_1" }, headers: { etag: '"7"' } });
  const { data, status, headers } = await createClientele({ baseUrl }).clients.get({ id: "cli_1" }).withResponse();
  expect([data, status, headers.get("etag")]).toEqual([{ id: "cli_1" }, 200, '"7"']);
});
