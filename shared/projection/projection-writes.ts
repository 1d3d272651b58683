import { type Stored, toStored } from "../db/entity.ts";
import { type Key, keys, partitions } from "../db/keys.ts";
import { remove, type Write } from "../db/writes.ts";
import { positionOf } from "../entities/client.ts";
import { unpacked } from "../entities/client-index.ts";
import { type Facet, facetEntries } from "../entities/facet.ts";
import { type FindIndex, findEntries, findEntryOf, findTextOf } from "../entities/find.ts";
import { type ListEntry, listEntryOf } from "../entities/list-entry.ts";
import { listMark } from "../entities/list-mark.ts";
import { geohash } from "../geo/geohash.ts";
import type { ClientState } from "./client-state.ts";

/** One item of the search or of a list, and what it says. */
interface Entry {
  key: Key;
  /** Two entries that say the same need not be written twice. */
  says: string;
  item(): Stored;
}

/**
 * Brings the entries of one client, in the search and in lists, to what the last of these versions says: undefined where
 * there is no client. The versions in between count: an earlier delivery of the same changes, cut elsewhere, may have
 * stopped at one of them. All may be written again, in any order among themselves.
 */
export const projectionWrites = (versions: readonly (ClientState | undefined)[]): Write[] => {
  const states = versions.map(entriesOf);
  const last = states.at(-1) ?? new Map<string, Entry>();
  const earlier = states.slice(0, -1);
  const isNew = ([name, { says }]: [string, Entry]) => earlier.some((state) => state.get(name)?.says !== says);
  const gone = new Map(earlier.flatMap((state) => [...state].filter(([name]) => !last.has(name))));
  return [
    ...[...last].filter(isNew).map(([, entry]): Write => ({ do: "put", item: entry.item() })),
    ...[...gone.values()].map(({ key }) => remove(key)),
  ];
};

const entriesOf = (state: ClientState | undefined): Map<string, Entry> =>
  new Map(
    state
      ? [...found(state), ...listed(state)].map((entry): [string, Entry] => [
          `${entry.key.pk}\u0000${entry.key.sk}`,
          entry,
        ])
      : [],
  );

const found = ({ client, index }: ClientState): Entry[] => {
  const { accountId, id } = client;
  const entry = findEntryOf(client);
  const says = `${index.rules} ${entry.title}\u0000${entry.subtitle}\u0000${entry.disabled}`;
  let stored: Stored | undefined;
  const under = (place: FindIndex) => (token: string) => {
    const key = keys.find(accountId, place, token, id);
    return {
      key,
      says,
      item() {
        // The same under every token, but for its key.
        stored ??= toStored(findEntries(accountId, place, token), entry);
        return { ...stored, ...key };
      },
    };
  };
  return [...unpacked(index.tokens).map(under("client")), ...unpacked(index.more).map(under("client_more"))];
};

/** The entries of lists say when the client was changed last: each change writes them. */
const listed = (state: ClientState): Entry[] => {
  const { client, index, listing, sort } = state;
  const says = `${index.rules} ${client.version} ${client.updatedAt} ${index.tokens ?? ""}`;
  let stored: Stored | undefined;
  return unpacked(index.lists).map((list) => {
    const facet = facetOf(listing, list);
    const key = { pk: partitions.facet(client.accountId, facet.field, facet.value).pk, sk: sort };
    return {
      key,
      says,
      item() {
        stored ??= toStored(facetEntries(client.accountId, facet), { ...listEntryOf(client, knownOf(state)), sort });
        return { ...stored, ...key };
      },
    };
  });
};

/** What the entries of a client say of them beyond what every reader of the item itself can tell. */
export const knownOf = ({
  client,
  index,
  listing,
}: Pick<ClientState, "client" | "index" | "listing">): Pick<ListEntry, "find" | "has" | "geo"> => {
  const position = positionOf(client);
  return {
    ...(listing === "archived" ? {} : { find: findTextOf(client, index.tokens) }),
    has: listMark(unpacked(index.lists)),
    ...(position ? { geo: geohash(position) } : {}),
  };
};

/** The facet of a line of `ClientIndex.lists`; names of lists hold no `#`, values may. */
export const facetOf = (listing: string, list: string): Facet => {
  const end = list.indexOf("#");
  return { field: `${listing}.${list.slice(0, end)}`, value: list.slice(end + 1) };
};
