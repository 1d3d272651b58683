import { job } from "../../functions/jobs/kinds.ts";
import { kinds } from "../../functions/kinds.ts";
import { timer } from "../../functions/timers/kinds.ts";
import { type Entity, toStored } from "../../shared/db/entity.ts";
import { type Key, keys } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { jobs } from "../../shared/entities/job.ts";
import { type Timer, timers } from "../../shared/entities/timer.ts";
import { changeBetween } from "../../shared/events/change.ts";
import { eventOf } from "../../shared/events/event.ts";
import type { EventRef, PublishedEvent } from "../../shared/events/kind.ts";

/**
 * The event that the bus brings of an item, made from a change as the relay makes it: the item takes the step (it is
 * queued, paused, removed …), whatever it is by now. A worker in a test is told what it will be told, and nothing else.
 */
export const told = <Type extends string, Resource, T extends object>(
  event: EventRef<Type, Resource>,
  entity: Entity<T>,
  item: T,
): PublishedEvent<Type, Resource> => {
  const [before, after] = aroundStep(entity, event.type.split(".")[1] ?? "", item);
  const change = changeBetween(kinds, before && toStored(entity, before), after && toStored(entity, after), new Date());
  if (change?.type !== event.type) throw new Error(`This change is told as ${change?.type}, not as ${event.type}.`);
  return eventOf(change) as unknown as PublishedEvent<Type, Resource>;
};

const aroundStep = <T extends object>(entity: Entity<T>, name: string, item: T): [before?: T, after?: T] => {
  if (name === "deleted") return [item, undefined];
  if (name === "created") return [undefined, item];
  if (name === "updated") return [{ ...item, version: 0 }, item];
  const step = kinds.get(entity.name)?.steps?.[name];
  if (!step) throw new Error(`${entity.name} has no step ${name}.`);
  const [from, to] = Array.isArray(step) ? step : [{}, step];
  const unlike = Object.fromEntries(Object.keys(to).map((field) => [field, undefined]));
  // Whatever else the item has come to, this step is all that happens.
  return [
    { ...item, ...unlike, ...from, version: 0 },
    { ...item, ...to },
  ];
};

/** The same of an item that lies in the table. */
export const toldOf = async <Type extends string, Resource, T extends object>(
  db: AccountTable,
  event: EventRef<Type, Resource>,
  entity: Entity<T>,
  key: Key,
): Promise<PublishedEvent<Type, Resource>> => {
  const item = await db.get(entity, key);
  if (!item) throw new Error(`There is no ${entity.name} at ${key.pk} ${key.sk}.`);
  return told(event, entity, item);
};

/** `job.requested`, of a job that lies in the table. */
export const jobRequested = (db: AccountTable, id: string) =>
  toldOf(db, job.requested, jobs, keys.of(db.accountId, id));

/** `timer.rang`. */
export const timerRings = (place: Pick<Timer, "accountId" | "subject" | "purpose" | "dueAt">) =>
  told(timer.rang, timers, {
    ...place,
    id: `${place.subject}.${place.purpose}`,
    status: "rang",
    version: 2,
    updatedAt: place.dueAt,
    updatedBy: "system",
    ttl: 0,
  });
