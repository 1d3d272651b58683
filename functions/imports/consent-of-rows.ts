import { authorOf, born } from "../../shared/app/actor.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { put, type Write } from "../../shared/db/writes.ts";
import { addressHash, addressStanding, readFacts, recordFactOnce } from "../../shared/entities/address-fact.ts";
import { type Client, subscriptionProofs } from "../../shared/entities/client.ts";
import { factsOfClient } from "../../shared/entities/client-address-facts.ts";
import { sameSubscriptions } from "../../shared/entities/client-draft.ts";
import { derivedId } from "../../shared/ids.ts";
import type { ImportedClient } from "./parse/imported-client.ts";
import type { Change, ReadRow, TakeTerms } from "./rows-taken.ts";

type Terms = Pick<TakeTerms, "author" | "importId" | "now">;

/** Whether a row says no to campaigns by e-mail: more than that nobody was ever asked. */
export const saysNo = ({ subscriptions }: ImportedClient): boolean => subscriptions?.email?.marketing === false;

/** New clients agree to nothing that their address has refused: an import brings no proof that would lift it. */
export const keepRefusals = async (db: AccountTable, changes: readonly Change[]): Promise<void> => {
  const agreeing = changes.filter(({ before, after }) => !before && after.email && after.subscriptions.email.marketing);
  const hashOf = ({ accountId, email = "" }: Client) => addressHash(accountId, email);
  const facts = await readFacts(
    db,
    agreeing.map(({ after }) => hashOf(after)),
  );
  for (const change of agreeing) {
    if (!addressStanding(facts.get(hashOf(change.after)))) continue;
    const { email, sms } = change.after.subscriptions;
    change.after = { ...change.after, subscriptions: { email: { ...email, marketing: false }, sms } };
  }
};

/**
 * The proof of what the rows of a client say of consent, in the words of the file. Its id follows from the change, so that
 * a repetition writes it again.
 */
export const proofOf = ({ before, after, rows }: Change, { author, importId, now }: Terms): Write[] => {
  const words = rows.flatMap(({ row }) => row.client.consents ?? []);
  const refusedAt = before?.marketingRefusedAt === after.marketingRefusedAt ? undefined : after.marketingRefusedAt;
  const isNews = !before || refusedAt || !sameSubscriptions(before.subscriptions, after.subscriptions);
  if (words.length === 0 || !isNews) return [];
  return [
    put(subscriptionProofs, {
      id: derivedId("event", "consent", importId, after.id, ...(before ? [String(before.version)] : [])),
      accountId: after.accountId,
      clientId: after.id,
      ...(before ? { before: before.subscriptions } : {}),
      after: after.subscriptions,
      ...(refusedAt ? { marketingRefusedAt: refusedAt } : {}),
      how: "import",
      wording: words.map(({ title, value }) => `${title}: ${value}`).join("\n"),
      at: now.toISOString(),
      ...born(authorOf(author), now),
      source: "import",
    }),
  ];
};

/** What the addresses of rows have said that are about no client, such as one that several share: it counts all the same. */
export const factsOfRows = (rows: readonly ReadRow[], { account, author, now }: TakeTerms): Write[] => {
  const refused = { at: now.toISOString(), how: "import", by: author };
  const refusing = new Set(rows.flatMap(({ client }) => (saysNo(client) && client.email ? [client.email] : [])));
  return [...refusing].map((email) => recordFactOnce(account.id, addressHash(account.id, email), { refused }));
};

/** What the addresses of a client have said by it: their refusals, and all that was known where another one takes over. */
export const factsOf = ({ before, after, rows }: Change, { author, now }: Terms): Write[] => {
  const { accountId } = after;
  const refused = { at: now.toISOString(), how: "import", by: author };
  const refusing = rows.flatMap(({ row: { client } }) => (saysNo(client) ? [client.email, after.email] : []));
  // What a client had refused before stands at their own address already.
  const isKnown = (address: string) => before?.marketingRefusedAt !== undefined && address === before.email;
  const addresses = new Set(refusing.flatMap((address) => (address && !isKnown(address) ? [address] : [])));
  const left = before && before.email !== after.email ? factsOfClient(before) : [];
  return [
    ...left,
    ...[...addresses].map((email) => recordFactOnce(accountId, addressHash(accountId, email), { refused })),
  ];
};
