import type { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import type { QueueAnswer } from "../../shared/app/queue.ts";
import type { Clock } from "../../shared/clock.ts";
import { imagesOf, type StreamEvent, type StreamRecord, sequenceNumberOf } from "../../shared/db/stream.ts";
import type { Table } from "../../shared/db/table.ts";
import { isLogged, type LoggedChange } from "../../shared/entities/change-log.ts";
import { type Change, changeBetween } from "../../shared/events/change.ts";
import { type DomainEvent, EVENT_SOURCE, eventOf } from "../../shared/events/event.ts";
import type { Kind } from "../../shared/events/kind.ts";
import { publicForm } from "../../shared/events/public-events.ts";
import { EXPIRY } from "../../shared/events/stream-filters.ts";
import { SUBSCRIBED } from "../../shared/events/subscribed-events.ts";
import type { AccountId } from "../../shared/ids.ts";
import { inParallel } from "../../shared/in-parallel.ts";
import type { Log } from "../../shared/log.ts";
import { settleAll } from "../../shared/settle-all.ts";
import { kinds } from "../kinds.ts";
import { appendChanges } from "./append-changes.ts";
import { isolated, isSetAside } from "./isolate.ts";
import { type BusEntry, CALL_BYTES, callsOf, putEvents } from "./put-events.ts";
import type { SetAside } from "./set-aside.ts";
import { type Candidate, collectSubscribed } from "./subscribed.ts";

interface RelayDeps {
  bus: EventBridgeClient;
  busName: string;
  table: Table;
  clock: Clock;
  log: Log;
  setAside: SetAside;
}

/** An event on its way, with the records to name when it cannot be sent. */
interface Outgoing extends BusEntry {
  sequenceNumbers: string[];
}

const CALLS_AT_ONCE = 4;

/**
 * Tells every change of a batch on the bus, and in the log that partners follow. An event has the same id whenever it is
 * told, so that consumers can leave out what they know: after an error of the moment the stream brings everything from the
 * first failed record on again, until it is as old as a stream remembers. What is poison is set aside, alone.
 */
export const relay = async ({ Records }: StreamEvent, deps: RelayDeps): Promise<QueueAnswer> => {
  const { bus, busName, table, clock } = deps;
  const errors = new Map<string, unknown[]>();
  const fail = (sequenceNumber: string, error: unknown): void => {
    errors.set(sequenceNumber, [...(errors.get(sequenceNumber) ?? []), error]);
  };
  const told = Records.flatMap((record) => {
    try {
      return toldBy(record) ?? [];
    } catch (error) {
      fail(sequenceNumberOf(record), error);
      return [];
    }
  });
  const collected = await collectSubscribed(told.flatMap(candidateOf), table, clock.now(), fail);
  const outgoing = [
    ...told.map(({ sequenceNumber, event: { type, occurredAt }, detail }) =>
      outgoingOf([sequenceNumber], busName, { type, at: new Date(occurredAt), detail }),
    ),
    ...collected.map(({ sequenceNumbers, detail }) =>
      outgoingOf(sequenceNumbers, busName, { type: SUBSCRIBED, at: clock.now(), detail: JSON.stringify(detail) }),
    ),
  ];
  const sending = inParallel(CALLS_AT_ONCE, callsOf(outgoing), (call) =>
    isolated(call, fail, async (some) => {
      for (const { sequenceNumbers, refusal } of await putEvents(bus, some))
        for (const sequenceNumber of sequenceNumbers) fail(sequenceNumber, refusal);
    }),
  );
  const logged = told
    .filter(({ change }) => isLogged(change.kind))
    .map((one) => ({ ...one, sequenceNumbers: [one.sequenceNumber] }));
  const appending = inParallel(CALLS_AT_ONCE, Map.groupBy(logged, accountOf), ([accountId, own]) =>
    isolated(own, fail, (some) => appendChanges(table.of(accountId), some.map(loggedOf), deps)),
  );
  await settleAll([sending, appending]);
  const comeAgain = new Set<string>();
  for (const [sequenceNumber, own] of errors) {
    const record = Records.find((one) => sequenceNumberOf(one) === sequenceNumber);
    if (!(await isSetAside(sequenceNumber, record, own, deps))) comeAgain.add(sequenceNumber);
  }
  const first = Records.map(sequenceNumberOf).find((sequenceNumber) => comeAgain.has(sequenceNumber));
  return { batchItemFailures: first === undefined ? [] : [{ itemIdentifier: first }] };
};

const accountOf = ({ change }: Told): AccountId => change.accountId;

const loggedOf = ({ change }: Told): LoggedChange => {
  const { id, type, occurredAt, actor, source, resourceId, version, clientId } = change;
  const changed = change.changes.map(({ field }) => field).filter((field) => change.kind.publishes.includes(field));
  const about = clientId && clientId !== resourceId ? { clientId } : {};
  return { id, type, occurredAt, actor, source, resourceId, version, ...about, changed };
};

/** What a record tells: an event that fits the bus, and the same as JSON. */
interface Told {
  sequenceNumber: string;
  change: Change;
  event: DomainEvent;
  detail: string;
}

const toldBy = (record: StreamRecord): Told | undefined => {
  if (record.userIdentity?.principalId === EXPIRY) return undefined;
  const { before, after, at } = imagesOf(record);
  const change = changeBetween(kinds, before, after, at);
  return change && { sequenceNumber: sequenceNumberOf(record), change, ...fitting(eventOf(change), change.kind) };
};

/** What of it partners may hear of, if anything. */
const candidateOf = ({ sequenceNumber, change: { clientId }, event }: Told): Candidate[] => {
  const form = publicForm(kinds, event);
  return form ? [{ sequenceNumber, event: { ...form, ...(clientId ? { clientId } : {}) } }] : [];
};

const outgoingOf = (
  sequenceNumbers: string[],
  EventBusName: string,
  { type, at, detail }: { type: string; at: Date; detail: string },
): Outgoing => {
  const entry = { EventBusName, Source: EVENT_SOURCE, DetailType: type, Time: at, Detail: detail };
  return { sequenceNumbers, entry, size: sizeOf(entry) };
};

/** 14 bytes for the time, the rest as UTF-8 (EventBridge, "Calculating PutEvents event entry size"). */
const sizeOf = ({ Source, DetailType, Detail }: { Source: string; DetailType: string; Detail: string }): number =>
  14 + Buffer.byteLength(Source) + Buffer.byteLength(DetailType) + Buffer.byteLength(Detail);

/** The event as JSON; without the large fields of its resource when that is more than the bus carries. */
const fitting = (event: DomainEvent, { large = [] }: Kind): Pick<Told, "event" | "detail"> => {
  const whole = JSON.stringify(event);
  if (Buffer.byteLength(whole) <= CALL_BYTES - 1024) return { event, detail: whole };
  const isLeftOut = (field: string) => large.includes(field);
  const short: DomainEvent = {
    ...event,
    resource: Object.fromEntries(Object.entries(event.resource).filter(([field]) => !isLeftOut(field))),
    omitted: Object.keys(event.resource).filter(isLeftOut),
  };
  return { event: short, detail: JSON.stringify(short) };
};
