import type { Table } from "../../shared/db/table.ts";
import { listWebhooks, subscribesTo, takesEvents } from "../../shared/entities/webhook.ts";
import type { SubscribedEvent, SubscribedEvents } from "../../shared/events/subscribed-events.ts";
import { type AccountId, isId } from "../../shared/ids.ts";
import { inParallel } from "../../shared/in-parallel.ts";

/** An event that partners may hear of, with the record that it was read from. */
export interface Candidate {
  sequenceNumber: string;
  event: SubscribedEvent;
}

/** Events that go to the webhooks of one account together. */
export interface Collected {
  sequenceNumbers: string[];
  detail: SubscribedEvents;
}

const ACCOUNTS_AT_ONCE = 8;
/** Of one message, which must fit into the bus and a queue (256 KB) with what is put around it. */
const EVENTS = 50;
const BYTES = 200 * 1024;

/**
 * Which of these events some webhook wants to hear of, account by account. Asks for the webhooks of every account that has
 * one among them, as they stand now: one that was just made misses nothing.
 * @param fail told of the events of an account whose webhooks could not be read
 */
export const collectSubscribed = async (
  candidates: readonly Candidate[],
  table: Table,
  now: Date,
  fail: (sequenceNumber: string, error: unknown) => void,
): Promise<Collected[]> => {
  const byAccount = Map.groupBy(candidates, ({ event }) => event.accountId);
  const collected: Collected[] = [];
  await inParallel(ACCOUNTS_AT_ONCE, byAccount, async ([account, own]) => {
    if (!isId("account", account)) return;
    try {
      const takers = (await listWebhooks(table.of(account))).filter((webhook) => takesEvents(webhook, now));
      const wanted = own.filter(({ event }) => takers.some((webhook) => subscribesTo(webhook, event.type)));
      collected.push(...messages(account, wanted));
    } catch (error) {
      for (const { sequenceNumber } of own) fail(sequenceNumber, error);
    }
  });
  return collected;
};

/** As few messages as hold them. */
const messages = (accountId: AccountId, wanted: readonly Candidate[]): Collected[] => {
  const all: Collected[] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const { sequenceNumber, event } of wanted) {
    const bytes = Buffer.byteLength(JSON.stringify(event)) + 1;
    let last = all.at(-1);
    if (!last || size + bytes > BYTES || last.detail.events.length === EVENTS) {
      last = { sequenceNumbers: [], detail: { accountId, events: [] } };
      all.push(last);
      size = 0;
    }
    last.sequenceNumbers.push(sequenceNumber);
    last.detail.events.push(event);
    size += bytes;
  }
  return all;
};
