import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { describeApi, manifests, nameSchemas } from "../../../scripts/openapi.ts";

await nameSchemas();
const document = describeApi(await manifests());

/** Fields of which nothing is said yet: the number may only fall. */
const MOST_SILENT = 30;

type Node = Record<string, unknown>;
const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null;

/** What is said of each field of the document, by where it stands. */
const fieldsOf = (node: unknown, place: string): [place: string, description: unknown][] => {
  if (!isNode(node)) return [];
  const own = isNode(node.properties) && !("in" in node) ? Object.entries(node.properties) : [];
  return [
    ...own.map(([name, field]): [string, unknown] => [`${place}/${name}`, isNode(field) && field.description]),
    ...Object.entries(node)
      .filter(([name]) => name !== "example" && name !== "examples")
      .flatMap(([name, inner]) => fieldsOf(inner, `${place}/${name}`)),
  ];
};

const operations = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ key: `${method.toUpperCase()} ${path}`, operation })),
);

describe("the OpenAPI document", () => {
  test("says a sentence of every field: add what is missing to scripts/words", () => {
    const fields = fieldsOf(document, "");
    expect(fields.length).toBeGreaterThan(1000);
    const silent = fields.filter(([, description]) => !description).map(([place]) => place);
    expect(silent.length, silent.join("\n")).toBeLessThanOrEqual(MOST_SILENT);
  });

  test("says a sentence of every parameter", () => {
    const silent = operations.flatMap(({ key, operation }) =>
      (operation.parameters ?? [])
        .filter((parameter: Node) => !parameter.description)
        .map((parameter: Node) => `${key}: ${parameter.name}`),
    );
    expect(silent).toEqual([]);
  });

  test("has an example for every answer, which is as the answer is described", { timeout: 60_000 }, () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema(document, "api");
    const faults: string[] = [];
    let examples = 0;
    for (const { key, operation } of operations) {
      for (const [status, answer] of Object.entries(operation.responses as Node)) {
        const content = isNode(answer) && isNode(answer.content) ? answer.content["application/json"] : undefined;
        if (!isNode(content)) continue;
        examples += 1;
        const [method = "", path = ""] = key.split(" ");
        const place = [
          "paths",
          path,
          method.toLowerCase(),
          "responses",
          status,
          "content",
          "application/json",
          "schema",
        ];
        const pointer = place.map((part) => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1")));
        const fits = ajv.getSchema(`api#/${pointer.join("/")}`);
        if (!fits?.(content.example)) faults.push(`${key} ${status}: ${ajv.errorsText(fits?.errors)}`);
      }
    }
    expect(examples).toBeGreaterThan(60);
    expect(faults).toEqual([]);
  });
});
