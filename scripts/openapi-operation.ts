import * as z from "zod/mini";
import { createSchema, type ZodOpenApiOperationObject, type ZodOpenApiResponseObject } from "zod-openapi";
import { type AnswerShape, type LazySchema, methodOf, pathOf, type Route } from "../shared/http/contract.ts";
import { idPattern } from "../shared/ids.ts";
import { pathParameter, queryWords } from "./openapi-parameters.ts";
import { plain } from "./openapi-plain.ts";
import { anyProblem, problemReference } from "./openapi-problems.ts";
import { changesVersion, isScoped, refusalsOf } from "./openapi-refusals.ts";
import { wordsFor } from "./words/words-for.ts";

type Parameters = NonNullable<ZodOpenApiOperationObject["parameters"]>;

/** One route as OpenAPI sees it. */
export const operation = (feature: string, name: string, route: Route): ZodOpenApiOperationObject => ({
  operationId: camel(`${feature}-${name.charAt(0).toUpperCase()}${name.slice(1)}`),
  tags: [feature],
  summary: route.summary,
  ...describe(route),
  ...(route.access === "public" && { security: [] }),
  ...(isScoped(route) && { security: [{ bearer: [route.access] }] }),
  parameters: [
    ...pathParameters(route),
    ...queryParameters(route),
    ...consistencyParameters(route),
    ...headerParameters(route),
  ],
  ...(route.body && { requestBody: bodyOf(route, route.body) }),
  responses: {
    ...Object.fromEntries(refusalsOf(route).map((status) => [String(status), problemReference(status)])),
    ...(isShortForWriters(route) && { "204": withoutReading }),
    ...(route.cacheable && { "304": unchanged }),
    ...Object.fromEntries(
      Object.entries(route.answers).map(([status, shape]) => [status, answer(route, status, shape)]),
    ),
    default: anyProblem,
  },
});

const camel = (name: string): string => name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

const describe = (route: Route) => {
  const who = isScoped(route)
    ? `Needs the scope \`${route.access}\`.`
    : route.access === "signed-in"
      ? "For any person who is signed in."
      : undefined;
  const description = [route.description, who].filter((part) => part !== undefined).join("\n\n");
  return description === "" ? {} : { description };
};

const pathParameters = (route: Route): Parameters =>
  [...pathOf(route.key).matchAll(/\{(\w+)\+?\}/g)].map(([, name = ""]) => pathParameter(pathOf(route.key), name));

/**
 * `field.make=x` arrives as `{ field: { make: "x" } }`. A form that is exploded writes the members of an object alone, so
 * the members are described by their dotted names: generated clients send `{ "field.make": "x" }` as `field.make=x`.
 */
const queryParameters = ({ query, example }: Route): Parameters => {
  const schema = query?.();
  if (!schema) return [];
  if (!(schema instanceof z.ZodMiniObject)) throw new Error("The query of a route must be an object.");
  return Object.entries(schema.def.shape).map(([name, field]) => {
    const described = jsonSchema(field);
    if (isObject(described)) {
      const additionalProperties =
        typeof described === "object" && "additionalProperties" in described
          ? described.additionalProperties
          : { type: "string" as const };
      return {
        in: "query",
        name,
        description: `Each member is called \`${name}.<key>\`, with the key of a field: \`?${name}.plate=ABC\`.`,
        style: "form",
        explode: true,
        schema: {
          type: "object",
          propertyNames: { pattern: `^${name}\\.[a-zA-Z][a-zA-Z0-9_]*$` },
          additionalProperties,
        },
      };
    }
    return {
      in: "query",
      name,
      description: queryWords[name] ?? wordsFor("query", name)?.[0] ?? "",
      required: !z.safeParse(field, undefined).success,
      schema: described,
      ...(example?.query?.[name] !== undefined && { example: example.query[name] }),
    };
  });
};

/** A write that the answer is to show. The pipeline reads it before the route's own query. */
const consistencyParameters = ({ follows }: Route): Parameters => {
  const schema = { type: "string", maxLength: 2000 } as const;
  const description =
    "`Clientele-Consistency` of an answer to a write: waits up to two seconds until that write shows.";
  return follows
    ? [
        { in: "query", name: "consistency", description, required: false, schema },
        { in: "header", name: "Clientele-Consistency", description: "The same, as a header.", schema },
      ]
    : [];
};

const jsonSchema = (field: z.core.$ZodType) =>
  createSchema(field, { io: isReadFromText(field) ? "output" : "input", opts: { override: plain } }).schema;

/** A number in a query is described as what it stands for: every text could be one, until it is read. */
const isReadFromText = (field: z.core.$ZodType): boolean =>
  field instanceof z.ZodMiniOptional
    ? isReadFromText(field.def.innerType)
    : field instanceof z.ZodMiniPipe && field.def.in instanceof z.ZodMiniTransform;

const isObject = (schema: ReturnType<typeof jsonSchema>): boolean =>
  typeof schema === "object" && "type" in schema && schema.type === "object";

const header = (name: string, description: string, terms: object, example?: string): Parameters[number] => ({
  in: "header",
  name,
  description,
  schema: { type: "string", ...terms },
  ...(example !== undefined && { example }),
});

const headerParameters = (route: Route): Parameters => {
  const method = methodOf(route.key);
  return [
    ...(isScoped(route)
      ? [
          header("Clientele-Account", "Which account is meant; for people who belong to several.", {
            pattern: idPattern("account").source,
          }),
        ]
      : []),
    ...(isScoped(route) && method === "POST"
      ? [
          header(
            "Idempotency-Key",
            "Any text of yours, of 1 to 255 characters. The same key and body again get the stored answer, for 24 hours.",
            { minLength: 1, maxLength: 255, pattern: "^[!-~]([ -~]*[!-~])?$" },
          ),
        ]
      : []),
    ...(route.cacheable
      ? [header("If-None-Match", "The version that you have: 304 without a body while it is still that.", {}, '"3"')]
      : []),
    ...(changesVersion(route)
      ? [
          header(
            "If-Match",
            "The version that you are changing, as its ETag says: 412 when it is no longer that.",
            {},
            '"3"',
          ),
        ]
      : []),
  ];
};

/** Orders may come without a body, and so may what has nothing that must be said; changes say something. */
const bodyOf = ({ key, form, example }: Route, body: LazySchema) => {
  const content = { schema: body(), ...(example?.body !== undefined && { example: example.body }) };
  return {
    required: methodOf(key) !== "POST" || (!form && !z.safeParse(body(), {}).success),
    content: form
      ? { "application/x-www-form-urlencoded": content, "multipart/form-data": content }
      : { "application/json": content },
  };
};

const answer = (route: Route, status: string, shape: AnswerShape): ZodOpenApiResponseObject => ({
  description: descriptions[status] ?? "Done",
  ...(shape === "page" && { content: { "text/html": { schema: { type: "string" }, example: aPage } } }),
  ...(shape === "document" && {
    content: { "application/json": { schema: { type: "object" }, example: { openapi: "3.1.0" } } },
  }),
  ...(typeof shape === "function" && { content: { "application/json": { schema: shape() } } }),
  ...headersOf(route, shape),
});

const headersOf = (route: Route, shape: AnswerShape) => {
  const headers = {
    ...(route.versioned && typeof shape === "function" && { ETag: etag }),
    ...(route.follows && { "Clientele-Behind": behind }),
    ...(isScoped(route) && methodOf(route.key) !== "GET" && { "Clientele-Consistency": consistency }),
  };
  return Object.keys(headers).length > 0 ? { headers } : {};
};

const aPage = '<!doctype html>\n<html lang="fr"><head><title>Garage Tremblay</title></head><body>…</body></html>';

/** Who may change something but not read it is answered the version alone. */
const isShortForWriters = ({ access, answers, versioned }: Route): boolean =>
  access.endsWith(":write") && !("204" in answers) && ("200" in answers || ("202" in answers && versioned === true));

const etag = { description: "The version, for If-Match", schema: { type: "string" as const } };

const behind = {
  description: "Where a write was named: whether this answer comes too early to show it",
  schema: { type: "string" as const, enum: ["true", "false"] },
};

const consistency = {
  description: "Names what was written, for reads that are to show it; absent where nothing was",
  schema: { type: "string" as const },
};

const unchanged = { description: "Unchanged: you have this version", headers: { ETag: etag } };

const withoutReading = {
  description: "Done; for callers without the scope to read what was changed",
  headers: { ETag: etag },
};

const descriptions: Readonly<Record<string, string>> = {
  "200": "Here it is",
  "201": "Created",
  "202": "Accepted; the work goes on",
  "204": "Done, and nothing to add",
  "302": "Found elsewhere",
  "303": "Done; look there",
  "404": "A page that says so: the link leads nowhere",
  "410": "A page that says so: the link is over",
  "429": "A page that says so: too often, try again in a minute",
};
