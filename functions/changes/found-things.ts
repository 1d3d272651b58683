import { type FoundBy, toStored } from "../../shared/db/entity.ts";
import type { ClientId } from "../../shared/db/keys.ts";
import type { Image, Images } from "../../shared/db/stream.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { remove, type Write } from "../../shared/db/writes.ts";
import { type FoundThing, foundThings } from "../../shared/entities/found-thing.ts";
import type { Kind } from "../../shared/events/kind.ts";
import type { AccountId } from "../../shared/ids.ts";
import { sameContent } from "../../shared/same-content.ts";
import { kinds } from "../kinds.ts";

/** What the search knew of a thing, and what it is to know. */
export interface ChangedThing {
  before: FoundState | undefined;
  after: FoundState | undefined;
}

interface FoundState {
  tokens: readonly string[];
  thing: FoundThing;
}

/** Undefined for an item of a kind that the search does not know. */
export const changedThing = ({ before, after }: Images): ChangedThing | undefined => {
  const [old, fresh] = [stateOf(before), stateOf(after)];
  if ((!old && !fresh) || (old && fresh && sameContent(old, fresh))) return undefined;
  return { before: old, after: fresh };
};

const stateOf = (image: Image | undefined): FoundState | undefined => {
  const kind = kinds.get(String(image?.entity));
  if (!image || !kind?.search || !image.foundBy) return undefined;
  const item = kind.fromStored?.(image) ?? image;
  const { tokens } = image.foundBy as FoundBy;
  return { tokens, thing: { id: String(item.id), kind: kind.resource, ...shownOf(kind, item) } };
};

const shownOf = ({ title, search, of }: Kind, item: Image) => {
  const subtitle = search?.subtitle && item[search.subtitle];
  return {
    title: String((title && item[title]) ?? ""),
    ...(subtitle ? { subtitle: String(subtitle) } : {}),
    ...(of === "client" && item.clientId ? { clientId: String(item.clientId) as ClientId } : {}),
  };
};

/** Brings the search to what the last version of each thing says it is found by. May be done again without harm. */
export const projectThings = async (db: AccountTable, changes: readonly ChangedThing[]): Promise<void> => {
  const things = Map.groupBy(changes, ({ before, after }) => (after ?? before)?.thing.id);
  await db.writeBatch([...things.values()].flatMap((own) => writesOf(db.accountId, own)));
};

/** Changes of one thing, in their order. */
const writesOf = (account: AccountId, changes: readonly ChangedThing[]): Write[] => {
  const wanted = changes.at(-1)?.after;
  const left = new Set(changes.flatMap(({ before, after }) => [before, after]).flatMap((state) => state?.tokens ?? []));
  for (const token of wanted?.tokens ?? []) left.delete(token);
  const known = changes.flatMap(({ before, after }) => before ?? after ?? []).at(0)?.thing;
  const entryOf = (token: string, thing: FoundThing) => toStored(foundThings(account, thing.kind, token), thing);
  const puts = wanted?.tokens.map((token): Write => ({ do: "put", item: entryOf(token, wanted.thing) })) ?? [];
  if (!known) return puts;
  return [...puts, ...[...left].map((token) => remove(keyOf(entryOf(token, known))))];
};

const keyOf = ({ pk, sk }: { pk: string; sk: string }) => ({ pk, sk });
