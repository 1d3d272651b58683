import type { Entity } from "../db/entity.ts";
import type { Scope } from "../http/scopes.ts";
import type { AccountId, Id, IdForm } from "../ids.ts";

type Item = Readonly<Record<string, unknown>>;
type FieldOf<T> = keyof T & string;
type Values<T> = { readonly [Field in FieldOf<T>]?: T[Field] };

/** What every event says of its resource, where the item has it. */
export const alwaysPublished = ["version", "updatedAt"] as const;

/**
 * One kind of thing, as its feature declares it in `functions/<feature>/kinds.ts`: what of it is published, by which
 * events, and where its changes are shown. Plain data: whoever loads it loads nothing else.
 */
export interface KindDeclaration<T extends object> {
  /** Its name in the table. */
  readonly entity: string;
  /** The first half of its events' types: `client` in `client.updated`. @default as `entity` */
  readonly resource?: string;
  /** The client whose activity it belongs to: by its field `clientId`, or because it is the client. @default the account's alone */
  readonly of?: "client" | "itself";
  /** What several are called, in the receipt of an erasure. */
  readonly called?: { readonly fr: string; readonly en: string };
  /** The field that it is called by in feeds. */
  readonly title?: FieldOf<T>;
  /** Its ids, where no other feature speaks of them. @default a kind of id that `shared/ids.ts` knows */
  readonly ids?: IdForm;
  /** What a caller needs to see it: to be told of its events, and to be shown it beside other things. @default `account:read` */
  readonly scope?: Scope;
  /** Who hears of it: partners as well, by webhooks and the change feed, or only our own workers. */
  readonly audience: "partners" | "workers";
  /** The fields that its events tell. Everything else stays inside. */
  readonly publishes: readonly FieldOf<T>[];
  /** Fields that our own workers need besides; partners never see them. */
  readonly forWorkers?: readonly FieldOf<T>[];
  /** Fields that are left out of an event which is too large for the bus. */
  readonly large?: readonly FieldOf<T>[];
  /** Counts the changes of what is published that a reader must know of: a field that is gone, or means something else. */
  readonly schemaVersion: number;
  /**
   * Named steps: `client.archived` instead of `client.updated` when the fields take these values. With two sets of values,
   * only when they had the first ones before.
   */
  readonly steps?: Readonly<Record<string, Values<T> | readonly [from: Values<T>, to: Values<T>]>>;
  /** Old and new values are kept. `inParts`: fields whose members are told one by one, such as `fields.plate`. */
  readonly history?: { readonly inParts?: readonly FieldOf<T>[] };
  /** False for what changes often and interests nobody later: it goes to the bus, not into the change feed. */
  readonly feed?: false;
  /** The global search finds it (`kind=` names it as its events do) by what its entity says: `foundBy`. */
  readonly search?: {
    /** Shown under the title. */
    readonly subtitle?: FieldOf<T>;
    /** The list of the account in which all of them stand, such as `CAMPAIGNS`. */
    readonly list: string;
    /** Their entity, loaded by whoever brings them to the rules of today. */
    items(): Promise<Entity<T>>;
  };
  /** It stands in sorted lists, each with its count, as its entity says: `listedBy`. */
  readonly lists?: {
    /** The fields that the entry in a list holds: what a page shows without reading the things themselves. */
    readonly shows: readonly FieldOf<T>[];
  };
  /** The newest of them stand on their client's card. */
  readonly card?: OnCard<T>;
  /** Reads an item that is stored shorter than it is: without what its key or its defaults say. */
  readonly fromStored?: (image: Item) => Item;
}

interface OnCard<T> {
  /** The member of the card that lists them; kinds that name the same one are listed together. */
  readonly list: string;
  /** How their keys begin in the index of everything of a client. */
  readonly prefix: string;
  /** What the card says of one otherwise than its id, title, status and creation, or besides. */
  piece?(item: T): CardPiece;
}

interface CardPiece {
  readonly kind?: string;
  readonly id?: string;
  readonly status?: string;
  readonly requestId?: string;
  /** When it is due or takes place. */
  readonly at?: string;
}

/** A declaration whose item is not known by its type. */
export interface Kind extends KindDeclaration<Record<string, unknown>> {
  readonly resource: string;
}

declare const shape: unique symbol;
/** What partners are told of a kind: nothing at run time, a shape when it is compiled. */
export type PublicResource<K> = K extends { readonly [shape]?: infer Resource } ? NonNullable<Resource> : never;

/** One event of a kind, `documentShare.downloaded`: its type at run time, what it tells when it is compiled. */
export interface EventRef<Type extends string = string, Resource = unknown> {
  readonly type: Type;
  readonly [shape]?: Resource;
}

/** An event as the bus brings it to a worker. */
export interface PublishedEvent<Type extends string, Resource> {
  readonly id: Id<"event">;
  readonly type: Type;
  /** Of the kind's published shape. */
  readonly schemaVersion: number;
  readonly accountId: AccountId;
  /** RFC 3339, UTC. */
  readonly occurredAt: string;
  readonly actor: { readonly kind: string; readonly id: string };
  /** The resource after the change; before it, when it was removed. */
  readonly resource: Resource;
  /** The published fields that changed. */
  readonly changed: readonly string[];
  /** Fields that are left out because the event was too large: they must be read. */
  readonly omitted?: readonly string[];
}

/** What a worker is given of an event that it is mounted for: `EventOf<typeof documentShare.downloaded>`. */
export type EventOf<Ref> = Ref extends EventRef<infer Type, infer Resource> ? PublishedEvent<Type, Resource> : never;

type NameOf<D> = D extends { resource: infer Name extends string }
  ? Name
  : D extends { entity: infer Name extends string }
    ? Name
    : never;
type StepOf<D> = "created" | "updated" | "deleted" | (D extends { steps: infer Steps } ? keyof Steps & string : never);
type ListOf<D, List extends "publishes" | "forWorkers" | "large"> =
  D extends Record<List, readonly (infer Field extends string)[]> ? Field : never;
type ToldOf<D> = ListOf<D, "publishes"> | ListOf<D, "forWorkers"> | (typeof alwaysPublished)[number];
type ResourceOf<T, D> = Readonly<
  Pick<T, Exclude<ToldOf<D>, ListOf<D, "large">> & keyof T> & Partial<Pick<T, ListOf<D, "large"> & keyof T>>
>;

/** A kind with its events, each by the name of its step. */
export type DeclaredKind<T extends object, D> = Kind & {
  readonly [shape]?: Pick<T, (ListOf<D, "publishes"> | (typeof alwaysPublished)[number]) & keyof T>;
} & {
  readonly [Step in StepOf<D>]: EventRef<`${NameOf<D>}.${Step}`, ResourceOf<T, D>>;
};

/** Declares a kind of items of type `T`: `kindOf<DocumentShare>()({ entity: "document_share", … })`. */
export const kindOf =
  <T extends object>() =>
  <const D extends KindDeclaration<T>>(declaration: D): DeclaredKind<T, D> => {
    const { entity, resource = entity, steps = {} } = declaration;
    const names = ["created", "updated", "deleted", ...Object.keys(steps)];
    const events = Object.fromEntries(names.map((name) => [name, { type: `${resource}.${name}` }]));
    return { ...events, ...declaration, resource } as unknown as DeclaredKind<T, D>;
  };

/** All kinds, by their name in the table. */
export type Kinds = ReadonlyMap<string, Kind>;

/** The kinds among what some modules export. @throws Error where two have the same name in the table */
export const kindsIn = (...modules: readonly Readonly<Record<string, Kind>>[]): Kinds => {
  const kinds = new Map<string, Kind>();
  for (const kind of modules.flatMap((module) => Object.values(module))) {
    if (kinds.has(kind.entity)) throw new Error(`Two kinds are called ${kind.entity}.`);
    kinds.set(kind.entity, kind);
  }
  return kinds;
};

/** All types of a kind's events, those that every kind has first. */
export const eventTypesOf = ({ resource, steps = {} }: Kind): string[] =>
  ["created", "updated", "deleted", ...Object.keys(steps)].map((step) => `${resource}.${step}`);

/** The name of what happened between two states of an item, as its kind has it. */
export const stepBetween = ({ steps = {} }: Kind, before: Item | undefined, after: Item | undefined): string => {
  if (!after) return "deleted";
  const isAt = (item: Item | undefined, values: Item) =>
    item !== undefined && Object.entries(values).every(([field, value]) => item[field] === value);
  for (const [name, step] of Object.entries(steps)) {
    const [from, to] = isPair(step) ? step : [undefined, step];
    if (isAt(after, to) && !isAt(before, to) && (!from || isAt(before, from))) return name;
  }
  return before ? "updated" : "created";
};

const isPair = (step: Item | readonly [Item, Item]): step is readonly [Item, Item] => Array.isArray(step);
