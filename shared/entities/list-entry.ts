import { addressMark } from "./address-fact.ts";
import { type Client, clientSortKey, hasRefusedMarketing } from "./client.ts";
import type { MailStanding, StoredFacetEntry } from "./facet.ts";

/** A client's entry in every list that it stands in. */
export const listEntryOf = (client: Client): StoredFacetEntry => ({
  sort: clientSortKey(client),
  mail: mailStanding(client),
  ...(client.email ? { address: addressMark(client.accountId, client.email) } : {}),
});

/** What keeps a marketing e-mail from a client, the most lasting reason first. */
export const mailStanding = (client: Client): MailStanding => {
  if (!client.email) return "no_address";
  if (client.suppressed) return "suppressed";
  if (hasRefusedMarketing(client)) return "unsubscribed";
  return client.subscriptions.email.marketing ? "ok" : "never_opted_in";
};
