import type { Exclusion } from "../../../shared/entities/campaign-plan.ts";
import type { Recipient, Snapshots } from "./snapshots.ts";

/** A client of the audience who is not planned. */
export interface LeftOut {
  id: string;
  reason: Exclusion;
}

/** A line needs a language; nobody is written to. */
const language = "fr";

/**
 * Keeps whom a step of the plan counted as left out, so that one who is changed while the plan goes on is counted once.
 * Each object names the one of the step before in a line without a reason: the plan need only know the last.
 */
export const writeLeftOut = (
  snapshots: Pick<Snapshots, "write">,
  key: string,
  leftOut: readonly LeftOut[],
  before: string | undefined,
): Promise<void> => {
  const lines = leftOut.map(({ id, reason }): Recipient => ({ id, language, excluded: reason }));
  return snapshots.write(key, before === undefined ? lines : [{ id: before, language }, ...lines]);
};

/** Why the clients among `wanted` were left out, of those who were. */
export const readLeftOut = async (
  snapshots: Pick<Snapshots, "read">,
  last: string | undefined,
  wanted: ReadonlySet<string>,
): Promise<Map<string, Exclusion>> => {
  const reasons = new Map<string, Exclusion>();
  if (wanted.size === 0) return reasons;
  for (let key = last; key !== undefined; ) {
    const lines: readonly Recipient[] = await snapshots.read(key);
    for (const { id, excluded } of lines) if (excluded && wanted.has(id)) reasons.set(id, excluded);
    key = lines.find(({ excluded }) => excluded === undefined)?.id;
  }
  return reasons;
};
