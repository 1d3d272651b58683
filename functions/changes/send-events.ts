import {
  type EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
  type PutEventsResultEntry,
} from "@aws-sdk/client-eventbridge";
import type { QueueAnswer } from "../../shared/app/queue.ts";
import { imagesOf, type StreamEvent, type StreamRecord, sequenceNumberOf } from "../../shared/db/stream.ts";
import { changeBetween } from "../../shared/events/change.ts";
import { type DomainEvent, EVENT_SOURCE, eventOf } from "../../shared/events/event.ts";
import { EXPIRY } from "../../shared/events/stream-filters.ts";
import { inParallel } from "../../shared/in-parallel.ts";
import type { Log } from "../../shared/log.ts";
import { pause } from "../../shared/pause.ts";

interface RelayDeps {
  bus: EventBridgeClient;
  busName: string;
  log: Log;
}

/** An event on its way, with the record to name when it cannot be sent. */
interface Outgoing {
  sequenceNumber: string;
  entry: PutEventsRequestEntry & { Detail: string };
  /** Bytes, as the bus counts them. */
  size: number;
}

/** The bus's limits: entries of one call, and the bytes of all of them (256 KB, with room for what it adds). */
const CALL_ENTRIES = 10;
const CALL_BYTES = 240 * 1024;
const CALLS_AT_ONCE = 4;
/** Tries for single entries that the bus could not take for a moment; then the stream delivers them again. */
const TRIES = 3;

/**
 * Tells every change of a batch on the bus. An event has the same id whenever it is told, so that consumers can leave
 * out what they know: after a failure the stream brings everything from the first failed record on again.
 */
export const relay = async ({ Records }: StreamEvent, { bus, busName, log }: RelayDeps): Promise<QueueAnswer> => {
  const failed = new Set<string>();
  const fail = (sequenceNumber: string, error: unknown) => {
    log.error("RECORD_FAILED", error, { sequenceNumber });
    failed.add(sequenceNumber);
  };
  const outgoing = Records.flatMap((record) => {
    try {
      return outgoingOf(record, busName) ?? [];
    } catch (error) {
      fail(sequenceNumberOf(record), error);
      return [];
    }
  });
  await inParallel(CALLS_AT_ONCE, calls(outgoing), async (call) => {
    try {
      for (const { sequenceNumber, reason } of await send(bus, call)) fail(sequenceNumber, new Error(reason));
    } catch (error) {
      for (const { sequenceNumber } of call) fail(sequenceNumber, error);
    }
  });
  const first = Records.map(sequenceNumberOf).find((sequenceNumber) => failed.has(sequenceNumber));
  return { batchItemFailures: first === undefined ? [] : [{ itemIdentifier: first }] };
};

const outgoingOf = (record: StreamRecord, EventBusName: string): Outgoing | undefined => {
  if (record.userIdentity?.principalId === EXPIRY) return undefined;
  const { before, after, at } = imagesOf(record);
  const change = changeBetween(before, after, at);
  if (!change) return undefined;
  const event = eventOf(change);
  const entry = {
    EventBusName,
    Source: EVENT_SOURCE,
    DetailType: event.type,
    Time: new Date(event.occurredAt),
    Detail: detailOf(event),
  };
  return { sequenceNumber: sequenceNumberOf(record), entry, size: sizeOf(entry) };
};

/** 14 bytes for the time, the rest as UTF-8 (EventBridge, "Calculating PutEvents event entry size"). */
const sizeOf = ({ Source, DetailType, Detail }: { Source: string; DetailType: string; Detail: string }): number =>
  14 + Buffer.byteLength(Source) + Buffer.byteLength(DetailType) + Buffer.byteLength(Detail);

/** The event as JSON; without its resource when that is more than the bus carries. */
const detailOf = (event: DomainEvent): string => {
  const whole = JSON.stringify(event);
  if (Buffer.byteLength(whole) <= CALL_BYTES - 1024) return whole;
  const { id, version } = event.resource;
  const short: DomainEvent = { ...event, resource: { id, version }, resourceOmitted: true };
  return JSON.stringify(short);
};

/** Calls as full as the bus takes them. */
const calls = (outgoing: readonly Outgoing[]): Outgoing[][] => {
  const full: Outgoing[][] = [];
  let call: Outgoing[] = [];
  let size = 0;
  for (const one of outgoing) {
    if (full.length === 0 || call.length === CALL_ENTRIES || size + one.size > CALL_BYTES) {
      call = [];
      full.push(call);
      size = 0;
    }
    call.push(one);
    size += one.size;
  }
  return full;
};

/** Answers with the entries that the bus refused in the end. */
const send = async (bus: EventBridgeClient, call: readonly Outgoing[]) => {
  let left = call.map((one) => ({ ...one, reason: "" }));
  for (let attempt = 1; ; attempt++) {
    const { Entries = [] } = await bus.send(new PutEventsCommand({ Entries: left.map(({ entry }) => entry) }));
    left = left.flatMap((one, place) => {
      const refusal = refusalOf(Entries[place]);
      return refusal ? [{ ...one, reason: refusal }] : [];
    });
    if (left.length === 0 || attempt === TRIES) return left;
    await pause(Math.random() * 50 * 2 ** attempt);
  }
};

const refusalOf = (result: PutEventsResultEntry | undefined): string | undefined =>
  result?.EventId ? undefined : `${result?.ErrorCode ?? "NoAnswer"}: ${result?.ErrorMessage ?? ""}`;
