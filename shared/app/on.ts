import type { EventOf, EventRef } from "../events/kind.ts";
import { readDomainEvent } from "../events/read-event.ts";
import type { Log } from "../log.ts";
import { type Delivery, queueConsumer } from "./queue.ts";

/**
 * The Lambda entry of a worker that follows some events: `on([documentShare.mail_queued], buildDeps, sendSharedDocument)`.
 * The worker sees of an event what its kind publishes; another event is a mistake of the mounting, and belongs into the
 * dead letters.
 */
export const on = <const Refs extends readonly EventRef[], D extends { log: Log }>(
  refs: Refs,
  build: () => D,
  handle: (event: EventOf<Refs[number]>, deps: D, delivery: Delivery) => Promise<void>,
) => Object.assign(queueConsumer(readerOf(refs), build, handle), { events: refs.map(({ type }) => type) });

/** Reads one of these events out of a queue's message. @throws Error for any other message */
export const readerOf = <const Refs extends readonly EventRef[]>(refs: Refs) => {
  const types = new Set(refs.map(({ type }) => type));
  return (body: unknown): EventOf<Refs[number]> => {
    const event = readDomainEvent(body);
    if (!types.has(event.type)) throw new Error(`This worker is not for ${event.type}.`);
    // What a kind publishes is what the relay wrote, by the same declaration.
    return event as unknown as EventOf<Refs[number]>;
  };
};
