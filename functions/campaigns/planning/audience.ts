import { keys, partitions } from "../../../shared/db/keys.ts";
import type { AccountTable, Position } from "../../../shared/db/table.ts";
import type { Audience } from "../../../shared/entities/campaign.ts";
import { type Client, clients } from "../../../shared/entities/client.ts";
import { type Facet, listFacet } from "../../../shared/entities/facet.ts";
import { listEntryOf, type MailStanding } from "../../../shared/entities/list-entry.ts";
import {
  type Criteria,
  criteriaOf,
  type Filterable,
  facetsFor,
  meets,
} from "../../../shared/filters/client-filters.ts";
import { selectionPage } from "../../../shared/filters/selection.ts";
import { textTest } from "../../../shared/filters/text-test.ts";
import type { ClientId } from "../../../shared/ids.ts";
import { type Bound, leapfrog, type SortedList } from "../../../shared/paging/leapfrog.ts";
import { forWalking, type WalkedClient } from "./planned-client.ts";

/** A client of an audience, before anybody has read the client. */
export interface AudienceEntry {
  id: ClientId;
  /** Where the list has it; none where the client was chosen by its id, or comes itself. */
  sort?: string;
  /** What the list says about the client's e-mail. */
  mail?: MailStanding;
  /** What the list says of the client's address. */
  address?: string;
  /** The client itself, where the list holds it: one of the audience, as much behind as the list may be. */
  client?: WalkedClient;
}

export interface AudiencePage {
  entries: AudienceEntry[];
  /** Where to go on; absent at the end. */
  next?: string;
}

/**
 * The next clients of an audience, in an order that stays. A page that goes on may hold fewer than `limit`. Everybody is
 * read in the list of clients itself, each client on its own.
 */
export const audiencePage = (
  db: AccountTable,
  audience: Audience,
  cursor: string | undefined,
  limit: number,
): Promise<AudiencePage> => {
  if ("clientIds" in audience) return Promise.resolve(chosenPage(audience.clientIds, cursor, limit));
  const criteria = audienceCriteria(audience);
  if (criteria.text) return foundPage(db, criteria, cursor, limit);
  const [only, ...others] = facetsFor(criteria).flat();
  if (!only) return clientsPage(db, cursor, limit);
  return others.length === 0
    ? listPage(db, only, cursor, limit)
    : commonPage(db, facetsFor(criteria).flat(), cursor, limit);
};

/**
 * Clients read in one call. On one machine the engine answers one call after the other: beside calls for a thousand, a read of
 * a sender took a tenth of a second, beside calls for a hundred a tenth of that.
 */
const READ_AT_ONCE = 100;

const clientsPage = async (db: AccountTable, cursor: string | undefined, limit: number): Promise<AudiencePage> => {
  const entries: AudienceEntry[] = [];
  let after: Position | undefined = cursor === undefined ? undefined : placeOf(db, cursor);
  do {
    const page = await db.list(clients, partitions.list(db.accountId, "CLIENTS#active"), {
      limit: Math.min(READ_AT_ONCE, limit - entries.length),
      after,
      fields: forWalking,
    });
    entries.push(...page.items.map((client) => ({ id: client.id, client })));
    after = page.next;
  } while (after && entries.length < limit);
  return { entries, ...(after ? { next: after[0] } : {}) };
};

/** A sort key ends in the client's id, of which the rest of its place is made. */
const placeOf = (db: AccountTable, sort: string): Position => {
  const { pk, sk } = keys.of(db.accountId, sort.slice(sort.lastIndexOf("#") + 1));
  return [sort, pk, sk];
};

/** The same question to a client at hand, but for a text: who was found by it stands in the page. */
export const isInAudience = (client: Filterable & Pick<Client, "id">, audience: Audience): boolean =>
  "clientIds" in audience ? audience.clientIds.includes(client.id) : meets(client, audienceCriteria(audience));

/** The whole question to any client. */
export const audienceTest = async (audience: Audience): Promise<(client: Client) => boolean> => {
  const text = "filter" in audience ? criteriaOf(audience.filter).text : undefined;
  const isFound = text ? await textTest(text) : () => true;
  return (client) => isInAudience(client, audience) && isFound(client);
};

/** Campaigns go to active clients. */
export const audienceCriteria = (audience: Exclude<Audience, { clientIds: unknown }>): Criteria =>
  criteriaOf("filter" in audience ? audience.filter : {});

const chosenPage = (clientIds: readonly ClientId[], cursor: string | undefined, limit: number): AudiencePage => {
  const ids = [...new Set(clientIds)].sort();
  const start = Number(cursor ?? 0);
  return {
    entries: ids.slice(start, start + limit).map((id) => ({ id })),
    ...(start + limit < ids.length ? { next: String(start + limit) } : {}),
  };
};

/** Clients read at a time where they are searched for. */
const FOUND_AT_ONCE = 500;

/** Those whom a text finds: the search reads them, so they come with the page. */
const foundPage = async (
  db: AccountTable,
  criteria: Criteria,
  cursor: string | undefined,
  limit: number,
): Promise<AudiencePage> => {
  const after: Position | undefined = cursor === undefined ? undefined : [cursor];
  const page = await selectionPage({ db, criteria, limit: Math.min(limit, FOUND_AT_ONCE), after });
  const entries = page.items.map((client) => ({ ...listEntryOf(client), id: client.id, client }));
  return { entries, ...(page.next ? { next: page.next[0] } : {}) };
};

const listPage = async (
  db: AccountTable,
  facet: Facet,
  cursor: string | undefined,
  limit: number,
): Promise<AudiencePage> => {
  const { items, next } = await listFacet(db, facet, { limit, after: cursor === undefined ? undefined : [cursor] });
  return { entries: items, ...(next ? { next: next[0] } : {}) };
};

/** Keys read ahead in each list that is intersected: some 120 bytes each. */
const READ_AHEAD = 1000;

/** Those that stand in every list, the lists walked in step. The cursor says whether its place itself was answered. */
const commonPage = async (
  db: AccountTable,
  facets: readonly Facet[],
  cursor: string | undefined,
  limit: number,
): Promise<AudiencePage> => {
  const seen = new Map<string, AudienceEntry>();
  const lists = facets.map(
    (facet): SortedList => ({
      async seek({ key, inclusive }) {
        const from = inclusive ? (key === "" ? {} : { from: key }) : { after: [key] as [string] };
        const page = await listFacet(db, facet, { limit: READ_AHEAD, ...from });
        for (const entry of page.items) seen.set(entry.sort, entry);
        return { keys: page.items.map(({ sort }) => sort), more: page.next !== undefined };
      },
    }),
  );
  const { keys, next } = await leapfrog(lists, { limit, ...(cursor === undefined ? {} : { from: boundOf(cursor) }) });
  return {
    entries: keys.flatMap((key) => seen.get(key) ?? []),
    ...(next ? { next: `${next.inclusive ? "=" : ">"}${next.key}` } : {}),
  };
};

const boundOf = (cursor: string): Bound => ({ key: cursor.slice(1), inclusive: cursor.startsWith("=") });
