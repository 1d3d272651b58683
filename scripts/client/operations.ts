import { isObject, type JsonObject, objectIn } from "./json.ts";

/** An operation as the client knows it. */
interface Described {
  group: string;
  name: string;
  id: string;
  method: string;
  path: string;
  words: string;
  is: string[];
}

/**
 * The source that names the operations of the document: at run time for what is sent, as interfaces for what is typed.
 * `clientsListNotes` with the tag `clients` is `clients.listNotes`. Pages and redirects are for browsers and left out.
 */
export const operationsSource = (document: JsonObject): string => {
  const described = operationsIn(document);
  const tags = (document.tags as { name: string; description: string }[]).filter(({ name }) =>
    described.some(({ group }) => group === name),
  );
  const groups = tags.map(({ name, description }) => ({
    name,
    description,
    operations: described.filter(({ group }) => group === name),
  }));
  return [
    "// Made of the OpenAPI document by scripts/client.",
    'import type { Call } from "../src/answer.ts";',
    'import type { RoutedOperation } from "../src/caller.ts";',
    'import type { ListCall } from "../src/listing.ts";',
    'import type { operations as described } from "./api.ts";',
    "",
    ...groups.flatMap(({ name, description, operations }) => [
      comment("", description),
      `export interface ${pascal(name)}Operations {`,
      ...operations.flatMap((operation) => [
        comment("  ", operation.words),
        `  ${operation.name}: ${typeOf(operation)};`,
      ]),
      "}",
      "",
    ]),
    "export interface Groups {",
    ...groups.flatMap(({ name, description }) => [
      comment("  ", description),
      `  readonly ${name}: ${pascal(name)}Operations;`,
    ]),
    "}",
    "",
    "export const operations = {",
    ...groups.flatMap(({ name, operations }) => [
      `  ${name}: {`,
      ...operations.map(({ name, method, path, is }) => `    ${name}: ${JSON.stringify({ method, path, is })},`),
      "  },",
    ]),
    "} satisfies { [Group in keyof Groups]: { [Name in keyof Groups[Group]]: RoutedOperation } };",
    "",
  ].join("\n");
};

const operationsIn = (document: JsonObject): Described[] =>
  Object.entries(objectIn(document, "paths"))
    .filter(([path]) => path.startsWith("/v1/"))
    .flatMap(([path, methods]) =>
      Object.entries(isObject(methods) ? methods : {}).flatMap(([method, operation]) =>
        isObject(operation) && isForPrograms(operation) ? [describe(path, method, operation)] : [],
      ),
    );

const describe = (path: string, method: string, operation: JsonObject): Described => {
  const [group = ""] = operation.tags as string[];
  const id = String(operation.operationId);
  const name = id.slice(group.length);
  const parameters = (operation.parameters ?? []) as { in: string; name: string }[];
  const has = (place: string, called: string) => parameters.some((one) => one.in === place && one.name === called);
  const isPublic = Array.isArray(operation.security) && operation.security.length === 0;
  const route = `\`${method.toUpperCase()} ${path}\``;
  return {
    group,
    id,
    name: name.charAt(0).toLowerCase() + name.slice(1),
    method: method.toUpperCase(),
    path,
    words: [operation.summary, operation.description, route].filter(Boolean).join("\n\n"),
    is: [
      ...(isPublic ? ["public"] : []),
      ...(has("query", "cursor") ? ["list"] : []),
      ...(has("header", "Idempotency-Key") ? ["idempotent by key"] : []),
    ],
  };
};

/** Answers JSON, or nothing. */
const isForPrograms = ({ responses }: JsonObject): boolean =>
  Object.entries(isObject(responses) ? responses : {}).some(
    ([status, response]) =>
      /^2/.test(status) &&
      isObject(response) &&
      (!response.content || "application/json" in objectIn(response, "content")),
  );

const typeOf = ({ id, is }: Described): string => `${is.includes("list") ? "ListCall" : "Call"}<described["${id}"]>`;

const pascal = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

const comment = (indent: string, words: string): string =>
  [
    `${indent}/**`,
    ...words.split("\n").map((line) => `${indent} * ${line.replaceAll("*/", "*\\/")}`.trimEnd()),
    `${indent} */`,
  ].join("\n");
