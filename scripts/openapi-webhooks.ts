import { glob } from "node:fs/promises";
import { join, resolve } from "node:path";
import * as z from "zod/mini";
import type { ZodOpenApiPathsObject } from "zod-openapi";
import { eventTypesOf, type Kind } from "../shared/events/kind.ts";
import { publicKinds } from "../shared/events/public-events.ts";

const root = resolve(import.meta.dirname, "..");

/** A kind that partners hear of, with the shape of what they are told. */
export interface PublishedKind {
  /** As its feature calls it: `documentShare`. */
  name: string;
  feature: string;
  kind: Kind;
  resource: z.ZodMiniType;
}

/** The kinds of all features, from their `kinds.ts`, each with the shape of its name in `event-schemas.ts` beside it. */
export const publishedKinds = async (): Promise<PublishedKind[]> => {
  const found: PublishedKind[] = [];
  for await (const file of glob("functions/*/kinds.ts", { cwd: root })) {
    const folder = join(root, file, "..");
    const feature = file.split("/")[1] ?? "";
    const declared: Record<string, Kind> = await import(join(root, file));
    const isPublic = new Set(publicKinds(new Map(Object.entries(declared))));
    const own = Object.entries(declared).filter(([, kind]) => isPublic.has(kind));
    if (own.length === 0) continue;
    const shapes: Record<string, () => z.ZodMiniType> = await import(join(folder, "event-schemas.ts"));
    for (const [name, kind] of own) {
      const shape = shapes[`published${pascal(name)}`];
      if (!shape) throw new Error(`${feature}/event-schemas.ts does not say what is published of ${name}.`);
      found.push({ name, feature, kind, resource: shape() });
    }
  }
  return found.sort((a, b) => a.feature.localeCompare(b.feature) || a.name.localeCompare(b.name));
};

/**
 * One webhook for each type of event; those of a kind share a shape, `DocumentShareEventBody`. It stands where answers do, since
 * the library describes what we send otherwise than what we take: {@link asDeliveries} puts it where it belongs.
 */
export const webhooks = (kinds: readonly PublishedKind[]): ZodOpenApiPathsObject =>
  Object.fromEntries(
    kinds.flatMap((published) => {
      const schema = bodyShape(published);
      const content = { "application/json": { schema } };
      return typesOf(published, kinds).map((type) => [
        type,
        {
          post: {
            operationId: `on${pascal(type.replace(/[._]([a-z])/g, (_, first: string) => first.toUpperCase()))}`,
            summary: `Tells of \`${type}\``,
            tags: [published.feature],
            responses: { "200": { description: "Taken, as any answer from 200 to 299", content } },
          },
        },
      ]);
    }),
  );

/** The bodies of webhooks are sent, not answered. */
export const asDeliveries = <D extends { webhooks?: unknown }>(document: D): D => {
  const described: Record<string, { post: Delivery }> = JSON.parse(JSON.stringify(document.webhooks ?? {}));
  for (const { post } of Object.values(described)) {
    const { content, ...taken } = post.responses["200"];
    post.requestBody = { required: true, content };
    post.responses["200"] = taken;
  }
  return Object.keys(described).length > 0 ? { ...document, webhooks: described } : document;
};

interface Delivery {
  requestBody?: unknown;
  responses: { "200": { description: string; content?: unknown } };
}

/** The types of a kind's events; one that takes the place of another kind tells its own steps alone. */
export const typesOf = ({ kind }: PublishedKind, kinds: readonly PublishedKind[]): string[] => {
  const first = kinds.find((other) => other.kind.resource === kind.resource && other.kind.entity === kind.resource);
  const isSecond = first !== undefined && first.kind !== kind;
  return eventTypesOf(kind).filter((type) => !isSecond || !eventTypesOf(first.kind).includes(type));
};

/** What is posted: the event, in the envelope of Standard Webhooks. */
const bodyShape = (published: PublishedKind): z.ZodMiniType => {
  const shape = z.object({
    type: z.enum(eventTypesOf(published.kind)),
    timestamp: z.string(),
    data: eventShape(published),
  });
  shape.register(z.globalRegistry, { id: `${pascal(published.name)}EventBody` });
  return shape;
};

const eventShape = ({ name, kind, resource }: PublishedKind): z.ZodMiniType => {
  const shape = z.object({
    id: z.string(),
    type: z.enum(eventTypesOf(kind)),
    schemaVersion: z.int(),
    accountId: z.string(),
    occurredAt: z.string(),
    actor: z.object({ kind: z.string(), id: z.string() }),
    resource,
    changed: z.array(z.string()),
    omitted: z.optional(z.array(z.string())),
  });
  shape.register(z.globalRegistry, { id: `${pascal(name)}Event` });
  return shape;
};

const pascal = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
