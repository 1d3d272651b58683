import {
  type CampaignChunk,
  type CampaignTally,
  type Counts,
  skipCounter,
  skipReasons,
  type Tallied,
  tallied,
} from "../../../shared/entities/campaign-chunk.ts";
import type { Exclusion } from "../../../shared/entities/campaign-plan.ts";

/**
 * What became of a recipient as the senders know it, one character each in a chunk's `outcome`. Only who holds the
 * chunk's claim, or settles it, writes them.
 */
export const outcomes = {
  pending: ".",
  /** The provider took the e-mail. */
  sent: "s",
  /** The provider refused it for good. */
  failed: "f",
  /** A worker was lost between the call and its result. */
  unknown: "?",
  no_address: "n",
  never_opted_in: "o",
  unsubscribed: "u",
  suppressed: "x",
  archived: "a",
  disabled: "d",
  not_found: "g",
  same_address: "e",
} as const satisfies Record<Exclusion | "pending" | "sent" | "failed" | "unknown", string>;

export type Outcome = keyof typeof outcomes;

const named = new Map(Object.entries(outcomes).map(([name, character]) => [character as string, name as Outcome]));

/** Whether a recipient was left out when their turn came; the outcome then says why. */
export const isSkip = (outcome: Outcome): outcome is Exclusion => skipReasons.some((reason) => reason === outcome);

export const outcomeOf = (outcome: string, index: number): Outcome => named.get(outcome[index] ?? ".") ?? "pending";

/** The places of the recipients with that outcome. */
export const placesOf = (outcome: string, wanted: Outcome): number[] =>
  [...outcome].flatMap((character, index) => (character === outcomes[wanted] ? [index] : []));

/** The outcomes with some of them changed. */
export const withOutcomes = (outcome: string, changes: Iterable<readonly [index: number, to: Outcome]>): string => {
  const characters = [...outcome];
  for (const [index, to] of changes) characters[index] = outcomes[to];
  return characters.join("");
};

/** What the provider's events told about a recipient: twelve bits, in two characters each of a chunk's `seen`. */
export const flags = {
  /** The provider has the e-mail: proof for a recipient whose outcome is unknown. */
  accepted: 1,
  delivered: 2,
  viewed: 4,
  clicked: 8,
  engaged: 16,
  bounced: 32,
  complained: 64,
  unsubscribed: 128,
  /** Taken at first, then not sent: a virus, a template that could not be filled in. */
  rejected: 256,
  /**
   * Taken and never sent: the address stands on the provider's suppression list of our own account, for a bounce or a
   * complaint of before. Whoever is withheld has bounced as well.
   */
  withheld: 512,
  /** A machine opened it, or followed its link: a mailbox that loads every picture, a scanner. No person is counted. */
  machineOpens: 1024,
  machineClicks: 2048,
} as const;

export type Flag = keyof typeof flags;

export const nothingSeen = (size: number): string => "00".repeat(size);

/**
 * The digits of `seen`. Five bits of each character are the first ten flags, as two digits in base 32, which is what was
 * written before there were more; the sixth of the second character is the eleventh flag, that of the first the twelfth.
 */
const DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_";

const flagsAt = (seen: string, index: number): number => {
  const [high, low] = [DIGITS.indexOf(seen[2 * index] ?? "0"), DIGITS.indexOf(seen[2 * index + 1] ?? "0")];
  return ((high & 31) << 5) | (low & 31) | ((low & 32) << 5) | ((high & 32) << 6);
};

const digitsOf = (bits: number): string => {
  const high = ((bits >> 5) & 31) | ((bits >> 6) & 32);
  const low = (bits & 31) | ((bits >> 5) & 32);
  return `${DIGITS[high]}${DIGITS[low]}`;
};

export const hasFlag = (seen: string, index: number, flag: Flag): boolean => (flagsAt(seen, index) & flags[flag]) !== 0;

export const withFlags = (seen: string, index: number, added: readonly Flag[]): string => {
  const bits = added.reduce((all, flag) => all | flags[flag], flagsAt(seen, index));
  return `${seen.slice(0, 2 * index)}${digitsOf(bits)}${seen.slice(2 * index + 2)}`;
};

const tallyOfFlag: Partial<Record<Flag, Tallied>> = {
  delivered: "delivered",
  viewed: "viewed",
  clicked: "clicked",
  engaged: "engaged",
  bounced: "bounced",
  complained: "complained",
  unsubscribed: "unsubscribed",
  rejected: "failed",
  withheld: "withheld",
  machineOpens: "machineOpens",
  machineClicks: "machineClicks",
};

const tallyOfOutcome = (outcome: Outcome): Tallied | undefined => {
  if (outcome === "sent" || outcome === "failed" || outcome === "unknown") return outcome;
  return isSkip(outcome) ? "skipped" : undefined;
};

export const noCounts = (): Counts => Object.fromEntries(tallied.map((name) => [name, 0])) as Counts;

/** What one chunk adds to its campaign's counters. Every change of a chunk changes the counters by the difference. */
export const countsOf = ({ outcome, seen, size }: Pick<CampaignChunk, "outcome" | "seen" | "size">): Counts => {
  const counts = noCounts();
  for (let index = 0; index < size; index++) {
    const tally = tallyOfOutcome(outcomeOf(outcome, index));
    if (tally) counts[tally] += 1;
    for (const flag of Object.keys(flags) as Flag[]) {
      const counted = tallyOfFlag[flag];
      if (counted && hasFlag(seen, index, flag)) counts[counted] += 1;
    }
  }
  return counts;
};

/** The same of those who were left out, by reason. */
export const skipsOf = ({ outcome, size }: Pick<CampaignChunk, "outcome" | "size">): Record<Exclusion, number> => {
  const counts = Object.fromEntries(skipReasons.map((reason) => [reason, 0])) as Record<Exclusion, number>;
  for (let index = 0; index < size; index++) {
    const reason = outcomeOf(outcome, index);
    if (isSkip(reason)) counts[reason] += 1;
  }
  return counts;
};

/** Who was left out when their turn came, by the reasons that there were. */
export const skippedFor = (tallies: readonly CampaignTally[]): { reason: Exclusion; count: number }[] =>
  skipReasons
    .map((reason) => ({ reason, count: tallies.reduce((sum, tally) => sum + (tally[skipCounter(reason)] ?? 0), 0) }))
    .filter(({ count }) => count > 0);

export const sumOf = (parts: Iterable<Partial<Counts>>): Counts => {
  const sum = noCounts();
  for (const part of parts) for (const name of tallied) sum[name] += part[name] ?? 0;
  return sum;
};

export const chunksDone = (tallies: Iterable<CampaignTally>): number =>
  [...tallies].reduce((sum, tally) => sum + (tally.chunksDone ?? 0), 0);
