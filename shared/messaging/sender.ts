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
 * The account's own address where its mailbox is proven to be the account's, and the provider has verified its domain (it
 * is that of the stage's sender). Otherwise the stage's address under the account's own name: an address of somebody else's
 * on the same domain would speak for them, and mail from an unverified domain be refused by the provider, or thrown away
 * by the receiver (DMARC). Answers go where the account wants them: `replyTo`, else its
 * address, else the owner's. That need not be proven: nothing speaks in its name.
 * @param verified the stage's sender
 * @param identity whether its whole domain is verified, or that address alone
 */
export const senderOf = (
  account: Pick<Account, "name" | "senderName" | "senderEmail" | "provenSender" | "ownerEmail" | "replyTo">,
  verified: string,
  identity: SenderIdentity = env.senderIdentity(),
): Sender => {
  const { name, senderEmail: own, senderName, provenSender, ownerEmail, replyTo } = account;
  const isProven = own !== undefined && own.toLowerCase() === provenSender;
  const shown = withoutAddress(isProven ? (senderName ?? name) : name);
  const writesItself = isProven && identity === "domain" && domainOf(own) === domainOf(verified);
  const from = writesItself ? own : verified;
  const answersTo = replyTo ?? own ?? ownerEmail;
  // In the letters in which it was verified: addresses in others are other ones to SES.
  const same = answersTo?.toLowerCase() === from.toLowerCase();
  return { from: mailbox(shown, from), ...(answersTo && !same ? { replyTo: answersTo } : {}) };
};

/** A name that reads like an address would be taken for the one that the e-mail comes from. */
const withoutAddress = (name: string): string =>
  name
    .replace(/[^\s@<>"]*@[^\s@<>"]*/g, "")
    .replace(/\s+/g, " ")
    .trim();
