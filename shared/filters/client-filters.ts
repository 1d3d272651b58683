import { type Client, type ClientListing, listingOf } from "../entities/client.ts";
import { type Facet, facetIn, type ListedValue, lists } from "../entities/facet.ts";
import { tagKey } from "../entities/tag.ts";
import { type FindQuery, queryTokens } from "../text/search-query.ts";

/** What clients are filtered by: lists, counts, bulk actions, exports and campaigns understand the same. */
export interface ClientFilters {
  /** Part of a name, a number, an address: what a search box takes. */
  q?: string | undefined;
  tag?: string | string[] | undefined;
  type?: string | undefined;
  mobile?: "with" | "without" | undefined;
  subscription?: "unsubscribed" | undefined;
  /** A member's id; a request may say `me`. */
  assignedTo?: string | undefined;
  /** Custom fields by key, which their type makes filterable. */
  field?: Record<string, string> | undefined;
  status?: "active" | "archived" | undefined;
  includeDisabled?: boolean | undefined;
}

/** What of a client decides in which lists it stands. */
export type Filterable = Pick<
  Client,
  "status" | "disabled" | "tags" | "typeId" | "mobile" | "subscriptions" | "assignedTo" | "indexed"
>;

interface ListFilter<Value> {
  /** The lists that a client stands in. */
  has(client: Filterable): readonly ListedValue[];
  /** The lists in which a client must stand, all of them. */
  asks(asked: Value): readonly ListedValue[];
}

/** What is no list: the text that is searched for, and which listings are looked in. */
type Other = "q" | "status" | "includeDisabled";
type Asked = { [Name in Exclude<keyof ClientFilters, Other>]-?: NonNullable<ClientFilters[Name]> };

/**
 * Every filter once. `has` is what the projector keeps of a client, and what a client at hand is compared by; `asks` is
 * what a query reads. Their schema stands in `filter-schema.ts`, what an account must have for them in `check-filters.ts`.
 */
const listFilters: { [Name in keyof Asked]: ListFilter<Asked[Name]> } = {
  mobile: {
    has: ({ mobile }) => [lists.mobile(mobile ? "with" : "without")],
    asks: (has) => [lists.mobile(has)],
  },
  type: {
    has: ({ typeId }) => (typeId ? [lists.type(typeId)] : []),
    asks: (id) => [lists.type(id)],
  },
  subscription: {
    has: (client) => (hasRefusedEverything(client) ? [lists.unsubscribed] : []),
    asks: () => [lists.unsubscribed],
  },
  tag: {
    has: ({ tags }) => tagKeys(tags).map(lists.tag),
    asks: (tag) => tagKeys([tag].flat()).map(lists.tag),
  },
  assignedTo: {
    has: ({ assignedTo }) => assignedTo.map(lists.assignedTo),
    asks: (member) => [lists.assignedTo(member)],
  },
  field: {
    has: ({ indexed }) => {
      const filter = indexed?.filter ?? {};
      return Object.keys(filter).flatMap((key) => filter[key]?.map((value) => lists.custom(key, value)) ?? []);
    },
    asks: (field) => Object.entries(field).map(([key, value]) => lists.custom(key, value)),
  },
};

const tagKeys = (tags: readonly string[]): string[] => tags.map(tagKey).filter((key) => key !== "");

const hasRefusedEverything = ({ subscriptions: { email, sms } }: Filterable): boolean =>
  !email.general && !email.marketing && !sms.general && !sms.marketing;

/** The lists that a client stands in, each once, beside that of everybody. */
export const listsOfClient = (client: Filterable): ListedValue[] =>
  distinct(allFilters.flatMap(({ has }) => has(client)));

/** Their names, `tag#vip`: of every client that is written, so that no more is made of them than that. */
export const namesOfLists = (client: Filterable): Set<string> => {
  const names = new Set<string>();
  for (const { has } of allFilters) for (const list of has(client)) names.add(listName(list));
  return names;
};

const allFilters = Object.values(listFilters);

const known = new Set<string>([...Object.keys(listFilters), "q", "status", "includeDisabled"]);

/** What filters come to: where to look, and what must be true of a client. */
export interface Criteria {
  /** Active clients, with the disabled ones when asked for, or the archive. */
  listings: readonly ClientListing[];
  /** The lists in which a client must stand; none: everybody's. */
  lists: readonly ListedValue[];
  /** What was typed into the search, as its tokens are looked for. */
  text?: FindQuery | undefined;
}

/** @throws Error for a filter that is not known here, or empty: leaving it out would widen the selection */
export const criteriaOf = (filters: ClientFilters): Criteria => {
  const unknown = Object.keys(filters).find((name) => !known.has(name));
  if (unknown !== undefined) throw new Error(`There is no filter ${unknown}.`);
  return {
    listings: listingsOf(filters),
    lists: distinct(askedIn(filters)),
    text: filters.q === undefined ? undefined : queryTokens(filters.q),
  };
};

const askedIn = (filters: ClientFilters): ListedValue[] => {
  const names = Object.keys(listFilters) as (keyof Asked)[];
  return names.flatMap((name) => askedOf(name, filters[name]));
};

const askedOf = <Name extends keyof Asked>(name: Name, asked: Asked[Name] | undefined): readonly ListedValue[] => {
  if (asked === undefined) return [];
  const found = listFilters[name].asks(asked);
  if (found.length === 0) throw new Error(`The filter ${name} asks for nothing.`);
  return found;
};

const listingsOf = ({ status, includeDisabled }: ClientFilters): ClientListing[] => {
  if (status === "archived") return ["archived"];
  return includeDisabled ? ["active", "disabled"] : ["active"];
};

/** The same question to a client at hand; what was typed is asked by `text-test.ts`. */
export const meets = (client: Filterable, { listings, lists: asked }: Criteria): boolean => {
  if (!listings.includes(listingOf(client))) return false;
  if (asked.length === 0) return true;
  const own = namesOfLists(client);
  return asked.every((list) => own.has(listName(list)));
};

/** For each list that is asked for, its facet in every listing. */
export const facetsFor = ({ listings, lists: asked }: Criteria): Facet[][] =>
  asked.map((list) => listings.map((listing) => facetIn(listing, list)));

/** As `ClientIndex.lists` has it. */
export const listName = ({ list, value }: ListedValue): string => `${list}#${value}`;
const distinct = (all: readonly ListedValue[]): ListedValue[] => [
  ...new Map(all.map((list) => [listName(list), list])).values(),
];
