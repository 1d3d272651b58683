import type { Page } from "../db/table.ts";
import type { Client } from "../entities/client.ts";
import { pageFrom } from "../paging/page-from.ts";
import type { FindQuery } from "../text/search-query.ts";
import { FEW, MOST_CLIENTS } from "./bounds.ts";
import { meets } from "./client-filters.ts";
import { isFirstPlace } from "./first-place.ts";
import { readClients, selectionTest } from "./read-clients.ts";
import type { Selection } from "./selection-query.ts";
import { loadTextRules, saysWhole } from "./text-test.ts";
import { readWay, waysOf } from "./text-ways.ts";
import { walkWays } from "./walk-ways.ts";

type Typed = Extract<FindQuery, { kind: "prefix" }>;

/** Clients by name, mobile or e-mail, in the order of what they were found by; the filters apply as well. */
export const findByText = async (typed: Typed, { db, criteria, limit, after }: Selection): Promise<Page<Client>> => {
  const rules = await loadTextRules();
  const ways = waysOf(typed);
  return pageFrom(walkWays(db, ways, { limit, after: after?.[0], listings: criteria.listings }), {
    limit,
    most: MOST_CLIENTS + limit,
    read: (found) => readClients(db, found),
    keeps: (client, match) =>
      meets(client, criteria) &&
      client.status !== "archived" &&
      saysWhole(client, criteria.text) &&
      isFirstPlace(client, match, ways, rules),
    peek: true,
  });
};

/**
 * Everybody whom a text finds among those who are asked for, where these are few: in no order. Undefined where it may find
 * more than are worth reading.
 */
export const fewFound = async (
  typed: Typed,
  { db, criteria }: Pick<Selection, "db" | "criteria">,
): Promise<Client[] | undefined> => {
  const { listings } = criteria;
  const pages = await Promise.all(waysOf(typed).map((way) => readWay(db, way, { limit: FEW, listings })));
  const found = pages.flatMap((page) => page.found);
  const known = new Map(found.flatMap(({ client }) => (client ? [[client.id as string, client] as const] : [])));
  const unread = new Set(found.map(({ id }) => id)).difference(new Set(known.keys()));
  if (unread.size > FEW || pages.some(({ end }) => end !== undefined)) return undefined;
  const [read, isMeant] = await Promise.all([
    unread.size > 0
      ? readClients(
          db,
          [...unread].map((id) => ({ id })),
        )
      : new Map<string, Client>(),
    selectionTest(criteria),
  ]);
  return [...known.values(), ...read.values()].filter(isMeant);
};
