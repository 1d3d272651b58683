import type { Page } from "../../shared/db/table.ts";
import { type Client, type LatLng, positionOf } from "../../shared/entities/client.ts";
import { AppError } from "../../shared/errors.ts";
import { MOST_CLIENTS } from "../../shared/filters/bounds.ts";
import { fewFound } from "../../shared/filters/find-by-text.ts";
import { readClients, selectionTest } from "../../shared/filters/read-clients.ts";
import type { Selection } from "../../shared/filters/selection-query.ts";
import { distanceMeters } from "../../shared/geo/distance.ts";
import { type Candidate, pageFrom, type Step } from "../../shared/paging/page-from.ts";
import { byDistance, type Distance, isBeyond, readPlace, writtenPlace } from "./by-distance.ts";
import { gatheredWith } from "./gather.ts";
import { metersTo, type Neighbour, neighbourOf, neighbours } from "./near-cells.ts";

/**
 * Clients with a position, nearest first; from page to page to within a few metres, which is as fine as places are kept. Where a filter or a text leaves few, these are sorted; else the cells around the
 * position are read outwards, so many at most for a page: what that costs depends on how densely clients stand there, not
 * on how many the account has.
 */
export const listNearest = async (near: LatLng, selection: Selection): Promise<Page<Client>> => {
  const { db, criteria, limit, after } = selection;
  if (criteria.text?.kind === "nothing") return { items: [] };
  const beyond = after && readPlace(after[0]);
  const few = await fewOf(near, selection);
  const steps = few ? [sorted(few, beyond)] : outwards(near, selection, beyond);
  const page = await pageFrom(steps, {
    limit,
    most: MOST_CLIENTS + limit,
    read: (found) => readClients(db, found),
    keeps: await selectionTest(criteria),
    peek: true,
  });
  const exactly = (client: Client) => distanceMeters(near, positionOf(client) ?? near);
  return { ...page, items: page.items.toSorted((a, b) => exactly(a) - exactly(b)) };
};

/** Somebody with a position, and the client where it was read on the way. */
type Placed = Distance & Partial<Neighbour>;

/** All who may meet the criteria and have a position, where they are few. */
const fewOf = async (near: LatLng, selection: Selection): Promise<Placed[] | undefined> => {
  const { db, criteria } = selection;
  const { lists, text } = criteria;
  const inLists = lists.length > 0 ? await gatheredWith(db, criteria) : undefined;
  if (inLists)
    return inLists.flatMap(({ entry: { id, geo }, client }): Placed[] => {
      if (client) return neighbourOf(client, near);
      return geo === undefined ? [] : [{ id, meters: metersTo(near, geo) }];
    });
  const found = text?.kind === "prefix" ? await fewFound(text, selection) : undefined;
  return found?.flatMap((client) => neighbourOf(client, near));
};

const sorted = (few: readonly Placed[], beyond: Distance | undefined): Step<Client> => ({
  candidates: few
    .filter((one) => isBeyond(one, beyond))
    .sort(byDistance)
    .map(candidate),
});

const candidate = (placed: Placed): Candidate<Client> => ({
  id: placed.id,
  place: writtenPlace(placed),
  ...(placed.client ? { item: placed.client } : {}),
});

/** @throws AppError where so many stand about as far that a page cannot tell who is next */
async function* outwards(
  near: LatLng,
  { db, criteria: { listings } }: Selection,
  beyond: Distance | undefined,
): AsyncGenerator<Step<Client>> {
  let reached = beyond;
  for await (const { found, end } of neighbours({ db, listings, near, beyond })) {
    yield { candidates: found.map(candidate), end: end && writtenPlace(end) };
    reached = end;
  }
  if (reached && beyond && !isBeyond(reached, beyond))
    throw new AppError(
      "validation-failed",
      "Too many clients stand at this distance to be listed by it; add a filter.",
      {
        errors: [{ pointer: "near", message: "Too many clients stand at this distance" }],
      },
    );
}
