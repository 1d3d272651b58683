import { all, equals, present, version } from "../db/conditions.ts";
import { type Entity, entity, type Provenance } from "../db/entity.ts";
import { keys } from "../db/keys.ts";
import { update, VersionConflict, type Write } from "../db/writes.ts";
import type { AccountId, ClientId, Id } from "../ids.ts";
import { type BounceKind, type MailState, type MailStatus, ToldBefore } from "./mail-state.ts";

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
  /** It goes to nobody who refused marketing, and carries the way out of it. Absent: false, of before it was asked. */
  marketing?: boolean;
  mail: MailStatus | "unsubscribed";
  mailAt?: string;
  mailError?: string;
  mailBounce?: BounceKind;
}

export const messageKey = ({ accountId, clientId, jobId }: Pick<ClientMessage, "accountId" | "clientId" | "jobId">) =>
  keys.part(accountId, clientId, `MESSAGE#${jobId}`);

export const clientMessages: Entity<ClientMessage> = entity("client_message", messageKey);

type MessageState = Omit<MailState, "mail"> & Pick<ClientMessage, "mail">;

/** The next version of a message that was read, with what became of its e-mail. */
export const reviseMessage = (message: ClientMessage, state: MessageState, now: Date): Write =>
  update(messageKey(message), changeTo(state, now), version(message.version), () => new VersionConflict());

/**
 * Notes that it has gone out, or was refused, whatever else has changed since it was read.
 * @throws ToldBefore when the provider was faster
 */
export const noteMessageMail = (message: ClientMessage, state: MessageState, now: Date): Write =>
  update(messageKey(message), changeTo(state, now), all(present, equals("mail", "queued")), (existing) =>
    existing ? new ToldBefore() : new VersionConflict(),
  );

const changeTo = (state: MessageState, now: Date) => ({
  set: { ...state, updatedAt: now.toISOString(), updatedBy: "system", source: "automation" },
  add: { version: 1 },
  remove: (["mailError", "mailBounce"] as const).filter((field) => state[field] === undefined),
});

/** That a message of a job was written for an address: clients who share it get one. Holds a hash, and no client's id. */
export interface MessagedAddress {
  accountId: AccountId;
  jobId: Id<"job">;
  hash: string;
  ttl: number;
}

export const messagedAddresses: Entity<MessagedAddress> = entity("messaged_address", ({ accountId, jobId, hash }) =>
  keys.part(accountId, jobId, `ADDRESS#${hash}`),
);
