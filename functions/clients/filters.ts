import type { Actor } from "../../shared/app/actor.ts";
import { isRestricted } from "../../shared/app/visibility.ts";
import { type Client, type ClientListing, listingOf } from "../../shared/entities/client.ts";
import { type Facet, facetsOf } from "../../shared/entities/facet.ts";
import { tagKey } from "../../shared/entities/tag.ts";
import { AppError } from "../../shared/errors.ts";
import type { QueryOf } from "../../shared/http/contract.ts";
import type { routes } from "./manifest.ts";

export type ClientFilters = Pick<
  QueryOf<typeof routes.list>,
  "q" | "type" | "tag" | "mobile" | "subscription" | "assignedTo" | "field" | "status" | "includeDisabled"
>;

/** One value that is asked for: its list in a listing, and the same question to a client at hand. */
interface Wanted {
  in(listing: ClientListing): Facet;
  by(client: Client): boolean;
}

export interface Criteria {
  /** The lists to look in: active clients, with the disabled ones when asked for, or the archive. */
  listings: ClientListing[];
  facets: Wanted[];
}

/** What a query asks for, as lists to intersect. Field staff that see only their own get that as one filter more. */
export const criteriaOf = (filters: ClientFilters, actor: Actor): Criteria => {
  const { listings, facets } = filterCriteria(withoutMe(filters, actor));
  return { listings, facets: isRestricted(actor) ? [...facets, assigned(actor.id)] : facets };
};

/** `assignedTo=me` as the member's id. */
export const withoutMe = <F extends Pick<ClientFilters, "assignedTo">>(filters: F, actor: Actor): F =>
  filters.assignedTo ? { ...filters, assignedTo: memberOf(filters.assignedTo, actor) } : filters;

/** The same without a caller, for work that goes on later: `assignedTo` is a member's id. */
export const filterCriteria = (filters: ClientFilters, listings = listingsOf(filters)): Criteria => {
  const facets: Wanted[] = [];
  if (filters.tag !== undefined) facets.push(tagged(tagKey(filters.tag)));
  if (filters.type) facets.push(ofType(filters.type));
  if (filters.mobile) facets.push(reachable(filters.mobile));
  if (filters.subscription) facets.push({ in: (listing) => facetsOf(listing).unsubscribed, by: isUnsubscribed });
  if (filters.assignedTo) facets.push(assigned(filters.assignedTo));
  for (const [key, value] of Object.entries(filters.field ?? {})) facets.push(custom(key, value));
  return { listings, facets };
};

const tagged = (key: string): Wanted => ({
  in: (listing) => facetsOf(listing).tag(key),
  by: ({ tags }) => tags.some((tag) => tagKey(tag) === key),
});
const ofType = (id: string): Wanted => ({
  in: (listing) => facetsOf(listing).type(id),
  by: ({ typeId }) => typeId === id,
});
const reachable = (how: "with" | "without"): Wanted => ({
  in: (listing) => facetsOf(listing).mobile(how),
  by: ({ mobile }) => (mobile !== undefined) === (how === "with"),
});
const assigned = (member: string): Wanted => ({
  in: (listing) => facetsOf(listing).assignedTo(member),
  by: ({ assignedTo }) => assignedTo.some((id) => id === member),
});
const custom = (key: string, value: string): Wanted => ({
  in: (listing) => facetsOf(listing).custom(key, value),
  by: ({ indexed }) => indexed?.filter[key]?.includes(value) === true,
});

const listingsOf = ({ status, includeDisabled }: ClientFilters): ClientListing[] => {
  if (status === "archived") return ["archived"];
  return includeDisabled ? ["active", "disabled"] : ["active"];
};

const memberOf = (wanted: string, actor: Actor): string => {
  if (wanted !== "me") return wanted;
  if (actor.kind === "person") return actor.id;
  throw new AppError("validation-failed", "`assignedTo=me` is for people; an API key names a member.", {
    errors: [{ pointer: "assignedTo", message: "Expected a member's id" }],
  });
};

/** The same criteria on one client at hand: for walks in another order than the lists have. */
export const meets = (client: Client, { listings, facets }: Criteria): boolean =>
  listings.includes(listingOf(client)) && facets.every((facet) => facet.by(client));

const isUnsubscribed = ({ subscriptions: { email, sms } }: Client): boolean =>
  !email.general && !email.marketing && !sms.general && !sms.marketing;
