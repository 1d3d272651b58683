import { keys } from "../db/keys.ts";
import type { AccountTable } from "../db/table.ts";
import type { Write } from "../db/writes.ts";
import { addressFacts, addressHash, type FactNews, recordFactOnce } from "./address-fact.ts";
import type { Client } from "./client.ts";

type Noted = Pick<Client, "accountId" | "email" | "marketingRefusedAt" | "suppressed" | "updatedAt">;

/** What is noted on a client against its address, as facts of the address. Facts that are known already stay as they are. */
export const factsOfClient = ({ accountId, email, ...noted }: Noted): Write[] => {
  const news = newsOf(noted);
  return email && news ? [recordFactOnce(accountId, addressHash(accountId, email), news)] : [];
};

/**
 * The same for what takes the address from a client: archive, purge, another address. What was noted on clients before
 * addresses had facts of their own is carried over; what is known of the address since stands. Nothing is read, and nothing
 * written, for most clients: nothing is noted against them.
 */
export const factsLeftBehind = async (db: AccountTable, client: Noted): Promise<Write[]> => {
  const { accountId, email, ...noted } = client;
  const news = newsOf(noted);
  if (!email || !news) return [];
  const hash = addressHash(accountId, email);
  const known = await db.get(addressFacts, keys.addressFact(accountId, hash));
  const { refused, ...rest } = news;
  // Marketing may have been turned on again for the address since, by another client who has it.
  const missing = { ...rest, ...(refused && !known?.agreed ? { refused } : {}) };
  const isKnown = (Object.keys(missing) as (keyof FactNews)[]).every((kind) => known?.[kind]);
  return isKnown ? [] : [recordFactOnce(accountId, hash, missing)];
};

const newsOf = ({
  marketingRefusedAt,
  suppressed,
  updatedAt,
}: Omit<Noted, "accountId" | "email">): FactNews | undefined => {
  if (!marketingRefusedAt && !suppressed) return undefined;
  return {
    ...(marketingRefusedAt ? { refused: { at: marketingRefusedAt, how: "client" } } : {}),
    ...(suppressed === "complaint" ? { complained: { at: updatedAt, how: "complaint" } } : {}),
    ...(suppressed === "bounce" ? { bounced: { at: updatedAt, how: "bounce" } } : {}),
  };
};
