import { type Actor, born } from "../../shared/app/actor.ts";
import { timestamp } from "../../shared/clock.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { insert, type Write } from "../../shared/db/writes.ts";
import {
  type AddressFact,
  addressHash,
  type FactNews,
  recentFactOf,
  recordFact,
  suppressedBy,
} from "../../shared/entities/address-fact.ts";
import {
  type Client,
  type SubscriptionProof,
  standingRefusal,
  subscriptionProofs,
} from "../../shared/entities/client.ts";
import { factsLeftBehind, factsOfClient } from "../../shared/entities/client-address-facts.ts";
import { type PartialSubscriptions, sameSubscriptions } from "../../shared/entities/client-draft.ts";
import type { Subscriptions } from "../../shared/entities/subscriptions.ts";
import { AppError, type FieldError } from "../../shared/errors.ts";
import type { Ids } from "../../shared/ids.ts";

/** Choices as callers send them: with how and in which words the client was asked. */
export interface SaidConsent extends PartialSubscriptions {
  how?: string | undefined;
  wording?: string | undefined;
}

interface ConsentTerms {
  db: AccountTable;
  actor: Actor;
  now: Date;
  ids: Ids;
  /** What the request says of subscriptions, and where in the request it stands. */
  said: SaidConsent | undefined;
  pointer: string;
  /** What is known of the client's address, where it was read. */
  known?: { fact: AddressFact | undefined };
}

interface ConsentChange {
  client: Client;
  /** What is known of the address after the change, where it was read. */
  fact: FactNews;
  /** None where nothing was agreed to or refused. */
  proof: SubscriptionProof | undefined;
  /** All but the client. */
  writes: Write[];
}

/**
 * What follows from a change of a client's consent or address: the client as it is to be written, the proof, and what the
 * address says from now on. Turning marketing e-mail on again, after the client or anybody else with the address refused
 * it, needs how and wording (Canada's anti-spam law, GDPR article 7). Turning it off is a refusal. Facts of addresses are
 * read only where marketing is turned on, or the client gets another address.
 * @throws AppError `validation-failed` without how or wording
 */
export const consentChange = async (
  previous: Client | undefined,
  draft: Client,
  terms: ConsentTerms,
): Promise<ConsentChange> => {
  const { db, actor, now, said, pointer, known } = terms;
  const moved = previous !== undefined && previous.email !== draft.email;
  const was = previous?.subscriptions.email.marketing === true;
  const is = draft.subscriptions.email.marketing;
  const asksOn = is && (said?.email?.marketing === true || !was);
  const fact = known ? known.fact : asksOn || moved ? await recentFactOf(db, draft.email) : undefined;
  const wasRefused = previous?.marketingRefusedAt !== undefined || fact?.refused !== undefined;
  const lifts = asksOn && wasRefused;
  if (lifts) mustHaveProof(said, pointer);

  const at = timestamp(now);
  const standing = previous && standingRefusal(previous, draft.subscriptions);
  // Who was never asked may say no all the same: whoever notes it says how.
  const refuses = !is && (was || (said?.email?.marketing === false && said.how !== undefined && !standing));
  const client: Client = {
    ...draft,
    suppressed: moved ? suppressedBy(fact) : previous?.suppressed,
    marketingRefusedAt: standing ?? (refuses ? at : undefined),
  };
  const kind = actor.kind === "person" ? "staff" : "api";
  const how = said?.how ?? kind;
  // What staff write may name people: it is kept with the client alone.
  const ofAddress = { at, how: kind, by: actor.id };
  const own = (refuses || lifts) && client.email && addressHash(db.accountId, client.email);
  const changes = previous ? !sameSubscriptions(previous.subscriptions, client.subscriptions) : said !== undefined;
  const proof =
    lifts || changes || refuses
      ? proofOf(client, previous?.subscriptions, how, refuses ? at : undefined, terms)
      : undefined;
  // Most changes are of something else.
  if (!proof && !moved) return { client, fact: fact ?? {}, proof, writes: [] };
  return {
    client,
    fact: lifts ? { ...fact, refused: undefined } : refuses ? { ...fact, refused: ofAddress } : (fact ?? {}),
    proof,
    writes: [
      ...(proof ? [insert(subscriptionProofs, proof)] : []),
      // A client who said no takes it along to another address; what is known of the old address stays there.
      ...(moved ? await factsLeftBehind(db, { ...previous, ...(refuses ? { marketingRefusedAt: at } : {}) }) : []),
      ...(own && refuses ? [recordFact(db.accountId, own, { refused: ofAddress })] : []),
      ...(own && lifts ? [recordFact(db.accountId, own, { agreed: ofAddress })] : []),
      ...(moved && !refuses && !lifts ? factsOfClient({ ...client, suppressed: undefined }) : []),
    ],
  };
};

const mustHaveProof = ({ how, wording }: SaidConsent = {}, pointer: string): void => {
  const needed =
    "Marketing e-mail was refused at this address: say how the client agreed to it again, and in which words";
  const errors: FieldError[] = [
    ...(how ? [] : [{ pointer: `${pointer}/how`, message: needed }]),
    ...(wording ? [] : [{ pointer: `${pointer}/wording`, message: needed }]),
  ];
  if (errors.length > 0) throw new AppError("validation-failed", `${needed}.`, { errors });
};

/** Written in the transaction of what it proves. */
const proofOf = (
  client: Client,
  before: Subscriptions | undefined,
  how: string,
  refusedAt: string | undefined,
  { actor, now, ids, said }: ConsentTerms,
): SubscriptionProof => ({
  id: ids.next("event"),
  accountId: client.accountId,
  clientId: client.id,
  ...(before ? { before } : {}),
  after: client.subscriptions,
  ...(refusedAt ? { marketingRefusedAt: refusedAt } : {}),
  how,
  ...(said?.wording ? { wording: said.wording } : {}),
  at: timestamp(now),
  ...born(actor, now),
});

/** Who has the address of somebody who refused gets no campaigns, whatever they agreed to themselves. */
export const effectiveSubscriptions = (own: Subscriptions, fact: FactNews | undefined): Subscriptions =>
  fact?.refused ? { ...own, email: { ...own.email, marketing: false } } : own;
