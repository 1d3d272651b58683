import { addressMark } from "./address-fact.ts";
import { type Client, clientSortKey, hasRefusedMarketing } from "./client.ts";

/** Whether a marketing e-mail may go to a client, and if not, why. */
export type MailStanding = "ok" | "no_address" | "never_opted_in" | "unsubscribed" | "suppressed";

/**
 * A client's entry in every list that it stands in: enough to sum up a campaign's audience, to sort by the last change and
 * to test a text, without reading clients.
 */
export interface ListEntry {
  /** The alphabetical place, as `clientSortKey` makes it: the sort key of the list. It ends in the client's id. */
  sort: string;
  mail: MailStanding;
  /** The beginning of the hash of the client's address: what the address has said, whoever has it, is looked up by it. */
  address?: string;
  /** When the client was changed last (RFC 3339). Absent in entries of 0.2, until the client is changed or rebuilt. */
  at?: string;
  /** The texts by which the client is found, a line each, beside what `sort` begins with: `findTextOf`. Absent as `at` is. */
  find?: string;
  /** In which lists the client stands besides: `listMark`. Absent as `at` is. */
  has?: string;
  /** The cell of five metres in which the client stands on the map. */
  geo?: string;
}

/** What of a client its entries say. */
export type Listed = Pick<
  Client,
  "id" | "accountId" | "name" | "email" | "suppressed" | "marketingRefusedAt" | "subscriptions" | "updatedAt"
>;

/** @param known what is known of the client beyond that, for readers that would need it */
export const listEntryOf = (client: Listed, known: Pick<ListEntry, "find" | "has" | "geo"> = {}): ListEntry => ({
  sort: clientSortKey(client),
  mail: mailStanding(client),
  ...(client.email ? { address: addressMark(client.accountId, client.email) } : {}),
  at: client.updatedAt,
  ...known,
});

/** What keeps a marketing e-mail from a client, the most lasting reason first. */
export const mailStanding = (client: Listed): MailStanding => {
  if (!client.email) return "no_address";
  if (client.suppressed) return "suppressed";
  if (hasRefusedMarketing(client)) return "unsubscribed";
  return client.subscriptions.email.marketing ? "ok" : "never_opted_in";
};
