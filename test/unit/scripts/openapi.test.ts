import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { describeApi, manifests } from "../../../scripts/openapi.ts";
import { manifest, methodOf, pathOf, route } from "../../../shared/http/contract.ts";
import { record } from "../../support/template.ts";

const Boat = z.object({ id: z.string(), length: z.optional(z.int()) });
const boats = manifest("boats", "Boats", {
  list: route("GET /v1/boats", {
    summary: "List boats",
    access: "clients:read",
    visibility: "all",
    query: () =>
      z.strictObject({
        limit: z.optional(z.coerce.number().check(z.int(), z.maximum(100))),
        harbour: z.string(),
        field: z.optional(z.record(z.string(), z.string())),
      }),
    answers: { 200: () => z.object({ data: z.array(Boat) }) },
    example: { query: { harbour: "Oka" } },
  }),
  launch: route("POST /v1/boats", {
    summary: "Launch a boat",
    description: "Once only.",
    access: "clients:write",
    visibility: "all",
    body: () => z.strictObject({ length: z.int() }),
    answers: { 201: () => Boat },
    versioned: true,
    example: { body: { length: 7 } },
  }),
  sink: route("DELETE /v1/boats/{id}", {
    summary: "Sink a boat",
    access: "clients:write",
    visibility: "all",
    answers: { 204: "empty" },
    versioned: true,
  }),
  mine: route("GET /v1/me/boats", {
    summary: "My boats",
    access: "signed-in",
    visibility: "all",
    answers: { 200: "document" },
  }),
  picture: route("GET /p/{token}", { summary: "A picture", access: "public", answers: { 200: "page" } }),
});
const document = describeApi([boats]);

const operation = (path: string, verb: string) => record(record(record(document.paths)[path])[verb]);
const parameters = (path: string, verb: string) =>
  z.array(z.looseObject({ in: z.string(), name: z.string() })).parse(operation(path, verb).parameters);
const statuses = (path: string, verb: string) => Object.keys(record(operation(path, verb).responses));

describe("the description of a route", () => {
  it("names it by its feature, and tells the scope it needs", () => {
    expect(operation("/v1/boats", "post")).toMatchObject({
      operationId: "boatsLaunch",
      tags: ["boats"],
      summary: "Launch a boat",
      description: "Once only.\n\nNeeds the scope `clients:write`.",
      security: [{ bearer: ["clients:write"] }],
    });
  });

  it("asks nobody who they are on a public route, and anybody on one for the signed-in", () => {
    expect(operation("/p/{token}", "get").security).toEqual([]);
    expect(operation("/v1/me/boats", "get").security).toBeUndefined();
    expect(document.security).toEqual([{ bearer: [] }]);
  });

  it("lists path and query, with the example; an object in the query is a form of dotted names", () => {
    expect(parameters("/v1/boats/{id}", "delete")).toContainEqual(
      expect.objectContaining({ in: "path", name: "id", required: true }),
    );
    const query = parameters("/v1/boats", "get").filter((parameter) => parameter.in === "query");
    expect(query).toEqual([
      expect.objectContaining({ name: "limit", required: false, schema: { type: "integer", maximum: 100 } }),
      expect.objectContaining({ name: "harbour", required: true, example: "Oka" }),
      expect.objectContaining({
        ...{ name: "field", style: "form", explode: true },
        schema: expect.objectContaining({ type: "object", additionalProperties: { type: "string" } }),
      }),
    ]);
  });

  it("offers Idempotency-Key on a POST, If-Match on a change, the account on what belongs to one", () => {
    const headers = (path: string, verb: string) =>
      parameters(path, verb).flatMap(({ in: place, name }) => (place === "header" ? [name] : []));
    expect(headers("/v1/boats", "post")).toEqual(["Clientele-Account", "Idempotency-Key"]);
    expect(headers("/v1/boats/{id}", "delete")).toEqual(["Clientele-Account", "If-Match"]);
    expect(headers("/v1/me/boats", "get")).toEqual([]);
  });

  it("shows what to send and what comes back, with its ETag", () => {
    const launch = operation("/v1/boats", "post");
    expect(record(record(record(launch.requestBody).content)["application/json"])).toMatchObject({
      example: { length: 7 },
      schema: { required: ["length"], additionalProperties: false },
    });
    const answer = record(record(launch.responses)["201"]);
    expect(answer.headers).toHaveProperty("ETag");
    expect(record(record(answer.content)["application/json"]).schema).not.toHaveProperty("additionalProperties");
  });

  it("tells the refusals that can meet it", () => {
    expect(statuses("/v1/boats", "post")).toEqual(
      expect.arrayContaining(["201", "400", "401", "403", "409", "413", "415", "422", "429", "default"]),
    );
    expect(statuses("/v1/boats/{id}", "delete")).toEqual(expect.arrayContaining(["204", "404", "412", "428"]));
    expect(statuses("/p/{token}", "get")).toEqual(["200", "400", "404", "default"]);
  });

  it("has nothing in its components that no route refers to", () => {
    const text = JSON.stringify(document.paths) + JSON.stringify(document.components);
    for (const [kind, parts] of Object.entries(record(document.components))) {
      if (kind === "securitySchemes") continue;
      for (const name of Object.keys(record(parts))) expect(text).toContain(`"#/components/${kind}/${name}"`);
    }
  });
});

describe("the description of the product", async () => {
  const features = await manifests();
  const whole = describeApi(features);

  it("holds every route once", () => {
    const routes = features.flatMap(({ routes }) => Object.values(routes).map(({ key }) => key));
    expect(new Set(routes).size).toBe(routes.length);
    for (const key of routes) {
      expect(record(record(whole.paths)[pathOf(key)])).toHaveProperty(methodOf(key).toLowerCase());
    }
  });

  it("names every operation differently", () => {
    const names = Object.values(record(whole.paths)).flatMap((item) =>
      Object.values(record(item)).map((verb) => record(verb).operationId),
    );
    expect(new Set(names).size).toBe(names.length);
  });

  it("shows examples that its own schemas accept", () => {
    for (const { routes } of features) {
      for (const { key, body, query, example } of Object.values(routes)) {
        if (example?.body !== undefined) expect(body?.().safeParse(example.body), key).toMatchObject({ success: true });
        if (example?.query) expect(query?.().safeParse(example.query), key).toMatchObject({ success: true });
      }
    }
  });
});
