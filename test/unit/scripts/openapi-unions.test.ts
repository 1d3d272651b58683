import { describe, expect, it } from "vitest";
import { describeApi, manifests, nameSchemas } from "../../../scripts/openapi.ts";

await nameSchemas();
const document = describeApi(await manifests());
const schemas: Node = document.components?.schemas ?? {};

type Node = Record<string, unknown>;
const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null;

const unionsIn = (node: unknown): Node[] => {
  if (!isNode(node)) return [];
  return [...("oneOf" in node || "anyOf" in node ? [node] : []), ...Object.values(node).flatMap(unionsIn)];
};

const shapesOf = (union: Node): Node[] => {
  const shapes: unknown = union.oneOf ?? union.anyOf;
  return Array.isArray(shapes) ? shapes.filter(isNode).filter(({ type }) => type !== "null") : [];
};

const property = (schema: unknown, ...path: string[]): Node =>
  path.reduce<Node>(
    (node, name) => {
      const properties = isNode(node.properties) ? node.properties : {};
      const next = properties[name];
      return isNode(next) ? next : {};
    },
    isNode(schema) ? schema : {},
  );

describe("a union of bodies in the OpenAPI document", () => {
  it("names each of its shapes", () => {
    const unions = unionsIn(document).filter((union) => shapesOf(union).length > 1);
    expect(unions.length).toBeGreaterThan(5);
    for (const union of unions)
      for (const shape of shapesOf(union)) expect(shape, JSON.stringify(union)).not.toHaveProperty("properties");
  });

  it("tells what may be done with many clients by `kind`", () => {
    const { oneOf, discriminator } = property(schemas.BulkRequest, "action");
    expect(oneOf).toContainEqual({ $ref: "#/components/schemas/ShareDocumentAction" });
    expect(discriminator).toEqual({
      propertyName: "kind",
      mapping: expect.objectContaining({
        untag: "#/components/schemas/TagAction",
        message: "#/components/schemas/MessageAction",
      }),
    });
  });

  it("tells a person from an API key by `kind`", () => {
    const answer = document.paths?.["/v1/me"]?.get?.responses?.["200"];
    expect(JSON.stringify(answer)).toContain('"discriminator":{"propertyName":"kind","mapping":{"person":');
  });

  it("maps every value of the member to the shape that has it, and each to one alone", () => {
    for (const { discriminator, oneOf } of unionsIn(document)) {
      if (!isNode(discriminator) || !isNode(discriminator.mapping)) continue;
      const name = String(discriminator.propertyName);
      for (const [value, reference] of Object.entries(discriminator.mapping)) {
        expect(oneOf).toContainEqual({ $ref: reference });
        const shape = schemas[String(reference).split("/").at(-1) ?? ""];
        const member = property(shape, name);
        expect(member.enum ?? [member.const]).toContain(value);
        expect(isNode(shape) && shape.required).toContain(name);
      }
    }
  });

  it("has no telling member where shapes differ by what they have", () => {
    expect(property(schemas.NewCampaign, "audience")).toEqual({
      oneOf: ["ClientIds", "Filter", "All"].map((which) => ({ $ref: `#/components/schemas/${which}Audience` })),
      description: expect.any(String),
    });
  });
});
