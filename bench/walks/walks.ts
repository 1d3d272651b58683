import { equal } from "node:assert/strict";
import { roundTrips } from "../capacity/calls.ts";
import type { Caller, World } from "../capacity/world.ts";

export interface Walk {
  what: string;
  calls: number;
  /** Of them, how many had to wait for one another. */
  inARow: number;
  units: number;
}

const LIMIT = 20;

interface Question extends Pick<Walk, "what"> {
  query: Record<string, string>;
  /** Clients on the page. */
  holds: number;
}

/** Field staff search among the clients assigned to them: every question has one filter more. */
const questions = (member: string): Question[] => {
  const asked: Question[] = [
    { what: "`q=am`", query: { q: "am" }, holds: LIMIT },
    { what: "`q=am&tag=Rare`", query: { q: "am", tag: "Rare" }, holds: 1 },
    { what: "`tag=Hiver&sort=recent`", query: { tag: "Hiver", sort: "recent" }, holds: LIMIT },
    { what: "`tag=Hiver`", query: { tag: "Hiver" }, holds: LIMIT },
    { what: "`near`", query: { near: "45.5,-73.6" }, holds: LIMIT },
    { what: "`updatedSince`", query: { updatedSince: "2020-01-01T00:00:00Z" }, holds: LIMIT },
  ];
  return [
    ...asked,
    ...asked.map(({ what, query, holds }) => ({
      what: `${what}, of field staff`,
      query: { ...query, assignedTo: member },
      holds,
    })),
  ];
};

/** What each question costs in the account of a caller. */
export const walksOf = async (world: World, caller: Caller): Promise<Walk[]> => {
  const found: Walk[] = [];
  for (const { what, query, holds } of questions(caller.ownerId)) {
    const asked = { route: "GET /v1/clients", query: { ...query, limit: String(LIMIT) } };
    // The first search of a function loads what numbers of phones take.
    await world.send(caller, asked);
    const { calls, body } = await world.send(caller, asked);
    equal((body.data as unknown[]).length, holds, `${what} must hold ${holds} clients`);
    found.push({
      what,
      calls: calls.length,
      inARow: roundTrips(calls),
      units: calls.reduce((sum, { reads }) => sum + reads, 0),
    });
  }
  return found;
};
