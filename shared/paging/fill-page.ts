import type { Page, Position } from "../db/table.ts";

/** One step of a walk: what was read, and where it goes on; no `next` at the end. */
export interface Step<T> {
  items: readonly T[];
  next?: Position | undefined;
}

interface Walk<T, R> {
  limit: number;
  after?: Position | undefined;
  read(after: Position | undefined): Promise<Step<T>>;
  /** What of a step is shown, in order. */
  keep(items: readonly T[]): Promise<R[]> | R[];
  /** Where a page ends that ends with this item. */
  place(item: R): Position;
}

/**
 * Reads on until a page is full: the page is full while there is more. One item more than asked is looked for, so that a
 * page says truly whether another follows.
 */
export const fillPage = async <T, R>({ limit, after, read, keep, place }: Walk<T, R>): Promise<Page<R>> => {
  const found: R[] = [];
  let from = after;
  do {
    const step = await read(from);
    found.push(...(await keep(step.items)));
    from = step.next;
  } while (from && found.length <= limit);
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return last !== undefined && found.length > limit ? { items, next: place(last) } : { items };
};
