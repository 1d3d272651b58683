import { type Entity, entity, type Provenance } from "../db/entity.ts";
import { type Keys, keys, partitions } from "../db/keys.ts";
import { geohash } from "../geo/geohash.ts";
import type { AccountId, ClientId, Id } from "../ids.ts";
import { sortName } from "../text/sort-name.ts";
import { slimClient } from "./slim-client.ts";
import type { Subscriptions } from "./subscriptions.ts";

export interface LatLng {
  lat: number;
  lng: number;
}

export interface Address {
  id: Id<"location">;
  label?: string;
  line1?: string;
  line2?: string;
  city?: string;
  region?: string;
  postalCode?: string;
  /** ISO 3166-1 alpha-2. */
  country?: string;
  location?: LatLng;
}

export interface Phone {
  label?: string;
  /** E.164. */
  number: string;
  /** What was typed. */
  raw?: string;
}

export type CustomValue = string | number | boolean | string[] | LatLng | { amount: number; currency: string };

export interface Client extends Provenance {
  id: ClientId;
  accountId: AccountId;
  /** What the client is called in lists: given, or made of the first and last name, the company, the e-mail. */
  name: string;
  firstName?: string;
  lastName?: string;
  company?: string;
  typeId?: Id<"clientType">;
  /** Lower-cased. */
  email?: string;
  /** Further addresses, as client lists have them; no mail is sent there. */
  otherEmails?: string[];
  /** E.164. */
  mobile?: string;
  /** What was typed, where it differs from what is stored. */
  raw?: { email?: string; mobile?: string };
  phones: Phone[];
  addresses: Address[];
  language?: string;
  tags: string[];
  /** Custom fields by key, as the client's type declares them. */
  fields: Record<string, CustomValue>;
  priceListId?: string;
  /** Decimal string, such as `"7.5"`. */
  discountPercent?: string;
  taxId?: string;
  note?: string;
  showNote: boolean;
  signatureExempt: boolean;
  disabled: boolean;
  assignedTo: Id<"member">[];
  status: "active" | "archived";
  subscriptions: Subscriptions;
  /** Set when the provider reported a hard bounce or a complaint: no mail goes there any more. */
  suppressed?: "bounce" | "complaint";
  /** When the client refused campaigns (RFC 3339), agreed before or not; until marketing e-mail is turned on again. */
  marketingRefusedAt?: string;
  /** What the client's type makes searchable and filterable, worked out when the client is written. */
  indexed?: { search: string[]; filter: Record<string, string[]> };
}

/** In which list a client stands: disabled ones are hidden unless asked for. */
export type ClientListing = "active" | "disabled" | "archived";

export const listingOf = (client: Pick<Client, "status" | "disabled">): ClientListing =>
  client.status === "archived" ? "archived" : client.disabled ? "disabled" : "active";

/** The alphabetical place of a client; the id makes it unique. */
export const clientSortKey = (client: Pick<Client, "name" | "id">): string => `${sortName(client.name)}#${client.id}`;

/** What of a client's no to campaigns is left beside these subscriptions: marketing e-mail that is on ends it. */
export const standingRefusal = (
  { marketingRefusedAt }: Pick<Client, "marketingRefusedAt">,
  { email }: Subscriptions,
): string | undefined => (email.marketing ? undefined : marketingRefusedAt);

/** Whether a client said no to campaigns, which is another thing than never having been asked. */
export const hasRefusedMarketing = ({
  marketingRefusedAt,
  subscriptions: { email },
}: Pick<Client, "marketingRefusedAt" | "subscriptions">): boolean =>
  marketingRefusedAt !== undefined || (!email.marketing && !email.general);

/** The client's own position: that of the first address that has one. */
export const positionOf = (client: Pick<Client, "addresses">): LatLng | undefined =>
  client.addresses.find(({ location }) => location)?.location;

const keysOf = (client: Client): Keys => {
  const listing = listingOf(client);
  const position = positionOf(client);
  return {
    ...keys.of(client.accountId, client.id),
    gsi1pk: partitions.recent(client.accountId, `CLIENTS#${listing}`).pk,
    gsi1sk: `${client.updatedAt}#${client.id}`,
    gsi2pk: partitions.list(client.accountId, `CLIENTS#${listing}`).pk,
    gsi2sk: clientSortKey(client),
    ...(position
      ? {
          gsi3pk: partitions.geo(client.accountId, listing).pk,
          gsi3sk: `${geohash(position)}#${client.id}`,
        }
      : {}),
  };
};

/** Stored with what the client is found by: see `client-index.ts`. */
export const clients: Entity<Client> = entity("client", keysOf, slimClient);

/** A type names the sections and custom fields of its clients. */
export interface ClientType extends Provenance {
  id: Id<"clientType">;
  accountId: AccountId;
  name: string;
  sections: ClientSection[];
}

export interface ClientSection {
  name: string;
  fields: CustomField[];
}

export const fieldKinds = [
  "text",
  "long_text",
  "number",
  "money",
  "date",
  "boolean",
  "choice",
  "multi_choice",
  "phone",
  "email",
  "file",
  "location",
] as const;

/** Whether clients can be listed by a field of this kind: by texts, numbers and choices, not by sums or places. */
export const isIndexed = (kind: CustomField["kind"]): boolean => kind !== "money" && kind !== "location";

export interface CustomField {
  key: string;
  label: string;
  kind: (typeof fieldKinds)[number];
  required?: boolean;
  /** "Important": found by the global search. */
  searchable?: boolean;
  filterable?: boolean;
  options?: string[];
}

export const clientTypes: Entity<ClientType> = entity("client_type", (type) => ({
  ...keys.of(type.accountId, type.id),
  gsi2pk: partitions.list(type.accountId, "CLIENT_TYPES").pk,
  gsi2sk: `${sortName(type.name)}#${type.id}`,
}));

/** A note or a comment of the staff on a client. */
export interface ClientNote extends Provenance {
  id: Id<"note"> | Id<"comment">;
  accountId: AccountId;
  clientId: ClientId;
  body: string;
  author: { id: string; name: string };
}

const noteKeys = (prefix: string) => (note: ClientNote) =>
  keys.part(note.accountId, note.clientId, `${prefix}#${note.id}`);
export const clientNotes: Entity<ClientNote> = entity("client_note", noteKeys("NOTE"));
export const clientComments: Entity<ClientNote> = entity("client_comment", noteKeys("COMMENT"));

/** Proof of one change of a client's subscriptions: who, when, how, and in which words they were asked. */
export interface SubscriptionProof extends Provenance {
  id: Id<"event">;
  accountId: AccountId;
  clientId: ClientId;
  before?: Subscriptions;
  after: Subscriptions;
  /** Set when this change is the client's no to campaigns, which the subscriptions alone may not show. */
  marketingRefusedAt?: string;
  /** `staff`, `link`, `one_click`, `import`, `api`, `bounce`, `complaint`. */
  how: string;
  wording?: string;
  /** The campaign whose mail carried the link. */
  campaignId?: string;
  at: string;
}

export const subscriptionProofs: Entity<SubscriptionProof> = entity("subscription_proof", (proof) =>
  keys.part(proof.accountId, proof.clientId, `CONSENT#${proof.id}`),
);
