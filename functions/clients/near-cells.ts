import { partitions } from "../../shared/db/keys.ts";
import type { AccountTable, ListOptions } from "../../shared/db/table.ts";
import { type Client, type ClientListing, clients, type LatLng, positionOf } from "../../shared/entities/client.ts";
import { CELL_CLIENTS, MOST_CELLS, MOST_IN_CELLS } from "../../shared/filters/bounds.ts";
import { reachOf, toEdgeOf } from "../../shared/geo/cell-reach.ts";
import { distanceMeters } from "../../shared/geo/distance.ts";
import { boxOf, cellsAfter, geohash } from "../../shared/geo/geohash.ts";
import { byDistance, type Distance, isBeyond, millimeters } from "./by-distance.ts";

export interface Neighbour extends Distance {
  client: Client;
}

/** Cells of about 5 km: an ordinary business has some dozens of clients in one. */
const FIRST_PRECISION = 5;

/** A cell that has not been read. */
interface Cell {
  hash: string;
  /** Nobody in it stands before this place. */
  least: Distance;
  /** The part of it that is read on its own. */
  without?: string;
}

interface Search {
  db: AccountTable;
  listings: readonly ClientListing[];
  near: LatLng;
  beyond: Distance | undefined;
}

/**
 * Clients nearest first, cell by cell: the cell of the position, then whichever unread one may hold somebody nearer than
 * the others. Cells of one name up to the last letter stand side by side in the index, so the unread ones after a cell are
 * read with it, a hundred clients at most; of what is left, only its parts are cells. Each step holds those who are certainly
 * next; `end` is the place up to which nobody is missing, absent when everybody was read.
 */
export async function* neighbours(search: Search): AsyncGenerator<{ found: Neighbour[]; end?: Distance }> {
  const { near, beyond } = search;
  const isWithinReach = ({ hash }: Cell) => beyond === undefined || reachOf(near, hash).most + 0.001 >= beyond.meters;
  let open = chainOf(near).filter(isWithinReach);
  const waiting = new Map<string, Neighbour>();
  let known = beyond;
  for (let [cells, read] = [0, 0]; open.length > 0 && cells < MOST_CELLS && read < MOST_IN_CELLS; cells++) {
    const cell = open.reduce((nearest, other) => (byDistance(other.least, nearest.least) < 0 ? other : nearest));
    const { found, left, closed, passed } = await contentOf(cell, open, search);
    read += passed;
    // The rest of a cell is read with the part of it that was read before.
    for (const neighbour of found) if (isBeyond(neighbour, known)) waiting.set(neighbour.id, neighbour);
    open = [...open.filter((other) => !closed.includes(other)), ...left.filter(isWithinReach)];
    const end = open.map(({ least }) => least).reduce(nearer, undefined);
    const certain = [...waiting.values()].filter((one) => end === undefined || byDistance(one, end) <= 0);
    for (const { id } of certain) waiting.delete(id);
    if (end && isBeyond(end, known)) known = end;
    yield { found: certain.sort(byDistance), ...(end ? { end } : {}) };
  }
}

const nearer = (a: Distance | undefined, b: Distance): Distance => (a === undefined || byDistance(b, a) < 0 ? b : a);

const at = (meters: number, id = ""): Distance => ({ meters, id });

/** The cell of a position, and for each cell the rest of the one that it is a part of, up to the whole Earth. */
const chainOf = (near: LatLng): Cell[] => {
  const start = geohash(near, FIRST_PRECISION);
  const rests = Array.from({ length: start.length }, (_, shorter): Cell => {
    const without = start.slice(0, start.length - shorter);
    return { hash: without.slice(0, -1), without, least: at(toEdgeOf(near, without)) };
  });
  return [{ hash: start, least: at(0) }, ...rests];
};

interface Content {
  found: Neighbour[];
  /** Cells that are done with, and cells that are to be read instead. */
  closed: readonly Cell[];
  left: Cell[];
  /** Clients read. */
  passed: number;
}

const contentOf = async (cell: Cell, open: readonly Cell[], search: Search): Promise<Content> => {
  const { near } = search;
  if (cell.least.id !== "") return crowdIn(cell, search);
  const run = cell.without === undefined ? runFrom(cell, open) : [cell];
  const last = run.at(-1) ?? cell;
  const { found, passed, goesOn } = await clientsIn(search, { from: cell.hash || "0", to: `${last.hash}~` });
  const placed = found.flatMap((client) => neighbourOf(client, near));
  if (goesOn === undefined) return { found: placed, closed: run, left: [], passed };
  if (goesOn === cell.hash) return crowdIn({ ...cell, least: at(metersTo(near, cell.hash)) }, search, cell);

  // Everything before the finest cell where reading stopped is known.
  const isKnown = ({ client }: Neighbour) => hashOf(client) < goesOn;
  const stopped = run.find(({ hash }) => goesOn.startsWith(hash)) ?? cell;
  const left = [goesOn, ...cellsAfter(goesOn, stopped.hash.length)]
    .filter((hash) => cell.without === undefined || !hash.startsWith(cell.without))
    .map((hash): Cell => ({ hash, least: at(reachOf(near, hash).least), ...insideOf(cell, hash) }));
  const closed = run.slice(0, run.indexOf(stopped) + 1);
  return { found: placed.filter(isKnown), closed, left, passed };
};

/** A part of a cell may itself hold the one that is read on its own. */
const insideOf = ({ without }: Cell, hash: string): Pick<Cell, "without"> =>
  without?.startsWith(hash) ? { without } : {};

/** A cell and the unread ones that follow it without a gap within the same larger one. */
const runFrom = (cell: Cell, open: readonly Cell[]): Cell[] => {
  const run = [cell];
  for (const hash of cellsAfter(cell.hash, cell.hash.length - 1)) {
    const next = open.find((other) => other.hash === hash && other.without === undefined && other.least.id === "");
    if (!next) break;
    run.push(next);
  }
  return run;
};

/**
 * A client's place: how far the middle of its cell of five metres is. So all who stand in one cell are in the order of the
 * index, by their ids, however many they are.
 */
export const neighbourOf = (client: Client, near: LatLng): Neighbour[] => {
  const hash = hashOf(client);
  return hash === "" ? [] : [{ client, id: client.id, meters: metersTo(near, hash) }];
};

/** How far the middle of a cell is. */
export const metersTo = (near: LatLng, hash: string): number => {
  const { south, north, west, east } = boxOf(hash);
  return distanceMeters(near, { lat: (south + north) / 2, lng: (west + east) / 2 });
};

const hashOf = (client: Client): string => {
  const position = positionOf(client);
  return position ? geohash(position) : "";
};

const clientsIn = async ({ db, listings }: Search, range: Pick<ListOptions, "from" | "to">) => {
  const pages = await Promise.all(
    listings.map((listing) =>
      db.list(clients, partitions.geo(db.accountId, listing), { limit: CELL_CLIENTS, ...range }),
    ),
  );
  const found = pages.flatMap(({ items }) => items);
  const stops = pages.flatMap(({ items, next }) => {
    const last = items.at(-1);
    return next && last ? [last] : [];
  });
  return {
    found,
    passed: found.length,
    /** The finest cell in which reading stopped. */
    goesOn: stops.map(hashOf).sort()[0],
    lastId: stops.map(({ id }) => id).sort()[0],
  };
};

/** Many clients within five metres, such as those of whose address only the town is known: some are read at a time. */
const crowdIn = async (crowd: Cell, search: Search, opened = crowd): Promise<Content> => {
  const { hash, least } = crowd;
  const { beyond } = search;
  const closed = [opened];
  const apart = beyond ? millimeters(beyond) - millimeters(least) : -1;
  if (apart > 0) return { found: [], left: [], closed, passed: 0 };
  const after = apart === 0 && beyond && beyond.id > least.id ? beyond.id : least.id;
  const { found, lastId, passed } = await clientsIn(search, { from: `${hash}#${after}`, to: `${hash}#~` });
  const { meters } = least;
  const known = found.filter(({ id }) => lastId === undefined || id <= lastId);
  return {
    found: known.map((client) => ({ client, id: client.id, meters })),
    left: lastId === undefined ? [] : [{ hash, least: at(meters, lastId) }],
    closed,
    passed,
  };
};
