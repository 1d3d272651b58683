import { readFileSync } from "node:fs";
import { glob } from "node:fs/promises";
import { join, resolve } from "node:path";
import * as z from "zod/mini";
import { createDocument, type ZodOpenApiObject, type ZodOpenApiPathsObject } from "zod-openapi";
import { type Manifest, methodOf, pathOf } from "../shared/http/contract.ts";
import { country, currency, language } from "../shared/http/fields.ts";
import { operation } from "./openapi-operation.ts";
import { plain } from "./openapi-plain.ts";
import { Problem, problemResponses } from "./openapi-problems.ts";
import { asDeliveries, type PublishedKind, webhooks } from "./openapi-webhooks.ts";
import { withWords } from "./openapi-words.ts";

const root = resolve(import.meta.dirname, "..");

export type ApiDescription = ReturnType<typeof createDocument>;

/** The manifests of all features; `platform` last, because nobody reads about it first. */
export const manifests = async (): Promise<Manifest[]> => {
  const found: Manifest[] = [];
  for await (const file of glob("functions/*/{manifest,*-manifest}.ts", { cwd: root })) {
    const exported: Record<string, unknown> = await import(join(root, file));
    const declared = Object.values(exported).find(isManifest);
    if (!declared) throw new Error(`${file} exports no manifest.`);
    found.push(declared);
  }
  const place = ({ feature }: Manifest) => (feature === "platform" ? 1 : 0);
  return found.sort(
    (a, b) => place(a) - place(b) || tagOf(a).localeCompare(tagOf(b)) || a.feature.localeCompare(b.feature),
  );
};

const tagOf = ({ tag, feature }: Manifest): string => tag ?? feature;

const isManifest = (value: unknown): value is Manifest =>
  typeof value === "object" && value !== null && "feature" in value && "routes" in value;

/**
 * Gives the shapes that a feature exports from its `schemas.ts` and `…-schemas.ts` their names, so that each is described once and referred
 * to. Where two features use one name, both carry their feature's name before it.
 */
export const nameSchemas = async (): Promise<void> => {
  for (const [id, schema] of Object.entries({ Country: country(), Currency: currency(), Language: language() }))
    if (!z.globalRegistry.has(schema)) schema.register(z.globalRegistry, { id });
  const named = new Map<string, { feature: string; schema: z.ZodMiniType }[]>();
  for await (const file of glob("functions/*/{schemas,*-schemas}.ts", { cwd: root })) {
    const feature = file.split("/")[1] ?? "";
    const exported: Record<string, unknown> = await import(join(root, file));
    for (const [name, build] of Object.entries(exported)) {
      const schema: unknown = typeof build === "function" && build.length === 0 ? build() : undefined;
      if (!(schema instanceof z.ZodMiniObject)) continue;
      named.set(pascal(name), [...(named.get(pascal(name)) ?? []), { feature, schema }]);
    }
  }
  for (const [name, schemas] of named) {
    for (const { feature, schema } of schemas) {
      if (z.globalRegistry.has(schema)) continue;
      schema.register(z.globalRegistry, { id: schemas.length > 1 ? `${pascal(feature)}${name}` : name });
    }
  }
};

const pascal = (name: string): string => name.replace(/(?:^|-)([a-z0-9])/g, (_, first: string) => first.toUpperCase());

/** The OpenAPI 3.1 document of everything that is routed, and of the events that webhooks tell of. */
export const describeApi = (features: readonly Manifest[], kinds: readonly PublishedKind[] = []): ApiDescription => {
  const paths: ZodOpenApiPathsObject = {};
  const routed = features.filter(({ routes }) => Object.keys(routes).length > 0);
  for (const manifest of routed) {
    for (const [name, route] of Object.entries(manifest.routes)) {
      const path = pathOf(route.key);
      paths[path] = { ...paths[path], [verbs[methodOf(route.key)]]: operation(tagOf(manifest), name, route) };
    }
  }
  const document: ZodOpenApiObject = {
    openapi: "3.1.0",
    info: {
      title: "Clientèle",
      version: packageVersion(),
      summary: "The client relations of a service business, as one API",
      description: introduction,
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/", description: "Where this document was read" }],
    tags: tagsOf(routed),
    security: [{ bearer: [] }],
    paths,
    ...(kinds.length > 0 ? { webhooks: webhooks(kinds) } : {}),
    components: {
      schemas: { Problem },
      responses: problemResponses(paths),
      securitySchemes: {
        bearer: {
          type: "http",
          scheme: "bearer",
          description: "An API key (`ck_…`), or the access token that `POST /v1/session` answers.",
        },
      },
    },
  };
  const allowEmptySchema = { unknown: true, any: true, custom: true } as const;
  return withWords(asDeliveries(createDocument(document, { override: plain, allowEmptySchema })));
};

/** A tag is described by the feature that it is named after. */
const tagsOf = (routed: readonly Manifest[]) => {
  const tags = new Map<string, string>();
  for (const manifest of routed)
    if (!tags.has(tagOf(manifest)) || manifest.feature === tagOf(manifest)) tags.set(tagOf(manifest), manifest.summary);
  return [...tags].map(([name, description]) => ({ name, description }));
};

const verbs = { GET: "get", POST: "post", PUT: "put", PATCH: "patch", DELETE: "delete" } as const;

const packageVersion = (): string => {
  const described: unknown = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return z.object({ version: z.string() }).parse(described).version;
};

const introduction = `
Every request but the public ones carries \`Authorization: Bearer …\`. A person who belongs to several accounts names one
with \`Clientele-Account\`. Errors are problem documents (RFC 9457). Lists answer \`data\` and, while there is more,
\`nextCursor\`. A POST with an \`Idempotency-Key\` is carried out once, however often it is sent.
`.trim();
