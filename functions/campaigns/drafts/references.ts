import type { Actor } from "../../../shared/app/actor.ts";
import { filtersToKeep } from "../../../shared/app/caller-filters.ts";
import type { AccountTable } from "../../../shared/db/table.ts";
import type { Audience } from "../../../shared/entities/campaign.ts";
import { invalid, noSuch } from "../../../shared/errors.ts";
import { inBody } from "../../../shared/filters/check-filters.ts";
import type { ClientFilters } from "../../../shared/filters/client-filters.ts";
import type { ClientId } from "../../../shared/ids.ts";
import { clientsById } from "../planning/audience-clients.ts";

type Given = { clientIds: string[] } | { filter: ClientFilters } | { all: true };

/** An audience as it was asked for; everybody and everything that it names is the account's own. */
export const audienceOf = async (db: AccountTable, actor: Actor, given: Given): Promise<Audience> => {
  if ("all" in given) return { all: true };
  if ("clientIds" in given) {
    const found = await clientsById(
      db,
      given.clientIds.map((id) => ({ id })),
      ["id"],
    );
    const missing = given.clientIds.findIndex((id) => !found.has(id));
    if (missing >= 0) throw noSuch("client", `/audience/clientIds/${missing}`);
    return { clientIds: given.clientIds as ClientId[] };
  }
  const { status: _active, includeDisabled: _never, ...filter } = given.filter;
  if (Object.values(filter).every((asked) => asked === undefined))
    throw invalid("/audience/filter", "Name a filter, or choose all clients");
  return { filter: await filtersToKeep(db, actor, filter, inBody("/audience/filter")) };
};
