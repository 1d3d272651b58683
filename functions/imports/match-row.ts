import type { Client } from "../../shared/entities/client.ts";
import type { ConflictReason } from "../../shared/entities/import-conflict.ts";
import type { Likeness } from "./name-words.ts";
import { likeness } from "./names.ts";
import type { ImportedClient } from "./parse/imported-client.ts";

/** What of a row, or of a client, tells who it is about. */
type Who = Pick<ImportedClient, "name" | "firstName" | "lastName" | "company" | "email" | "otherEmails" | "mobile">;

/** How a row was found to be about a client: its id says so, somebody decided it, or the row agrees with the client. */
export type Evidence = "id" | "decision" | "agreement";

export type Match =
  | { client: Client; by: Evidence }
  /** Nobody shares anything with the row. */
  | "nobody"
  /** Clients share an id, address or number with the row, but it contradicts them, or says too little to tell them apart. */
  | { conflict: ConflictReason; clients: Client[] };

/** Which of the clients that may be meant a row is about. `named` has the row's own id, `own` the id that it leads to. */
export const matchRow = (
  row: ImportedClient,
  { named, own, others }: { named: Client | undefined; own: Client | undefined; others: readonly Client[] },
): Match => {
  if (named && isAbout(row, named)) return { client: named, by: "id" };
  if (own && isStillAbout(row, own)) return { client: own, by: "agreement" };
  const sharing = others
    .filter((client) => client.status === "active" && shared(row, client) > 0)
    .sort(likeliestFirst(row));
  const [best, ...rest] = sharing.filter((client) => agrees(row, client));
  if (best) {
    const rivals = rest.filter((client) => score(row, client) === score(row, best) && !agrees(best, client));
    return rivals.length > 0 ? { conflict: "unclear", clients: [best, ...rivals] } : { client: best, by: "agreement" };
  }
  if (named) return { conflict: "id", clients: [named] };
  const [first] = sharing;
  if (!first) return "nobody";
  return { conflict: likeness(row, first) === "other" ? "name" : "email", clients: sharing };
};

/** A client's id is honoured whatever was corrected, unless the rest of the row speaks of somebody else. */
const isAbout = (row: ImportedClient, client: Client): boolean =>
  likeness(row, client) !== "other" || !(row.email || row.mobile) || shared(row, client) > 0;

/** Whether the client that a row once made is who it speaks of: not archived, and not another person since. */
export const isStillAbout = (row: ImportedClient, client: Client): boolean =>
  client.status === "active" && agrees(row, client);

const agrees = (row: Who, client: Client): boolean => likeness(row, client) !== "other" && !hasOtherEmail(row, client);

const emailsOf = ({ email, otherEmails = [] }: Pick<ImportedClient, "email" | "otherEmails">): string[] =>
  email ? [email, ...otherEmails] : otherEmails;

const sharesEmail = (row: Who, client: Client): boolean => {
  const known = emailsOf(client);
  return emailsOf(row).some((address) => known.includes(address));
};

const hasOtherEmail = (row: Who, client: Client): boolean =>
  Boolean(row.email && client.email) && !sharesEmail(row, client);

/** How much of where a client is reached a row shares: an address says more than a number. */
const shared = (row: ImportedClient, client: Client): number =>
  (sharesEmail(row, client) ? 2 : 0) + (row.mobile && row.mobile === client.mobile ? 1 : 0);

const LIKENESS: Readonly<Record<Likeness, number>> = { same: 20, partial: 10, silent: 0, other: -10 };

const score = (row: ImportedClient, client: Client): number => LIKENESS[likeness(row, client)] + shared(row, client);

/** The likeliest first; of doubles that were there before, the oldest, as ids tell. */
const likeliestFirst =
  (row: ImportedClient) =>
  (a: Client, b: Client): number =>
    score(row, b) - score(row, a) || (a.id < b.id ? -1 : 1);
