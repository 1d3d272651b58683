import { beforeAll, describe, expect, inject, test } from "vitest";
import { scopes } from "../../functions/kinds.ts";
import { manifests } from "../../scripts/openapi.ts";
import { methodOf, pathOf, type Route } from "../../shared/http/contract.ts";
import { openTestAccount } from "../support/open-account.ts";
import { idOf, type SampleData, sampleDataOf } from "../support/sample-data.ts";

const routes: Route[] = (await manifests()).flatMap((feature) => Object.values(feature.routes));
const ofKeys = routes.filter(({ key, access }) => access !== "public" && !/ \/v1\/me/.test(key));
const changes = ofKeys.filter(({ key, versioned }) => methodOf(key) === "PATCH" && versioned);

let owned: SampleData;
/** May change everything, and read nothing. */
let writer: string;

const at = (route: Route): string =>
  pathOf(route.key).replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(idOf(owned, pathOf(route.key), name)));

const send = (method: string, path: string, body?: unknown, key = owned.apiKey): Promise<Response> =>
  fetch(`${inject("stack").url}${path}`, {
    method,
    redirect: "manual",
    headers: { authorization: `Bearer ${key}`, ...(body !== undefined && { "content-type": "application/json" }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });

const jsonOf = async (answer: Response) => (await answer.json()) as Record<string, unknown>;

beforeAll(async () => {
  const { url } = inject("stack");
  const { apiKey } = await openTestAccount(url, { name: "HTTP", country: "CA", language: "fr" });
  owned = await sampleDataOf(url, apiKey, "Zebulon");
  const write = scopes.filter((scope) => scope.endsWith(":write"));
  writer = String((await jsonOf(await send("POST", "/v1/api-keys", { name: "Write", scopes: write }))).secret);
});

describe("HEAD", () => {
  test.each(ofKeys.filter(({ key }) => methodOf(key) === "GET"))(
    "answers as $key does, without a body",
    async (route) => {
      const query = new URLSearchParams(route.example?.query).toString();
      const path = `${at(route)}${query ? `?${query}` : ""}`;
      const [get, head] = [await send("GET", path), await send("HEAD", path)];
      expect([head.status, await head.text()]).toEqual([get.status, ""]);
      expect(head.headers.get("content-type")).toBe(get.headers.get("content-type"));
      expect(head.headers.get("etag")).toBe(get.headers.get("etag"));
    },
  );
});

describe("a method that a path does not have", () => {
  const byPath = Map.groupBy(routes, ({ key }) => pathOf(key));
  test.each([...byPath])("at %s is 405, and the answer names those it has", async (_, [route, ...others]) => {
    if (!route) throw new Error("A path has routes.");
    const methods = [route, ...others].map(({ key }) => methodOf(key));
    const wrong = (["PUT", "DELETE", "POST", "GET"] as const).find((method) => !methods.includes(method)) ?? "PUT";
    const answer = await send(wrong, route.access === "public" ? pathOf(route.key) : at(route));
    expect(answer.status).toBe(405);
    const allowed = methods.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method]));
    expect(answer.headers.get("allow")?.split(", ").sort()).toEqual(allowed.sort());
  });
});

describe("a change", () => {
  const patchOf = ({ example }: Route) => example?.body ?? {};

  test.each(changes)("by $key without a body is refused", async (route) => {
    expect((await send("PATCH", at(route))).status).toBe(422);
  });

  test.each(changes)("by $key that changes nothing leaves the version as it is", async (route) => {
    const first = await send("PATCH", at(route), patchOf(route));
    expect(first.status, await first.clone().text()).toBe(200);
    for (const patch of [patchOf(route), {}]) {
      const again = await send("PATCH", at(route), patch);
      // What has a required member cannot be empty.
      if (again.status !== 422)
        expect([again.status, again.headers.get("etag")]).toEqual([200, first.headers.get("etag")]);
    }
  });

  test.each(changes)("by $key tells a key that may not read the version alone", async (route) => {
    const answer = await send("PATCH", at(route), patchOf(route), writer);
    expect([answer.status, await answer.text()]).toEqual([204, ""]);
    expect(answer.headers.get("etag")).toMatch(/^"\d+"$/);
  });

  test("by other routes shows nothing to a key that may not read, either", async () => {
    const client = `/v1/clients/${owned.ids.client}`;
    for (const [method, path, body] of [
      ["DELETE", client],
      ["POST", `${client}/restore`],
      ["PUT", `${client}/subscriptions`, { sms: { general: false } }],
    ] as const) {
      const answer = await send(method, path, body, writer);
      expect([path, answer.status, await answer.text()]).toEqual([path, 204, ""]);
    }
    expect((await send("GET", client, undefined, writer)).status).toBe(403);
    const made = await send("POST", "/v1/clients", { name: "Own" }, writer);
    expect([made.status, (await jsonOf(made)).name]).toEqual([201, "Own"]);
  });
});
