import { type IdKind, idPrefixes } from "../../shared/ids.ts";
import type { Words } from "./words.ts";

/** An id of each kind that examples name; a local start's first demo client and client type have them. */
export const exampleId = (kind: IdKind): string => `${idPrefixes[kind]}_01HZX3QK8S5T7VWXYZ0123456A`;

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
  AccessPage: "event",
  Access: "event",
  resource: "client",
  Found: "client",
  job: "job",
  documents: "document",
  documentRequests: "documentRequest",
  items: "item",
};

const sentence = "The id: its prefix says what it is of";

export const ids: Words = Object.fromEntries(
  Object.entries(of).map(([holder, kind]) => [`${holder}.id`, [sentence, exampleId(kind)] as const]),
);
