import type { AccountTable, Position } from "../db/table.ts";
import type { Criteria } from "./client-filters.ts";

/** A page of the clients whom criteria select. */
export interface Selection {
  db: AccountTable;
  criteria: Criteria;
  limit: number;
  after?: Position | undefined;
}
