import type { Account } from "../entities/account.ts";
import { env, type SenderIdentity } from "../env.ts";
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
 * @param verified the stage's sender
 * @param identity whether its whole domain is verified, or that address alone
 */
export const senderOf = (
  account: Pick<Account, "name" | "senderName" | "senderEmail">,
  verified: string,
  identity: SenderIdentity = env.senderIdentity(),
): Sender => {
  const name = account.senderName ?? account.name;
  const own = account.senderEmail;
  if (own && identity === "domain" && domainOf(own) === domainOf(verified)) return { from: mailbox(name, own) };
  // In the letters in which it was verified: addresses in others are other ones to SES.
  const same = own?.toLowerCase() === verified.toLowerCase();
  return { from: mailbox(name, verified), ...(own && !same ? { replyTo: own } : {}) };
};
