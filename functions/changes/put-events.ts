import {
  type EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
  type PutEventsResultEntry,
} from "@aws-sdk/client-eventbridge";
import { pause } from "../../shared/pause.ts";

/** What is put on the bus. */
export interface BusEntry {
  entry: PutEventsRequestEntry & { Detail: string };
  /** Bytes, as the bus counts them. */
  size: number;
}

/** The bus's limits: entries of one call, and the bytes of all of them (256 KB, with room for what it adds). */
const CALL_ENTRIES = 10;
export const CALL_BYTES = 240 * 1024;
/** Tries for single entries that the bus could not take for a moment; then the stream delivers them again. */
const TRIES = 3;

/** Calls as full as the bus takes them. */
export const callsOf = <T extends BusEntry>(outgoing: readonly T[]): T[][] => {
  const full: T[][] = [];
  let call: T[] = [];
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
export const putEvents = async <T extends BusEntry>(
  bus: EventBridgeClient,
  call: readonly T[],
): Promise<(T & { refusal: Error })[]> => {
  let left = call.map((one) => ({ ...one, refusal: new Error() }));
  for (let attempt = 1; ; attempt++) {
    const { Entries = [] } = await bus.send(new PutEventsCommand({ Entries: left.map(({ entry }) => entry) }));
    left = left.flatMap((one, place) => {
      const refusal = refusalOf(Entries[place]);
      return refusal ? [{ ...one, refusal }] : [];
    });
    if (left.length === 0 || attempt === TRIES) return left;
    await pause(Math.random() * 50 * 2 ** attempt);
  }
};

/** What the bus says when it has too much to do, or fails itself; everything else it will say again. */
const OF_THE_MOMENT = new Set(["ThrottlingException", "InternalFailure", "InternalException", "NoAnswer"]);

const refusalOf = (result: PutEventsResultEntry | undefined): Error | undefined => {
  if (result?.EventId) return undefined;
  const { ErrorCode: code = "NoAnswer", ErrorMessage: message = "" } = result ?? {};
  return Object.assign(new Error(`${code}: ${message}`), OF_THE_MOMENT.has(code) ? { code } : {});
};
