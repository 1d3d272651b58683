import { ok, useCase } from "../../shared/app/use-case.ts";
import type { AccountTable, Position } from "../../shared/db/table.ts";
import { type FindEntry, type FindIndex, listFound } from "../../shared/entities/find.ts";
import { AppError } from "../../shared/errors.ts";
import { queryTokens } from "../../shared/text/search-query.ts";
import { routes } from "./manifest.ts";
import { kindNames } from "./search-kinds.ts";

/** The kinds that can be searched so far, with the indexes that hold them. */
const indexes: Record<string, readonly FindIndex[]> = { client: ["client", "client_more"] };

/** The global search: over every searchable attribute, by a prefix or an exact match, filtered by kind. */
export const search = useCase(routes.search, async ({ query, db, page }) => {
  const kinds = query.kind?.split(",").map((kind) => kind.trim()) ?? kindNames;
  const unknown = kinds.find((kind) => !kindNames.includes(kind));
  if (unknown !== undefined)
    throw new AppError("validation-failed", `There is no kind ${unknown}: choose among ${kindNames.join(", ")}.`, {
      errors: [{ pointer: "kind", message: `Unknown kind ${unknown}` }],
    });
  const typed = queryTokens(query.q);
  if (typed.kind === "nothing") return ok({ data: [] });
  const prefixes = typed.kind === "letter" ? [typed.letter] : typed.prefixes;
  const places = kinds
    .flatMap((kind) => indexes[kind] ?? [])
    .flatMap((index) => prefixes.map((prefix) => ({ index, prefix })));
  const { found, next } = await findFrom(db, places, page.limit, page.after);
  return { ...ok({ data: found.map((entry) => entry) }), next };
});

/** Lists one index after the other; what stands under several tokens is shown once a page. */
const findFrom = async (
  db: AccountTable,
  places: readonly { index: FindIndex; prefix: string }[],
  limit: number,
  after: Position | undefined,
): Promise<{ found: FindEntry[]; next?: Position }> => {
  const found = new Map<string, FindEntry>();
  const [start = "0", token] = after?.[0].split(/\|(.*)/s) ?? [];
  let from = token ? ([token] as Position) : undefined;
  for (let at = Number(start); at < places.length; at++, from = undefined) {
    const place = places[at];
    if (!place) break;
    do {
      const page = await listFound(db, place.index, place.prefix, { limit: limit - found.size, after: from });
      for (const entry of page.items) if (!found.has(entry.id)) found.set(entry.id, entry);
      from = page.next;
      if (from && found.size >= limit) return { found: [...found.values()], next: [`${at}|${from[0]}`] };
    } while (from);
    if (found.size >= limit)
      return at + 1 < places.length
        ? { found: [...found.values()], next: [`${at + 1}|`] }
        : { found: [...found.values()] };
  }
  return { found: [...found.values()] };
};
