import type { Write } from "../db/writes.ts";
import { addressHash, type FactNews, recordFactOnce } from "./address-fact.ts";
import type { Client } from "./client.ts";

/**
 * What is noted on a client against its address, as a fact of the address: to be written with what ends the client
 * (archive, purge) or takes the address from it or gives it another. Facts that are known already stay as they are. This
 * also carries over what was noted on clients before addresses had facts of their own.
 */
export const factsOfClient = (
  client: Pick<Client, "accountId" | "email" | "marketingRefusedAt" | "suppressed" | "updatedAt">,
): Write[] => {
  const { accountId, email, marketingRefusedAt, suppressed, updatedAt } = client;
  if (!email) return [];
  const news: FactNews = {
    ...(marketingRefusedAt ? { refused: { at: marketingRefusedAt, how: "client" } } : {}),
    ...(suppressed === "complaint" ? { complained: { at: updatedAt, how: "complaint" } } : {}),
    ...(suppressed === "bounce" ? { bounced: { at: updatedAt, how: "bounce" } } : {}),
  };
  return Object.keys(news).length > 0 ? [recordFactOnce(accountId, addressHash(accountId, email), news)] : [];
};
