import { partitions } from "../../shared/db/keys.ts";
import type { Page } from "../../shared/db/table.ts";
import { type Client, clients, type LatLng, positionOf } from "../../shared/entities/client.ts";
import { meets } from "../../shared/filters/client-filters.ts";
import type { Selection } from "../../shared/filters/selection-query.ts";
import { distanceMeters } from "../../shared/geo/distance.ts";
import { reach, ringCells } from "../../shared/geo/rings.ts";
import { gatherFew } from "./gather.ts";

/** Cells of 150 m first, then of 1.2 km, 5 km, 39 km …: two rings of each, so that every step looks about ten times farther. */
const PRECISIONS = [7, 6, 5, 4, 3, 2, 1];
const RINGS = 2;
/** Clients of one cell read per call. */
const CELL_PAGE = 200;

interface Neighbour {
  client: Client;
  meters: number;
}

/**
 * Clients with a position, nearest first: cells around the position are read outwards until the page is full and nothing
 * nearer can lie outside. What is read depends on how densely clients stand there, not on how many the account has.
 */
export const listNearest = async (near: LatLng, list: Selection): Promise<Page<Client>> => {
  const { db, criteria, limit, after } = list;
  const beyond = after && readPlace(after[0]);
  const isWanted = (neighbour: Neighbour) => !beyond || compare(neighbour, beyond) > 0;

  const few = await gatherFew(db, criteria);
  if (few) return pageOf(neighbours(few, near).filter(isWanted).sort(compare), limit);

  let found: Neighbour[] = [];
  for (const precision of PRECISIONS) {
    found = [];
    for (let ring = 0; ring <= RINGS; ring++) {
      const cells = ringCells(near, precision, ring);
      const inCells = await Promise.all(cells.map((cell) => inCell(cell, list)));
      const matching = inCells.flat().filter((client) => meets(client, criteria));
      found.push(...neighbours(matching, near).filter(isWanted));
      const complete = reach(near, precision, ring);
      const certain = found.filter(({ meters }) => meters <= complete);
      if (certain.length > limit) return pageOf(certain.sort(compare), limit);
      if (complete === Number.POSITIVE_INFINITY) return pageOf(found.sort(compare), limit);
    }
  }
  return pageOf(found.sort(compare), limit);
};

const inCell = async (cell: string, { db, criteria }: Selection): Promise<Client[]> => {
  const lists = await Promise.all(
    criteria.listings.map(async (listing) => {
      const all: Client[] = [];
      let after: Parameters<typeof db.list>[2]["after"];
      do {
        const page = await db.list(clients, partitions.geo(db.accountId, listing), {
          limit: CELL_PAGE,
          prefix: cell,
          after,
        });
        all.push(...page.items);
        after = page.next;
      } while (after);
      return all;
    }),
  );
  return lists.flat();
};

const neighbours = (found: readonly Client[], near: LatLng): Neighbour[] =>
  found.flatMap((client) => {
    const position = positionOf(client);
    return position ? [{ client, meters: distanceMeters(near, position) }] : [];
  });

type Place = { meters: number; client: Pick<Client, "id"> };

/** By distance to the millimetre, as a cursor keeps it; then by id. */
const compare = (a: Place, b: Place): number =>
  Math.round(a.meters * 1000) - Math.round(b.meters * 1000) ||
  (a.client.id < b.client.id ? -1 : a.client.id > b.client.id ? 1 : 0);

const pageOf = (sorted: Neighbour[], limit: number): Page<Client> => {
  const items = sorted.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map(({ client }) => client),
    ...(last && sorted.length > limit ? { next: [`${last.meters.toFixed(3)}#${last.client.id}`] } : {}),
  };
};

const readPlace = (place: string): Place => {
  const [meters = "0", id = ""] = place.split("#");
  return { meters: Number(meters), client: { id: id as Client["id"] } };
};
