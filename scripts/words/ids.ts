import { kinds } from "../../functions/kinds.ts";
import type { Words } from "../../shared/http/words.ts";
import { type AnyIdKind, type IdKind, prefixOf } from "../../shared/ids.ts";

/** An id of each kind that examples name; a local start's first demo client and client type have them. */
export const exampleId = (kind: AnyIdKind): string => `${prefixOf(kind)}_01HZX3QK8S5T7VWXYZ0123456A`;

const of: Readonly<Record<string, IdKind>> = {
  NewAccount: "account",
  Account: "account",
  owner: "member",
  accounts: "account",
  Places: "account",
  Place: "account",
  AcceptedPlace: "account",
  Person: "member",
  Member: "member",
  InvitedMember: "member",
  Invitation: "invitation",
  MyInvitations: "invitation",
  Team: "team",
  ApiKey: "apiKey",
  ApiKeyWithSecret: "apiKey",
  KeyHolder: "apiKey",
  Note: "note",
  notes: "note",
  author: "member",
  actor: "member",
  by: "member",
  addresses: "location",
  Location: "location",
  Locations: "location",
  activity: "event",
  Feed: "event",
  Change: "event",
  Changes: "event",
  AccessPage: "event",
  Access: "event",
  resource: "client",
  Found: "client",
  job: "job",
  documents: "document",
  documentRequests: "documentRequest",
  items: "item",
  Webhook: "webhook",
  WebhookInDetail: "webhook",
  WebhookWithSecret: "webhook",
  Delivery: "delivery",
};

/** Those of one feature stand in the shape that is named as they are, and in the list of their client's card. */
const declared = [...kinds.values()].flatMap(({ ids: form, card }) => {
  if (!form) return [];
  const holders = [`${form.kind.charAt(0).toUpperCase()}${form.kind.slice(1)}`, ...(card ? [card.list] : [])];
  return holders.map((holder) => [holder, form] as const);
});

const sentence = "The id: its prefix says what it is of";

export const ids: Words = Object.fromEntries(
  [...Object.entries(of), ...declared].map(([holder, kind]) => [`${holder}.id`, [sentence, exampleId(kind)] as const]),
);
