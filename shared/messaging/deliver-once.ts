import { later, secondsSinceEpoch } from "../clock.ts";
import { absent, all, any, atMost, equals } from "../db/conditions.ts";
import { type Entity, entity, fromStored, toStored } from "../db/entity.ts";
import { keys } from "../db/keys.ts";
import type { AccountTable } from "../db/table.ts";
import { remove, update, type Write } from "../db/writes.ts";
import { ToldBefore } from "../entities/mail-state.ts";
import type { AccountId } from "../ids.ts";
import { DeliveryRefused } from "./delivery-refused.ts";

/** Longer than any worker may run: who holds a claim past it is dead. */
const LEASE_SECONDS = 120;
/** Longer than any queue keeps a message. */
const KEPT_SECONDS = 30 * 24 * 3600;

/** By what people are reached. */
export type Channel = "email" | "sms";

/** That a worker is sending a message, or what became of it. */
interface Claim {
  accountId: AccountId;
  /** The resource that the message is about. */
  owner: string;
  /** Which of its messages, by which channel: `MAIL#…`. */
  part: string;
  state: "claimed" | "sent" | "refused";
  /** Until when the claim holds, RFC 3339. */
  until: string;
  messageId?: string;
  ttl: number;
}

/** How the claims of a channel begin. */
const signs = { email: "MAIL", sms: "SMS" } as const satisfies Record<Channel, string>;

const keyOf = ({ accountId, owner, part }: Pick<Claim, "accountId" | "owner" | "part">) =>
  keys.part(accountId, owner, part);
const claims: Entity<Claim> = entity("mail_claim", keyOf);

/** The provider's id of what it took, or why it took nothing. */
export type Outcome = { sent: string } | { refused: string };

export interface Delivery {
  /** The resource that the message is about. */
  owner: string;
  /** The same name is the same message: it goes out once by each channel. */
  name: string;
  /** @default email */
  channel?: Channel;
  now: () => Date;
  /** Hands the message to the provider. @throws DeliveryRefused when it will never be taken */
  send: () => Promise<{ messageId: string }>;
  /**
   * What else becomes true with the outcome, in the same transaction; nothing when it throws ToldBefore: then the provider
   * has told more than we know.
   */
  record: (outcome: Outcome) => Write[];
}

class Claimed extends Error {
  readonly claim: Claim | undefined;
  constructor(claim: Claim | undefined) {
    super("Another worker is sending this message; its claim has not run out yet.");
    this.name = "Claimed";
    this.claim = claim;
  }
}

/**
 * Sends a message once by its channel, however often a worker is told to. The claim is written before it is handed over and
 * holds for a lease of two minutes. A worker that dies in between loses nothing: the message comes back, finds the claim
 * run out and sends. Only death between the provider's answer and our note of it makes it go out twice, which for
 * a transactional message is the lesser evil.
 * @throws when another worker holds the claim, or the provider could not be reached: the message must return to its queue
 */
export const deliverOnce = async (db: AccountTable, delivery: Delivery): Promise<void> => {
  const { accountId } = db;
  const { owner, name, channel = "email" } = delivery;
  const now = delivery.now();
  const claim: Claim = {
    accountId,
    owner,
    part: `${signs[channel]}#${name}`,
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
  const outcome = await attempt(db, claim, delivery);
  try {
    await db.commit([settleWrite(claim, outcome), ...delivery.record(outcome)]);
  } catch (error) {
    if (!(error instanceof ToldBefore)) throw error;
    await db.commit([settleWrite(claim, outcome)]);
  }
};

const attempt = async (db: AccountTable, claim: Claim, delivery: Delivery): Promise<Outcome> => {
  try {
    return { sent: (await delivery.send()).messageId };
  } catch (error) {
    if (error instanceof DeliveryRefused) return { refused: error.message };
    // We are alive, so the next delivery need not wait for the lease to run out.
    await db.commit([remove(keyOf(claim), equals("until", claim.until), () => new Claimed(undefined))]);
    throw error;
  }
};

const claimWrite = (claim: Claim, now: Date): Write => ({
  do: "put",
  item: toStored(claims, claim),
  when: any(absent, all(equals("state", "claimed"), atMost("until", now.toISOString()))),
  otherwise: (existing) => new Claimed(existing && fromStored(claims, existing)),
});

const settleWrite = (claim: Claim, outcome: Outcome): Write =>
  update(keyOf(claim), {
    set: "sent" in outcome ? { state: "sent", messageId: outcome.sent } : { state: "refused", reason: outcome.refused },
  });
