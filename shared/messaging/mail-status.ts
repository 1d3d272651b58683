import type { Client } from "../entities/client.ts";
import type { MailStatus } from "../entities/document-request.ts";

/** Whether there is somewhere to send a link to. A link is no marketing: only a dead address keeps it back. */
export const mailStatusOf = (client: Pick<Client, "email" | "suppressed">): MailStatus =>
  !client.email ? "no_address" : client.suppressed ? "suppressed" : "queued";
