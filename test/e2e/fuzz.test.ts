import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { manifests } from "../../scripts/openapi.ts";
import { methodOf, pathOf, type Route } from "../../shared/http/contract.ts";
import { idPattern } from "../../shared/ids.ts";
import { idKinds } from "../support/foreign-ids.ts";
import { type JsonSchema, valuesOf } from "../support/json-schema.ts";
import { openTestAccount } from "../support/open-account.ts";
import { idOf, type SampleData, sampleDataOf } from "../support/sample-data.ts";

/** How many requests each route gets, times ten: `FUZZ=20` for a longer look. */
const runs = 10 * Number(process.env.FUZZ ?? 1);

interface Content {
  content?: Record<string, { schema: JsonSchema }>;
}
interface Operation {
  parameters: { in: string; name: string; schema: JsonSchema }[];
  requestBody?: Content;
  responses: Record<string, Content & { $ref?: string }>;
}
interface OpenApi {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, JsonSchema>; responses: Record<string, Content> };
}

const routes: Route[] = (await manifests()).flatMap((feature) => Object.values(feature.routes));

let openApi: OpenApi;
let owned: SampleData;
let keys: string[];
const ids = new Map<string, string[]>();
const ajv = new Ajv2020({ strict: false, validateFormats: false });

beforeAll(async () => {
  const { url } = inject("stack");
  const { apiKey } = await openTestAccount(url, { name: "Fuzz", country: "CA", language: "fr" });
  owned = await sampleDataOf(url, apiKey, "Zebulon");
  for (const [kind, id] of Object.entries(owned.ids)) {
    const form = idKinds.get(kind);
    if (form) ids.set(idPattern(form).source, [id]);
  }
  // One key alone would be told to wait.
  const accounts = await Promise.all(
    ["one", "two", "three"].map((name) => openTestAccount(url, { name, country: "CA", language: "fr" })),
  );
  keys = [apiKey, ...accounts.map((account) => account.apiKey)];
  openApi = (await (await fetch(`${url}/v1/openapi.json`)).json()) as OpenApi;
  ajv.addSchema(openApi, "api");
});

const resolve = (ref: string): JsonSchema => openApi.components.schemas[ref.split("/").at(-1) ?? ""] ?? {};

/** A request for the route: what its description allows, and a little beside that. */
const requestsFor = (route: Route): fc.Arbitrary<{ path: string; init: RequestInit }> => {
  const method = methodOf(route.key);
  const template = pathOf(route.key);
  const operation = openApi.paths[template]?.[method.toLowerCase()];
  if (!operation) throw new Error(`${route.key} is not described.`);
  const names = [...template.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  const params = fc.tuple(
    ...names.map((name) => {
      const stranger = fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 });
      if (template.startsWith("/v1"))
        return fc.oneof(
          { weight: 4, arbitrary: fc.constant(idOf(owned, template, name)) },
          { weight: 1, arbitrary: stranger },
        );
      return fc.oneof(fc.stringMatching(/^[\w-]{32}$/), fc.stringMatching(/^[uci]\.[\w-]{1,60}\.[\w-]{22}$/), stranger);
    }),
  );
  const asked = operation.parameters.filter((parameter) => parameter.in === "query");
  const query = fc.record(Object.fromEntries(asked.map(({ name, schema }) => [name, valuesOf(schema, resolve, ids)])), {
    requiredKeys: [],
  });
  const schema = operation.requestBody?.content?.["application/json"]?.schema;
  const body = schema ? valuesOf(schema, resolve, ids) : fc.constant(undefined);
  const headers = fc.record(
    {
      "if-match": fc.constantFrom('"1"', "*", '"x"', "W/"),
      "idempotency-key": fc.string({ minLength: 1, maxLength: 40 }).map(encodeURIComponent),
      "accept-language": fc.constantFrom("fr", "en;q=0.1", ";;;"),
    },
    { requiredKeys: [] },
  );
  return fc.record({ params, query, body, headers, key: fc.constantFrom(...keys.slice(0, 1), ...keys) }).map((made) => {
    const path = template.replace(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(made.params[names.indexOf(name)] ?? ""),
    );
    const asQuery = new URLSearchParams(Object.entries(made.query).flatMap(([name, value]) => exploded(name, value)));
    return {
      path: asQuery.size > 0 ? `${path}?${asQuery}` : path,
      init: {
        method,
        redirect: "manual" as const,
        headers: {
          ...made.headers,
          ...(route.access === "public" ? {} : { authorization: `Bearer ${made.key}` }),
          ...(schema ? { "content-type": "application/json" } : {}),
        },
        ...(schema ? { body: JSON.stringify(made.body) } : {}),
      },
    };
  });
};

/** A list as its name again and again, an object as its members: a form that is exploded. */
const exploded = (name: string, value: unknown): [string, string][] => {
  if (typeof value === "string") return [[name, value]];
  if (Array.isArray(value)) return value.map((one) => [name, String(one)]);
  if (typeof value !== "object" || value === null) return [[name, JSON.stringify(value)]];
  return Object.entries(value).map(([member, one]) => [member, String(one)]);
};

/** What is wrong with an answer, if anything is. */
const fault = async (route: Route, answer: Response): Promise<string | undefined> => {
  const text = await answer.text();
  const status = String(answer.status);
  if (answer.status >= 500) return `${status} ${text}`;
  const pointer = ["paths", pathOf(route.key), methodOf(route.key).toLowerCase(), "responses"];
  const { responses } = openApi.paths[pathOf(route.key)]?.[methodOf(route.key).toLowerCase()] ?? noOperation;
  const named = responses[status] ? status : "default";
  const shared = responses[named]?.$ref?.split("/").slice(1);
  const at = shared ?? [...pointer, named];
  const described = (shared ? openApi.components.responses[shared.at(-1) ?? ""] : responses[named])?.content;
  if (!described) return text === "" ? undefined : `${status} should have no body: ${text}`;
  const type = answer.headers.get("content-type")?.split(";")[0] ?? "";
  if (!described[type])
    return `${status} is described as ${Object.keys(described)}, and came as ${type}: ${text.slice(0, 200)}`;
  if (!type.endsWith("json")) return undefined;
  const place = [...at, "content", type, "schema"].map((part) =>
    encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1")),
  );
  const fits = ajv.getSchema(`api#/${place.join("/")}`);
  if (!fits) throw new Error(`The document has nothing at ${place.join("/")}.`);
  return fits(JSON.parse(text)) ? undefined : `${status} breaks its schema: ${ajv.errorsText(fits.errors)} in ${text}`;
};

const noOperation: Pick<Operation, "responses"> = { responses: {} };

describe("whatever is sent", () => {
  test.each(routes)("$key answers without an error of ours, and as it is described", async (route) => {
    const { url } = inject("stack");
    await fc.assert(
      fc.asyncProperty(requestsFor(route), async ({ path, init }) => {
        expect(await fault(route, await fetch(`${url}${path}`, init))).toBeUndefined();
      }),
      { numRuns: runs, interruptAfterTimeLimit: 40_000 },
    );
  });
});
