import { secondsSinceEpoch } from "../clock.ts";
import { type Entity, entity } from "../db/entity.ts";
import { keys } from "../db/keys.ts";
import { insert, type Write } from "../db/writes.ts";
import { type AccountId, hashOf, newSecret } from "../ids.ts";
import { type LinkKind, pathOfLink } from "./link.ts";

/** What a link in an e-mail to a person of the staff opens. Only its hash is stored; whoever has it reads that mailbox. */
export interface PersonLink {
  hash: string;
  /** Of its kind. */
  purpose: string;
  accountId: AccountId;
  /** The invitation's id, or the address whose password is to be chosen. */
  subject: string;
  expiresAt: string;
  /** Kept for a while after its end, so that the page can say kindly that it is over. */
  ttl: number;
}

export const personLinks: Entity<PersonLink> = entity("person_link", (link) => keys.link(link.hash));

const REMEMBERED_SECONDS = 30 * 86_400;

/** Tells these links from those of clients before anything is read. */
const PREFIX = "s.";
export const isPersonToken = (token: string): boolean => token.startsWith(PREFIX);

/** A new link, and the path that opens it: to be said in one e-mail, and never to be found out again. */
export const newPersonLink = (
  kind: LinkKind,
  opens: Pick<PersonLink, "accountId" | "subject" | "expiresAt">,
): { hash: string; path: string; write: Write } => {
  const token = `${PREFIX}${newSecret()}`;
  const hash = hashOf(token);
  const ttl = secondsSinceEpoch(new Date(Date.parse(opens.expiresAt) + REMEMBERED_SECONDS * 1000));
  const link = { ...opens, purpose: kind.purpose, hash, ttl };
  return { hash, path: pathOfLink(token, kind), write: insert(personLinks, link) };
};
