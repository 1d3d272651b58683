import type { Page } from "../db/table.ts";

/** Something that may belong to a page. */
export interface Candidate<T> {
  id: string;
  /** Where it stands in the order that is walked: a page that ends with it goes on from there. */
  place: string;
  /** The item, where the walk has read it. */
  item?: T;
}

/** One step of a walk. */
export interface Step<T, C extends Candidate<T> = Candidate<T>> {
  /** In the order of the walk. */
  candidates: readonly C[];
  /** Up to where the walk has looked; absent at its end. */
  end?: string | undefined;
}

export interface PageRules<T, C extends Candidate<T> = Candidate<T>> {
  limit: number;
  /** Most items to read behind candidates. When it is reached, the page ends, full or not. */
  most: number;
  /** The items of candidates, by id; those that are gone are left out. */
  read(candidates: readonly C[]): Promise<ReadonlyMap<string, T>>;
  /** Whether an item belongs to the page. */
  keeps(item: T, candidate: C): boolean;
  /**
   * Whether one item more is looked for, so that a cursor promises another page that is not empty. Not needed where nearly
   * every candidate is kept.
   */
  peek: boolean;
}

/** Items read at once when the first candidates did not fill the page. */
const AT_ONCE = 100;

/**
 * Fills a page from a walk: reads the items of candidates, no more than the page needs, and keeps those that belong to it. A
 * walk with a budget ends with `end`: the page is then short, or even empty, and its cursor goes on from there.
 */
export const pageFrom = async <T, C extends Candidate<T> = Candidate<T>>(
  steps: AsyncIterable<Step<T, C>> | Iterable<Step<T, C>>,
  { limit, most, read, keeps, peek }: PageRules<T, C>,
): Promise<Page<T>> => {
  const found: { item: T; place: string }[] = [];
  const wanted = peek ? limit + 1 : limit;
  let [room, reads] = [most, 0];
  let end: string | undefined;
  for await (const step of steps) {
    end = step.end;
    let rest = step.candidates;
    while (rest.length > 0) {
      const missing = wanted - found.length;
      const some = rest.slice(0, Math.min(reads === 0 ? missing : Math.max(missing, AT_ONCE), Math.max(room, 1)));
      const unread = some.filter(({ item }) => item === undefined);
      const items: ReadonlyMap<string, T> = unread.length > 0 ? await read(unread) : new Map();
      if (unread.length > 0) reads += 1;
      room -= unread.length;
      for (const [at, candidate] of some.entries()) {
        const item = candidate.item ?? items.get(candidate.id);
        if (item === undefined || !keeps(item, candidate)) continue;
        found.push({ item, place: candidate.place });
        if (found.length < wanted) continue;
        const isLast = at + 1 === some.length && some.length === rest.length && end === undefined;
        return pageOf(found, limit, !isLast || peek);
      }
      rest = rest.slice(some.length);
      if (room <= 0 && (rest.length > 0 || end !== undefined))
        return { items: found.map(({ item }) => item), next: [rest.length > 0 ? placeOfLast(some) : String(end)] };
    }
  }
  const items = found.map(({ item }) => item);
  return end === undefined ? { items } : { items, next: [end] };
};

const placeOfLast = (some: readonly { place: string }[]): string => some.at(-1)?.place ?? "";

const pageOf = <T>(found: readonly { item: T; place: string }[], limit: number, more: boolean): Page<T> => {
  const shown = found.slice(0, limit);
  const items = shown.map(({ item }) => item);
  const last = shown.at(-1);
  return last && more ? { items, next: [last.place] } : { items };
};
