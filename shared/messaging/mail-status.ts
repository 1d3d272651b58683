import type { AccountTable } from "../db/table.ts";
import { factOf, suppressedBy } from "../entities/address-fact.ts";
import type { Client } from "../entities/client.ts";
import type { MailState, MailStatus } from "../entities/mail-state.ts";

/** Whether there is somewhere to send a link to. A link is no marketing: only a dead address keeps it back. */
export const mailStatusOf = (client: Pick<Client, "email" | "suppressed">): MailStatus =>
  !client.email ? "no_address" : client.suppressed ? "suppressed" : "queued";

/**
 * The same with what is known of the address: another client may have had it when it bounced, or its holder complained.
 * Asked whenever an e-mail is about to go out.
 */
export const mailStatusNow = async (
  db: AccountTable,
  { email, suppressed }: Pick<Client, "email" | "suppressed">,
): Promise<Pick<MailState, "mail" | "mailError">> => {
  if (!email) return { mail: "no_address" };
  const why = suppressed ?? suppressedBy(await factOf(db, email));
  return why ? { mail: "suppressed", mailError: why } : { mail: "queued" };
};
