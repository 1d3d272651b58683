import { TRANSACTION_LIMIT, TransactionRefused } from "../db/commit.ts";
import type { AccountTable } from "../db/table.ts";
import { keyOf, VersionConflict, type Write } from "../db/writes.ts";
import { COUNTER_SHARDS } from "../entities/counter.ts";
import { AppError } from "../errors.ts";
import { inParallel } from "../in-parallel.ts";
import { counterWrites, type Delta } from "./deltas.ts";

/** What is written all or nothing, with what it moves in the counters. */
export interface Unit {
  writes: readonly Write[];
  deltas: readonly Delta[];
}

/** A unit that was not written, and why. */
export interface RefusedUnit<U extends Unit> {
  unit: U;
  error: AppError;
}

/** Most of the items in one transaction, in bytes: DynamoDB takes 4 MB. An item that may be too large stands alone. */
const GROUP_BYTES = 300_000;
/** Operations that are left for what a group brings with it. */
const RESERVED = 1;
const MOST_OPERATIONS = TRANSACTION_LIMIT - RESERVED;

/** Whether a unit fits into one transaction with its counters at all. */
export const fitsTogether = (unit: Unit): boolean => operationsOf(unit, new Set()) <= MOST_OPERATIONS;

/**
 * Commits units with their counters: as many as fit share a transaction, so that a change of many clients moves a counter
 * a few times only. One that is refused leaves the others of its transaction alone.
 * @param prepare done for each group before its transaction; answers with what belongs into it, one write at most
 */
export const commitUnits = async <U extends Unit>(
  db: AccountTable,
  units: readonly U[],
  prepare: (group: readonly U[]) => Promise<Write[]> = async () => [],
): Promise<RefusedUnit<U>[]> => {
  const refused: RefusedUnit<U>[] = [];
  const first = Math.floor(Math.random() * COUNTER_SHARDS);
  // Transactions that are written side by side keep out of each other's way: as many as a counter has shards.
  await inParallel(COUNTER_SHARDS, grouped(units).entries(), async ([place, group]) => {
    const shared = await prepare(group);
    refused.push(...(await commitGroup(db, group, shared, (first + place) % COUNTER_SHARDS)));
  });
  return refused;
};

const grouped = <U extends Unit>(units: readonly U[]): U[][] => {
  const groups: U[][] = [];
  let [names, places, operations, bytes] = [new Set<string>(), new Set<string>(), 0, 0];
  for (const unit of units) {
    const own = unit.writes.map((write) => `${keyOf(write).pk}\u0000${keyOf(write).sk}`);
    const size = Buffer.byteLength(JSON.stringify(unit.writes));
    const isFull = operations + operationsOf(unit, names) > MOST_OPERATIONS || bytes + size > GROUP_BYTES;
    // A transaction writes no item twice: two clients of one name, where names are unique, come one after the other.
    if (groups.length === 0 || isFull || own.some((place) => places.has(place))) {
      groups.push([]);
      [names, places, operations, bytes] = [new Set(), new Set(), 0, 0];
    }
    groups.at(-1)?.push(unit);
    operations += operationsOf(unit, names);
    bytes += size;
    for (const { name } of unit.deltas) names.add(name);
    for (const place of own) places.add(place);
  }
  return groups;
};

const operationsOf = ({ writes, deltas }: Unit, known: ReadonlySet<string>): number =>
  writes.length + new Set(deltas.map(({ name }) => name).filter((name) => !known.has(name))).size;

const commitGroup = async <U extends Unit>(
  db: AccountTable,
  group: readonly U[],
  shared: readonly Write[],
  shard: number,
): Promise<RefusedUnit<U>[]> => {
  const refused: RefusedUnit<U>[] = [];
  for (let left = group; left.length > 0; ) {
    const errors = await refusalsOf(db, left, shared, shard);
    for (const [unit, error] of errors) refused.push({ unit, error });
    if (errors.size === 0) break;
    left = left.filter((unit) => !errors.has(unit));
  }
  return refused;
};

/** One transaction; answers with what refused it, of which nothing was written. */
const refusalsOf = async <U extends Unit>(
  db: AccountTable,
  units: readonly U[],
  shared: readonly Write[],
  shard: number,
): Promise<Map<U, AppError>> => {
  const deltas = units.flatMap((unit) => unit.deltas);
  const writers = new Map(
    units.flatMap((unit) => unit.writes.map((write) => [asked(write), { unit, write }] as const)),
  );
  try {
    await db.commit([...writers.keys(), ...shared, ...counterWrites(db.accountId, deltas, shard)]);
    return new Map();
  } catch (error) {
    const [unit] = units;
    if (error instanceof AppError && error.code === "too-large" && unit && units.length === 1)
      return new Map([[unit, error]]);
    if (!(error instanceof TransactionRefused)) throw error;
    const errors = new Map<U, AppError>();
    for (const { write, existing } of error.refusals) {
      const known = writers.get(write);
      if (known && !errors.has(known.unit)) errors.set(known.unit, meaningOf(known.write, existing));
    }
    if (errors.size === 0) throw error;
    return errors;
  }
};

/** The write without what its refusal means, which would hide whose it was. */
const asked = ({ otherwise, ...write }: Write): Write => write;

const meaningOf = ({ otherwise }: Write, existing: Parameters<NonNullable<Write["otherwise"]>>[0]): AppError => {
  const meaning = otherwise?.(existing);
  return meaning instanceof AppError ? meaning : new VersionConflict();
};
