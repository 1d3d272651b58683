import { ok, useCase } from "../../shared/app/use-case.ts";
import { fromStored } from "../../shared/db/entity.ts";
import type { AccountTable, Position } from "../../shared/db/table.ts";
import type { Client, ClientListing } from "../../shared/entities/client.ts";
import { type FindEntry, findEntries, findEntryOf } from "../../shared/entities/find.ts";
import { type FoundThing, foundThings } from "../../shared/entities/found-thing.ts";
import { LOOKUP } from "../../shared/entities/lookup.ts";
import { AppError } from "../../shared/errors.ts";
import { readClients } from "../../shared/filters/read-clients.ts";
import type { Way } from "../../shared/filters/text-ways.ts";
import { type Match, walkWays } from "../../shared/filters/walk-ways.ts";
import { queryTokens } from "../../shared/text/search-query.ts";
import { routes } from "./manifest.ts";
import { kindNames } from "./search-kinds.ts";
import { waysTo } from "./search-ways.ts";

/** The global search: over every searchable attribute, by a prefix or an exact match, filtered by kind. */
export const search = useCase(routes.search, async ({ query, actor, db, page }) => {
  const kinds = query.kind?.split(",").map((kind) => kind.trim()) ?? kindNames;
  const unknown = kinds.find((kind) => !kindNames.includes(kind));
  if (unknown !== undefined)
    throw new AppError("validation-failed", `There is no kind ${unknown}: choose among ${kindNames.join(", ")}.`, {
      errors: [{ pointer: "kind", message: `Unknown kind ${unknown}` }],
    });
  const typed = queryTokens(query.q);
  if (typed.kind === "nothing") return ok({ data: [] });
  const ways = kinds.flatMap((kind) => waysTo(kind, typed, actor, query.kind !== undefined));
  const { found, next } = await findFrom(db, ways, page.limit, page.after);
  return { ...ok({ data: found }), next };
});

/** Disabled clients are found as well, and marked. */
const searched: readonly ClientListing[] = ["active", "disabled"];

type Found = FindEntry | FoundThing;

/** Goes one way after the other; who is found in several is shown once a page. */
const findFrom = async (
  db: AccountTable,
  ways: readonly Way[],
  limit: number,
  after: Position | undefined,
): Promise<{ found: Found[]; next?: Position }> => {
  const found = new Map<string, Match>();
  let end: string | undefined;
  for await (const step of walkWays(db, ways, { limit, after: after?.[0], listings: searched })) {
    end = step.end;
    for (const match of step.candidates) {
      if (found.has(match.id)) continue;
      if (found.size === limit)
        return { found: await shown(db, found), next: [[...found.values()].at(-1)?.place ?? ""] };
      found.set(match.id, match);
    }
  }
  return { found: await shown(db, found), ...(end === undefined ? {} : { next: [end] }) };
};

/** Tokens hold what is shown. Addresses and numbers name clients alone, who are read. */
const shown = async (db: AccountTable, found: ReadonlyMap<string, Match>): Promise<Found[]> => {
  const matches = [...found.values()];
  const unread = matches.filter(({ found: { item } }) => item?.entity === LOOKUP);
  const read = unread.length > 0 ? await readClients(db, unread) : new Map<string, Client>();
  return matches.flatMap(({ id, way, found: { client = read.get(id), item } }): Found[] => {
    if (client) return [findEntryOf(client)];
    if (!item || item.entity === LOOKUP) return [];
    if (way.kind === "things") return [fromStored(foundThings(db.accountId, way.of, way.prefix), item)];
    return [fromStored(findEntries(db.accountId, way.kind === "more" ? "client_more" : "client", way.prefix), item)];
  });
};
