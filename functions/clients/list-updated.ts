import { timestamp } from "../../shared/clock.ts";
import type { Page } from "../../shared/db/table.ts";
import type { Client } from "../../shared/entities/client.ts";
import { invalid } from "../../shared/errors.ts";
import type { Selection } from "../../shared/filters/selection-query.ts";
import { listSince } from "./list-in-order.ts";

interface Asked {
  /** RFC 3339. */
  updatedSince: string;
  /** Whether the caller asks for an order, or for distances. */
  ordered: boolean;
}

/**
 * Clients that were changed since a moment, the first changed first: who changes while pages are read moves to the end
 * and is met there.
 */
export const listUpdated = (selection: Selection, { updatedSince, ordered }: Asked): Promise<Page<Client>> => {
  if (ordered)
    throw invalid(
      "updatedSince",
      "`updatedSince` has an order of its own: it goes with filters, not with `sort` or `near`",
    );
  return listSince(selection, timestamp(new Date(updatedSince)));
};
