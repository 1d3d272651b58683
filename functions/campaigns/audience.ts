import { keys, partitions } from "../../shared/db/keys.ts";
import type { AccountTable, Position } from "../../shared/db/table.ts";
import type { Audience, AudienceFilter } from "../../shared/entities/campaign.ts";
import { type Client, clientSortKey, clients, listingOf } from "../../shared/entities/client.ts";
import { type Facet, facetsOf, listFacet, type MailStanding } from "../../shared/entities/facet.ts";
import { tagKey } from "../../shared/entities/tag.ts";
import type { ClientId } from "../../shared/ids.ts";
import { type Bound, leapfrog, type SortedList } from "../../shared/paging/leapfrog.ts";
import { forPlanning, type PlannedClient } from "./planned-client.ts";

/** A client of an audience, before anybody has read the client. */
export interface AudienceEntry {
  id: ClientId;
  /** Where the list has it; none where the client was chosen by its id. */
  sort?: string;
  /** What the list says about the client's e-mail. */
  mail?: MailStanding;
  /** What the list says of the client's address. */
  address?: string;
  /** The client itself, where the list holds it: as much behind as the list may be. */
  client?: PlannedClient;
}

export interface AudiencePage {
  entries: AudienceEntry[];
  /** Where to go on; absent at the end. */
  next?: string;
}

/** The next clients of an audience, in an order that stays. A page that goes on may hold fewer than `limit`. */
export const audiencePage = (
  db: AccountTable,
  audience: Audience,
  cursor: string | undefined,
  limit: number,
): Promise<AudiencePage> => {
  if ("clientIds" in audience) return Promise.resolve(chosenPage(audience.clientIds, cursor, limit));
  const facets = "filter" in audience ? criteriaOf(audience.filter).map(({ facet }) => facet) : [];
  const [only = facetsOf("active").all, ...others] = facets;
  return others.length === 0 ? listPage(db, only, cursor, limit) : commonPage(db, facets, cursor, limit);
};

/**
 * The same for planning: everybody is read in the list of clients itself, a quarter of the price of its entries and each
 * client on its own.
 */
export const planningPage = (
  db: AccountTable,
  audience: Audience,
  cursor: string | undefined,
  limit: number,
): Promise<AudiencePage> =>
  "all" in audience ? clientsPage(db, cursor, limit) : audiencePage(db, audience, cursor, limit);

const clientsPage = async (db: AccountTable, cursor: string | undefined, limit: number): Promise<AudiencePage> => {
  const { items, next } = await db.list(clients, partitions.list(db.accountId, "CLIENTS#active"), {
    limit,
    after: cursor === undefined ? undefined : placeOf(db, cursor),
    fields: forPlanning,
  });
  const entries = items.map((client) => ({ id: client.id, sort: clientSortKey(client), client }));
  return { entries, ...(next ? { next: next[0] } : {}) };
};

/** A sort key ends in the client's id, of which the rest of its place is made. */
const placeOf = (db: AccountTable, sort: string): Position => {
  const { pk, sk } = keys.of(db.accountId, sort.slice(sort.lastIndexOf("#") + 1));
  return [sort, pk, sk];
};

/** The same question to a client at hand. */
export const isInAudience = (client: Listed, audience: Audience): boolean => {
  if ("clientIds" in audience) return audience.clientIds.includes(client.id);
  if (listingOf(client) !== "active") return false;
  return !("filter" in audience) || criteriaOf(audience.filter).every(({ holds }) => holds(client));
};

/** What an audience may ask of a client. */
type Listed = Pick<Client, "id" | "status" | "disabled" | "tags" | "typeId" | "assignedTo" | "mobile" | "indexed">;

interface Criterion {
  facet: Facet;
  holds(client: Listed): boolean;
}

const criteriaOf = ({ tag, type, assignedTo, mobile, field = {} }: AudienceFilter): Criterion[] => {
  const of = facetsOf("active");
  const criteria: Criterion[] = [];
  if (tag !== undefined) {
    const key = tagKey(tag);
    criteria.push({ facet: of.tag(key), holds: ({ tags }) => tags.some((other) => tagKey(other) === key) });
  }
  if (type) criteria.push({ facet: of.type(type), holds: ({ typeId }) => typeId === type });
  if (assignedTo) {
    criteria.push({
      facet: of.assignedTo(assignedTo),
      holds: (client) => client.assignedTo.some((id) => id === assignedTo),
    });
  }
  if (mobile)
    criteria.push({ facet: of.mobile(mobile), holds: (client) => Boolean(client.mobile) === (mobile === "with") });
  for (const [key, value] of Object.entries(field)) {
    criteria.push({
      facet: of.custom(key, value),
      holds: ({ indexed }) => indexed?.filter[key]?.includes(value) === true,
    });
  }
  return criteria;
};

const chosenPage = (clientIds: readonly ClientId[], cursor: string | undefined, limit: number): AudiencePage => {
  const ids = [...new Set(clientIds)].sort();
  const start = Number(cursor ?? 0);
  return {
    entries: ids.slice(start, start + limit).map((id) => ({ id })),
    ...(start + limit < ids.length ? { next: String(start + limit) } : {}),
  };
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
