import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { describeApi, manifests, nameSchemas } from "../../../scripts/openapi.ts";
import { publishedKinds } from "../../../scripts/openapi-webhooks.ts";

await nameSchemas();
const document = describeApi(await manifests(), await publishedKinds());

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
  test("says a sentence of every field: add what is missing to the feature's descriptions.ts, or to scripts/words", () => {
    const fields = fieldsOf(document, "");
    expect(fields.length).toBeGreaterThan(1000);
    const silent = fields.filter(([, description]) => !description).map(([place]) => place);
    expect(silent).toEqual([]);
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

  test("has an example for pages and problems too, and none that leaves a text open", () => {
    const responses = [document.components?.responses ?? {}, ...operations.map(({ operation }) => operation.responses)];
    const answers = responses.flatMap((each) => Object.entries(each as Node));
    for (const [status, answer] of answers) {
      if (!isNode(answer) || !isNode(answer.content)) continue;
      for (const [type, content] of Object.entries(answer.content)) {
        expect(isNode(content) && content.example, `${status} ${type}`).toBeTruthy();
        expect(JSON.stringify(content), `add an example to scripts/words`).not.toContain('"…"');
      }
    }
  });

  test("has a sentence for every route, body and answer", () => {
    for (const { key, operation } of operations) {
      expect(operation.summary, key).toBeTruthy();
      for (const [status, answer] of Object.entries(operation.responses as Node))
        expect(isNode(answer) && (answer.description ?? answer.$ref), `${key} ${status}`).toBeTruthy();
    }
  });
});
