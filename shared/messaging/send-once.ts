import { later, secondsSinceEpoch } from "../clock.ts";
import { absent, all, any, atMost, equals } from "../db/conditions.ts";
import { type Entity, entity, fromStored, toStored } from "../db/entity.ts";
import { keys } from "../db/keys.ts";
import type { AccountTable } from "../db/table.ts";
import { remove, update, type Write } from "../db/writes.ts";
import { ToldBefore } from "../entities/mail-state.ts";
import type { AccountId } from "../ids.ts";
import { MailRefused } from "./mail.ts";

/** Longer than any worker may run: who holds a claim past it is dead. */
const LEASE_SECONDS = 120;
/** Longer than any queue keeps a message. */
const KEPT_SECONDS = 30 * 24 * 3600;

/** That a worker is sending an e-mail, or what became of it. */
interface MailClaim {
  accountId: AccountId;
  /** The resource that the e-mail is about. */
  owner: string;
  /** Which of its e-mails. */
  name: string;
  state: "claimed" | "sent" | "refused";
  /** Until when the claim holds, RFC 3339. */
  until: string;
  messageId?: string;
  ttl: number;
}

const mailClaims: Entity<MailClaim> = entity("mail_claim", ({ accountId, owner, name }) =>
  keys.part(accountId, owner, `MAIL#${name}`),
);

export type MailOutcome = { sent: string } | { refused: string };

export interface OneMail {
  owner: string;
  /** The same name is the same e-mail: it goes out once. */
  name: string;
  now: () => Date;
  send: () => Promise<{ messageId: string }>;
  /**
   * What else becomes true with the outcome, in the same transaction; nothing when it throws ToldBefore: then the provider
   * has told more than we know.
   */
  record: (outcome: MailOutcome) => Write[];
}

class Claimed extends Error {
  readonly claim: MailClaim | undefined;
  constructor(claim: MailClaim | undefined) {
    super("Another worker is sending this e-mail; its claim has not run out yet.");
    this.name = "Claimed";
    this.claim = claim;
  }
}

/**
 * Sends an e-mail once, however often its message is delivered. The claim is written before the e-mail is handed over and
 * holds for a lease of two minutes. A worker that dies in between loses nothing: the message comes back, finds the claim
 * run out and sends. Only death between the provider's answer and our note of it makes the e-mail go out twice, which for
 * a transactional e-mail is the lesser evil.
 * @throws when another worker holds the claim, or the provider could not be reached: the message must return to its queue
 */
export const sendOnce = async (db: AccountTable, mail: OneMail): Promise<void> => {
  const { accountId } = db;
  const { owner, name } = mail;
  const now = mail.now();
  const claim: MailClaim = {
    accountId,
    owner,
    name,
    state: "claimed",
    until: later(now, LEASE_SECONDS).toISOString(),
    ttl: secondsSinceEpoch(later(now, KEPT_SECONDS)),
  };
  try {
    await db.commit([claimWrite(claim, now)]);
  } catch (error) {
    if (error instanceof Claimed && error.claim && error.claim.state !== "claimed") return;
    throw error;
  }
  const outcome = await attempt(db, claim, mail);
  try {
    await db.commit([settleWrite(claim, outcome), ...mail.record(outcome)]);
  } catch (error) {
    if (!(error instanceof ToldBefore)) throw error;
    await db.commit([settleWrite(claim, outcome)]);
  }
};

const attempt = async (db: AccountTable, claim: MailClaim, mail: OneMail): Promise<MailOutcome> => {
  try {
    return { sent: (await mail.send()).messageId };
  } catch (error) {
    if (error instanceof MailRefused) return { refused: error.message };
    // We are alive, so the next delivery need not wait for the lease to run out.
    await db.commit([remove(keyOf(claim), equals("until", claim.until), () => new Claimed(undefined))]);
    throw error;
  }
};

const claimWrite = (claim: MailClaim, now: Date): Write => ({
  do: "put",
  item: toStored(mailClaims, claim),
  when: any(absent, all(equals("state", "claimed"), atMost("until", now.toISOString()))),
  otherwise: (existing) => new Claimed(existing && fromStored(mailClaims, existing)),
});

const settleWrite = (claim: MailClaim, outcome: MailOutcome): Write =>
  update(keyOf(claim), {
    set: "sent" in outcome ? { state: "sent", messageId: outcome.sent } : { state: "refused", reason: outcome.refused },
  });

const keyOf = ({ accountId, owner, name }: MailClaim) => keys.part(accountId, owner, `MAIL#${name}`);
