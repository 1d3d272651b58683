import { present, version } from "../db/conditions.ts";
import { type Entity, entity, type Provenance } from "../db/entity.ts";
import { keys } from "../db/keys.ts";
import { update, VersionConflict, type Write } from "../db/writes.ts";
import type { AccountId, ClientId, Id } from "../ids.ts";
import type { BounceKind, MailStatus } from "./mail-state.ts";

/** What staff wrote to one client, together with others: one e-mail for each of them. */
export interface ClientMessage extends Provenance {
  /** `job_….cli_…`. */
  id: string;
  accountId: AccountId;
  clientId: ClientId;
  jobId: Id<"job">;
  subject: string;
  /** Plain text; blank lines part paragraphs. */
  body: string;
  mail: MailStatus | "unsubscribed";
  mailAt?: string;
  mailError?: string;
  mailBounce?: BounceKind;
}

export const messageKey = ({ accountId, clientId, jobId }: Pick<ClientMessage, "accountId" | "clientId" | "jobId">) =>
  keys.part(accountId, clientId, `MESSAGE#${jobId}`);

export const clientMessages: Entity<ClientMessage> = entity("client_message", messageKey);

type Fate = Pick<ClientMessage, "mail"> & Partial<Pick<ClientMessage, "mailAt" | "mailError">>;

/** Notes what became of it: `unless` it was `changed` since it was read, or whatever happened, since it has gone out. */
export const noteMessageMail = (message: ClientMessage, fate: Fate, now: Date, unless?: "changed"): Write =>
  update(
    messageKey(message),
    { set: { ...fate, updatedAt: now.toISOString(), updatedBy: "system", source: "automation" }, add: { version: 1 } },
    unless === "changed" ? version(message.version) : present,
    () => new VersionConflict(),
  );
