import { type ListedBy, toStored } from "../../shared/db/entity.ts";
import type { Image, Images } from "../../shared/db/stream.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { remove, type Write } from "../../shared/db/writes.ts";
import { type ListedThing, listCounter, listedThings } from "../../shared/entities/sorted-list.ts";
import type { Kind } from "../../shared/events/kind.ts";
import { type AccountId, derivedId } from "../../shared/ids.ts";
import type { Count } from "../../shared/projection/count-once.ts";
import { sameContent } from "../../shared/same-content.ts";
import { kinds } from "../kinds.ts";

/** The lists that a thing stood in, and those that it is to stand in. */
export interface Relisted {
  before: ListedState | undefined;
  after: ListedState | undefined;
}

interface ListedState extends ListedBy {
  kind: string;
  thing: ListedThing;
  version: number;
  writtenAt: string;
}

/** Undefined for an item of a kind without lists, and where nothing that they show was changed. */
export const relisted = ({ before, after }: Images): Relisted | undefined => {
  const [old, fresh] = [stateOf(before), stateOf(after)];
  if (!old && !fresh) return undefined;
  if (old && fresh && sameContent(contentOf(old), contentOf(fresh))) return undefined;
  return { before: old, after: fresh };
};

const contentOf = ({ version, writtenAt, ...shown }: ListedState) => shown;

const stateOf = (image: Image | undefined): ListedState | undefined => {
  const kind = kinds.get(String(image?.entity));
  if (!image || !kind?.lists || !image.listedBy) return undefined;
  const item = kind.fromStored?.(image) ?? image;
  const { rules, lists, place } = image.listedBy as ListedBy;
  const thing = { id: String(item.id), place, shown: shownOf(kind, item) };
  return {
    kind: kind.resource,
    rules,
    lists,
    place,
    thing,
    version: Number(image.version),
    writtenAt: String(image.updatedAt),
  };
};

const shownOf = ({ lists }: Kind, item: Image): Record<string, unknown> =>
  Object.fromEntries((lists?.shows ?? []).flatMap((name) => (item[name] === undefined ? [] : [[name, item[name]]])));

/** Brings lists to what the last version of each thing says. May be done again without harm. */
export const projectLists = async (db: AccountTable, changes: readonly Relisted[]): Promise<void> => {
  const things = Map.groupBy(changes, ({ before, after }) => (after ?? before)?.thing.id);
  await db.writeBatch([...things.values()].flatMap((own) => writesOf(db.accountId, own)));
};

/** Changes of one thing, in their order. */
const writesOf = (account: AccountId, changes: readonly Relisted[]): Write[] => {
  const wanted = entriesOf(account, changes.at(-1)?.after);
  const left = new Map(
    changes.flatMap(({ before, after }) => [...entriesOf(account, before), ...entriesOf(account, after)]),
  );
  const removals = [...left].filter(([key]) => !wanted.has(key)).map(([, { pk, sk }]) => remove({ pk, sk }));
  return [...[...wanted.values()].map((item): Write => ({ do: "put", item })), ...removals];
};

const entriesOf = (account: AccountId, state: ListedState | undefined) =>
  new Map(
    state?.lists.map((list) => {
      const item = toStored(listedThings(account, state.kind, list), state.thing);
      return [`${item.pk} ${item.sk}`, item];
    }),
  );

/** What a change moves in the counters of lists. A version is counted once; the same by other rules once for these. */
export const countsOfLists = (
  { before, after }: Relisted,
  change: { id: string; occurredAt: string } | undefined,
): Count[] => {
  const known = after ?? before;
  const [old, fresh] = [new Set(before?.lists), new Set(after?.lists)];
  const deltas = [
    ...[...fresh.difference(old)].map((list) => ({ list, amount: 1 })),
    ...[...old.difference(fresh)].map((list) => ({ list, amount: -1 })),
  ].map(({ list, amount }) => ({ name: listCounter(known?.kind ?? "", list), amount }));
  if (!known || deltas.length === 0) return [];
  const { thing, version, writtenAt: at } = known;
  const reindexed = () => derivedId("event", thing.id, String(version), `rules ${before?.rules} ${after?.rules}`);
  return [{ id: change?.id ?? reindexed(), at: change?.occurredAt ?? at, resourceId: thing.id, deltas }];
};
