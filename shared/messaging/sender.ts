import type { Account } from "../entities/account.ts";
import { mailbox } from "./mail.ts";

/** Whom an account's e-mails come from, and who gets the answers. */
export interface Sender {
  from: string;
  replyTo?: string;
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf("@") + 1).toLowerCase();

/**
 * The account's own address where the provider has verified its domain (it is that of the stage's sender); otherwise the
 * stage's address under the account's name, with answers going to the account: mail from an unverified domain would be
 * refused by the provider, or thrown away by the receiver (DMARC).
 */
export const senderOf = (account: Pick<Account, "name" | "senderName" | "senderEmail">, verified: string): Sender => {
  const name = account.senderName ?? account.name;
  const own = account.senderEmail;
  if (own && domainOf(own) === domainOf(verified)) return { from: mailbox(name, own) };
  return { from: mailbox(name, verified), ...(own ? { replyTo: own } : {}) };
};
