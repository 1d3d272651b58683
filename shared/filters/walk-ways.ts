import type { AccountTable } from "../db/table.ts";
import type { Client } from "../entities/client.ts";
import type { Candidate, Step } from "../paging/page-from.ts";
import { MOST_TOKENS } from "./bounds.ts";
import { type Found, readWay, type Way, type WayPage, type WayReading } from "./text-ways.ts";

/** Somebody who was found, and how. */
export interface Match extends Candidate<Client> {
  way: Way;
  found: Found;
}

/** Items read at a time where the first ones did not fill the page. */
const READ_AHEAD = 100;

/**
 * Everybody whom some ways lead to, one way after the other. All are begun at once: what is typed is mostly found by one of
 * them, and nobody knows by which.
 */
export async function* walkWays(
  db: AccountTable,
  ways: readonly Way[],
  { limit, after, listings }: WayReading,
): AsyncGenerator<Step<Client, Match>> {
  const start = readPlace(ways, after);
  const left = ways.slice(start.way);
  const begun = await Promise.all(
    left.map((way, at) => readWay(db, way, { listings, limit: limit + 1, after: at === 0 ? start.at : undefined })),
  );
  let room = MOST_TOKENS + limit;
  const named = new Set<string>();
  for (const [at, way] of left.entries()) {
    let page: WayPage | undefined = begun[at];
    while (page) {
      room -= page.read;
      const { end, found } = page;
      const next: Way | undefined = left[at + 1];
      // Most clients whose name begins so have other tokens that do: who was met by name need not be read for these.
      const fresh = found.filter(({ id }) => !named.has(id));
      if (way.kind === "names") for (const { id } of fresh) named.add(id);
      yield {
        candidates: fresh.map((one) => matchOf(way, one)),
        end: end !== undefined ? placeAt(way, end) : next && placeAt(next, ""),
      };
      if (end === undefined) break;
      if (room <= 0) return;
      page = await readWay(db, way, { listings, limit: Math.min(READ_AHEAD, room), after: end });
    }
  }
}

const matchOf = (way: Way, found: Found): Match => ({
  id: found.id,
  place: placeAt(way, found.at),
  ...(found.client ? { item: found.client } : {}),
  way,
  found,
});

const placeAt = ({ name }: Way, at: string): string => `${name}|${at}`;

const readPlace = (ways: readonly Way[], written = ""): { way: number; at: string | undefined } => {
  const bar = written.indexOf("|");
  const way = ways.findIndex(({ name }) => name === written.slice(0, bar));
  return way < 0 ? { way: 0, at: undefined } : { way, at: written.slice(bar + 1) || undefined };
};

/** Whether a place is one on such a way: no name begins so. */
export const isWayPlace = (written: string | undefined): boolean =>
  written !== undefined && /^\d+(n|p\d+|l|m)?\|/.test(written);
