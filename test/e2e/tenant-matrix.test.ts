import { beforeAll, describe, expect, inject, test } from "vitest";
import { manifests } from "../../scripts/openapi.ts";
import { type Manifest, methodOf, pathOf, type Route } from "../../shared/http/contract.ts";
import { idPlaces, naming } from "../support/foreign-ids.ts";
import { idOf, type SampleData, sampleDataOf } from "../support/sample-data.ts";

const secret = "Zebulon";
const features: Manifest[] = await manifests();
const accountRoutes = features.flatMap(({ feature, routes }) =>
  Object.values(routes)
    .filter(({ access }) => access !== "public" && access !== "signed-in")
    .map((route) => ({ feature, route, key: route.key })),
);

let mine: SampleData;
let theirs: SampleData;

beforeAll(async () => {
  const { url, accounts } = inject("stack");
  const [first, second] = accounts;
  if (!first || !second) throw new Error("Two demo accounts are needed.");
  [mine, theirs] = await Promise.all([
    sampleDataOf(url, first.apiKey, "Mine"),
    sampleDataOf(url, second.apiKey, secret),
  ]);
});

/** The path of a route with the ids of one side's things in place of its parameters. */
const pathFor = (route: Route, side: SampleData): string =>
  pathOf(route.key).replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(idOf(side, pathOf(route.key), name)));

const send = async (route: Route, path: string, body?: unknown, query = "") => {
  const answer = await fetch(`${inject("stack").url}${path}${query}`, {
    method: methodOf(route.key),
    headers: {
      authorization: `Bearer ${mine.apiKey}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, text: await answer.text() };
};

describe("another account's ids", () => {
  test.each(accountRoutes.filter(({ key }) => pathOf(key).includes("{")))(
    "$key does not know them in its path",
    async ({ route }) => {
      const body = route.body ? (route.example?.body ?? {}) : undefined;
      const { status, text } = await send(route, pathFor(route, theirs), body);
      // Tags are names, not ids: another account's tag is simply one that nobody has.
      const expected = pathOf(route.key).includes("{tag}") ? [202] : [404];
      expect(expected, text).toContain(status);
      expect(text).not.toContain(secret);
    },
  );

  const places = accountRoutes.flatMap(({ key, route }) =>
    (route.body ? idPlaces(route.body) : []).map((place) => ({ key, route, place, field: place.path.join("/") })),
  );
  test.each(places)("$key does not know them in its body at $field", async ({ route, place }) => {
    const body = naming(route.example?.body ?? {}, place, theirs.ids[place.kind]);
    const { status, text } = await send(route, pathFor(route, mine), body);
    // A filter that no client can meet is a mistake, whoever may have what it names.
    expect(status, text).toBe(place.path.includes("filter") ? 422 : 404);
    expect(text).not.toContain(secret);
  });

  const lists = accountRoutes.filter(({ key, route }) => methodOf(key) === "GET" && route.query);
  test.each(lists)("$key does not take their cursor", async ({ route }) => {
    const theirPage = await fetch(`${inject("stack").url}${pathFor(route, theirs)}?limit=1`, {
      headers: { authorization: `Bearer ${theirs.apiKey}` },
    });
    const { nextCursor } = (await theirPage.json()) as { nextCursor?: string };
    const cursor = nextCursor ?? theirs.anyCursor;
    const { status, text } = await send(
      route,
      pathFor(route, mine),
      undefined,
      `?cursor=${encodeURIComponent(cursor)}`,
    );
    expect([404, 422], text).toContain(status);
    expect(text).not.toContain(secret);
  });
});

test("the matrix covers every route of every feature", () => {
  expect(accountRoutes.length).toBeGreaterThan(50);
});
