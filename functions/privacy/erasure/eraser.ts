import type { AccountTable } from "../../../shared/db/table.ts";
import type { ErasedClient } from "../../../shared/entities/erased-client.ts";
import type { PersonalObjects } from "../deps.ts";
import type { Traces } from "./traces.ts";

/** How many of each were found. */
export type Found = Record<string, number>;

export interface Erasing {
  db: AccountTable;
  objects: PersonalObjects;
  client: ErasedClient;
  traces: Traces;
  now: Date;
  /** False: everything is counted, and nothing is touched. */
  forGood: boolean;
}

/** Finds one kind of what is kept about a client, and erases it. May be done any number of times, and cut off anywhere. */
export type Eraser = (erasing: Erasing) => Promise<Found>;

export const sumOf = (all: readonly Found[]): Found => {
  const sum: Found = {};
  for (const [what, count] of all.flatMap((found) => Object.entries(found))) sum[what] = (sum[what] ?? 0) + count;
  return sum;
};
