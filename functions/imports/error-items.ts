import type { JobItem } from "../../shared/entities/job.ts";
import type { ClientId } from "../../shared/ids.ts";
import type { RowError } from "./parse/imported-client.ts";

type ErrorItem = Omit<JobItem, "accountId" | "jobId" | "ttl">;

export const rowsOf = (errors: readonly RowError[]): Set<number> => new Set(errors.map(({ row }) => row));

/**
 * Errors sort by row, then by column, and a repeated step writes the same ones again. A row may have several in one
 * column, or in none: each has its place.
 */
export const errorItems = (
  errors: readonly RowError[],
  refused: ReadonlySet<number>,
  clientOf: ReadonlyMap<number, ClientId>,
): ErrorItem[] => {
  const taken = new Map<string, number>();
  return errors.map((error) => {
    const place = `${String(error.row).padStart(9, "0")}#${error.column}`;
    const before = taken.get(place) ?? 0;
    taken.set(place, before + 1);
    const status = refused.has(error.row) ? "failed" : "incomplete";
    const clientId = clientOf.get(error.row);
    return { ...errorItem(error, status, before === 0 ? place : `${place}#${before}`), ...(clientId && { clientId }) };
  });
};

const errorItem = ({ row, column, value, message }: RowError, status: string, place: string): ErrorItem => ({
  place,
  item: String(row),
  status,
  ...(column ? { column } : {}),
  ...(value ? { value } : {}),
  message,
});
