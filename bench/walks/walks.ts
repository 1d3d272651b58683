import { equal } from "node:assert/strict";
import { roundTrips } from "../capacity/calls.ts";
import type { Caller, World } from "../capacity/world.ts";

export interface Walk {
  what: string;
  /** Field staff search among the clients assigned to them: one filter more. */
  staff: boolean;
  calls: number;
  /** Of them, how many had to wait for one another. */
  inARow: number;
  units: number;
}

const LIMIT = 20;

interface Question extends Pick<Walk, "what" | "staff"> {
  query: Record<string, string>;
  /** Clients on the page. */
  holds: number;
}

const questions = (member: string): Question[] => {
  const asked: Omit<Question, "staff">[] = [
    { what: "`q=am`", query: { q: "am" }, holds: LIMIT },
    { what: "`q=am&tag=Rare`", query: { q: "am", tag: "Rare" }, holds: 1 },
    { what: "`tag=Hiver&sort=recent`", query: { tag: "Hiver", sort: "recent" }, holds: LIMIT },
  ];
  return [
    ...asked.map((question) => ({ ...question, staff: false })),
    ...asked.map(({ what, query, holds }) => ({
      what: `${what}, of field staff`,
      staff: true,
      query: { ...query, assignedTo: member },
      holds,
    })),
  ];
};

/** What each question costs in the account of a caller. */
export const walksOf = async (world: World, caller: Caller): Promise<Walk[]> => {
  const found: Walk[] = [];
  for (const { what, staff, query, holds } of questions(caller.ownerId)) {
    const asked = { route: "GET /v1/clients", query: { ...query, limit: String(LIMIT) } };
    // The first search of a function loads what numbers of phones take.
    await world.send(caller, asked);
    const { calls, body } = await world.send(caller, asked);
    equal((body.data as unknown[]).length, holds, `${what} must hold ${holds} clients`);
    found.push({
      what,
      staff,
      calls: calls.length,
      inARow: roundTrips(calls),
      units: calls.reduce((sum, { reads }) => sum + reads, 0),
    });
  }
  return found;
};
