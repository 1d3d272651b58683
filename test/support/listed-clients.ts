import type { Stored } from "../../shared/db/entity.ts";
import { toStored } from "../../shared/db/entity.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import type { Write } from "../../shared/db/writes.ts";
import { put } from "../../shared/db/writes.ts";
import { type Client, clients, listingOf } from "../../shared/entities/client.ts";
import { nameTokens, ownTokens } from "../../shared/entities/client-projection.ts";
import { clientCounter, countUp } from "../../shared/entities/counter.ts";
import { facetEntries, facetIn, lists } from "../../shared/entities/facet.ts";
import { findEntries } from "../../shared/entities/find.ts";
import { listEntryOf } from "../../shared/entities/list-entry.ts";
import { lookupsOf, newLookup } from "../../shared/entities/lookup.ts";
import { listName, listsOfClient } from "../../shared/filters/client-filters.ts";
import { knownOf } from "../../shared/projection/projection-writes.ts";

/** An entry of 0.2 holds neither when the client was changed nor by what it is found. */
type Form = "now" | "of 0.2";

/** Writes a client with its list entries, its search tokens and its counts, as they are to be; takes away what it had. */
export const listClient = async (
  db: AccountTable,
  { before, after, form = "now" }: { before?: Client; after: Client; form?: Form },
): Promise<void> => {
  const [old, next] = [before ? entriesOf(before, form) : [], entriesOf(after, form)];
  const kept = new Set(next.map(keyOf));
  await db.writeBatch([
    ...next.map((item): Write => ({ do: "put", item })),
    ...old.filter((item) => !kept.has(keyOf(item))).map(({ pk, sk }): Write => ({ do: "delete", key: { pk, sk } })),
  ]);
  await db.commit([put(clients, after)]);
  for (const [client, amount] of [
    [before, -1],
    [after, 1],
  ] as const)
    for (const facet of client ? facetsOf(client) : [])
      await db.commit([countUp(db.accountId, clientCounter(facet), 0, amount)]);
};

const keyOf = ({ pk, sk }: Stored): string => `${pk} ${sk}`;

const facetsOf = (client: Client) =>
  [lists.all, ...listsOfClient(client).filter(({ list }) => list !== "all")].map((list) =>
    facetIn(listingOf(client), list),
  );

const entriesOf = (client: Client, form: Form): Stored[] => {
  const { accountId, id, name, updatedAt: at } = client;
  const isFound = client.status !== "archived";
  const texts = isFound ? nameTokens(client).flat() : [];
  const tokens = form === "now" ? ownTokens(client, texts) : texts;
  const { sort, mail, address } = listEntryOf(client);
  const index = { rules: 2, tokens: tokens.join("\n"), lists: listsOfClient(client).map(listName).join("\n") };
  const told = form === "now" ? { at, ...knownOf({ client, index, listing: listingOf(client) }) } : {};
  const entry = { sort, mail, ...(address ? { address } : {}), ...told };
  return [
    ...tokens.map((token) =>
      toStored(findEntries(accountId, "client", token), { id, kind: "client", title: name, clientId: id }),
    ),
    ...(form === "now" && isFound ? lookupsOf(client) : []).flatMap((lookup) => {
      const write = newLookup(accountId, lookup, [id]);
      return write.do === "put" ? [write.item] : [];
    }),
    ...facetsOf(client)
      .filter(({ field }) => !field.endsWith(".all"))
      .map((facet) => toStored(facetEntries(accountId, facet), entry)),
  ];
};
