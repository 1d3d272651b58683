import { roundTrips } from "./calls.ts";
import { type Case, holds, type Setting, SHOWN } from "./case.ts";
import { minimumOfReads, minimumOfWrites, type Source } from "./minimum.ts";
import type { Answered } from "./world.ts";

/** What one way of calling a route costs, beside the least that it could. */
export interface Measured {
  /** Whose manifest has the route. */
  feature: string;
  route: string;
  pattern: string;
  reads: number;
  writes: number;
  minimumReads: number;
  minimumWrites: number;
  /** Calls that had to wait for one another. */
  rounds: number;
  derivation: string;
  because?: string;
}

/** What the case costs. @throws Error for another answer than the case wants: what is wrong may well be cheap */
export const measured = async (source: Source, { world, caller }: Setting, each: Case): Promise<Measured> => {
  const { pattern, reads = [], writes = () => [], check = fillsItsPage, because, unsent, ...asked } = each;
  const feature = world.featureOf(each.route);
  if (unsent) return { ...nothing, feature, route: each.route, pattern };
  const atLeast = await minimumOfReads(source, reads);
  const answer = await world.send(caller, asked);
  try {
    check(answer);
  } catch (cause) {
    throw new Error(`${each.route} (${pattern}) was answered with ${answer.text.slice(0, 2000)}`, { cause });
  }
  const written = await minimumOfWrites(source, writes(answer), answer.calls);
  const sum = (of: (call: (typeof answer.calls)[number]) => number) =>
    answer.calls.reduce((total, call) => total + of(call), 0);
  return {
    feature,
    route: each.route,
    pattern,
    reads: sum((call) => call.reads),
    writes: sum((call) => call.writes),
    minimumReads: atLeast.units,
    minimumWrites: written.units,
    rounds: roundTrips(answer.calls),
    derivation: [atLeast.derivation, written.derivation].filter(Boolean).join("; "),
    ...(because ? { because } : {}),
  };
};

const fillsItsPage = (answer: Answered): void => {
  if (Array.isArray(answer.body.data)) holds(SHOWN)(answer);
};

const nothing = { reads: 0, writes: 0, minimumReads: 0, minimumWrites: 0, rounds: 0, derivation: "" };

/** Reads as little as they can, writes within a tenth; one round trip to read, two to write. */
export const limits = { reads: 1, writes: 1.1, roundsToRead: 1, roundsToWrite: 2 } as const;

export const ratioOf = (measuredUnits: number, minimum: number): number =>
  minimum === 0 ? (measuredUnits === 0 ? 1 : Number.POSITIVE_INFINITY) : measuredUnits / minimum;

/** The limits that a route does not keep, in words; none where it keeps them all. */
export const misses = (one: Measured): string[] => {
  const rounds = one.minimumWrites > 0 ? limits.roundsToWrite : limits.roundsToRead;
  return [
    ...(ratioOf(one.reads, one.minimumReads) > limits.reads ? ["reads"] : []),
    ...(ratioOf(one.writes, one.minimumWrites) > limits.writes ? ["writes"] : []),
    ...(one.rounds > rounds ? ["round trips"] : []),
  ];
};
