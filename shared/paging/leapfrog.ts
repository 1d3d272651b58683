import { compareKeys } from "../text/compare-keys.ts";

/** Where to read on in a sorted list: from a key, or after it. */
export interface Bound {
  key: string;
  inclusive: boolean;
}

/** A page of a list: its next keys in ascending order, and whether there are more after them. */
export interface KeyPage {
  keys: readonly string[];
  more: boolean;
}

/** A list of distinct keys sorted as the table sorts them. A page must not be empty while there is more. */
export interface SortedList {
  seek(from: Bound): Promise<KeyPage>;
}

export interface Intersection {
  /** Keys that stand in every list, ascending. */
  keys: string[];
  /** After which key to go on for more, which need not be one of `keys`; absent when there is none. */
  next?: Bound;
  /** Pages read, of all lists together. */
  reads: number;
}

export interface LeapfrogOptions {
  /** Most keys to return. */
  limit: number;
  /** Where to begin. @default the beginning */
  from?: Bound;
  /**
   * Most pages to read, all lists together, but for the first of each: lists that hardly meet would otherwise be read to
   * their ends. When it is reached the answer may hold fewer keys than `limit` and says where to go on. @default 200
   */
  maxReads?: number;
}

const BEGINNING: Bound = { key: "", inclusive: true };

/**
 * The keys common to sorted lists, walked in step: the list that is ahead names the next candidate, the others leap to
 * it. A list is asked only for what lies beyond its last page, and all that lag behind are asked at once, so the pages
 * read are at most those of each list, and about one per list for each key of the shortest when the others are long.
 */
export const leapfrog = async (lists: readonly SortedList[], options: LeapfrogOptions): Promise<Intersection> => {
  const { limit, from = BEGINNING, maxReads = 200 } = options;
  const cursors = lists.map((list) => new ListCursor(list));
  if (cursors.length === 0) throw new RangeError("An intersection needs at least one list.");
  const keys: string[] = [];
  let target = from;
  const reads = () => cursors.reduce((sum, cursor) => sum + cursor.reads, 0);

  for (;;) {
    const lagging = cursors.filter((cursor) => !cursor.reaches(target));
    if (lagging.length > 0 && reads() > 0 && reads() + lagging.length > maxReads)
      return { keys, next: target.inclusive ? after(lagging) : target, reads: reads() };
    await Promise.all(lagging.map((cursor) => cursor.leap(target)));

    const heads = cursors.map((cursor) => cursor.head);
    const candidate = heads.reduce((ahead, head) =>
      ahead === undefined || head === undefined ? undefined : later(ahead, head),
    );
    if (candidate === undefined) return { keys, reads: reads() };
    if (heads.some((head) => head !== candidate)) {
      target = { key: candidate, inclusive: true };
    } else if (keys.length === limit) {
      const last = keys.at(-1);
      return { keys, next: last === undefined ? from : { key: last, inclusive: false }, reads: reads() };
    } else {
      keys.push(candidate);
      target = { key: candidate, inclusive: false };
    }
  }
};

/** Lists lag behind where nothing that all of them hold has been left: after the last key that they were read to. */
const after = (lagging: readonly ListCursor[]): Bound => ({
  key: lagging.map(({ last }) => last).reduce(later),
  inclusive: false,
});

const later = (a: string, b: string): string => (compareKeys(a, b) < 0 ? b : a);

/** One list and the page of it that was read last; moves forward only. */
class ListCursor {
  readonly #list: SortedList;
  #page: KeyPage = { keys: [], more: true };
  #position = 0;
  reads = 0;

  constructor(list: SortedList) {
    this.#list = list;
  }

  /** The first key at or after the last target; `undefined` at the end of the list. */
  get head(): string | undefined {
    return this.#page.keys[this.#position];
  }

  /** The last key that was read. */
  get last(): string {
    return this.#page.keys.at(-1) ?? "";
  }

  /** Moves to a target within the page at hand. False when the list must be asked. */
  reaches(target: Bound): boolean {
    let [low, high] = [this.#position, this.#page.keys.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBefore(this.#page.keys[middle] ?? "", target)) low = middle + 1;
      else high = middle;
    }
    this.#position = low;
    return this.head !== undefined || !this.#page.more;
  }

  async leap(target: Bound): Promise<void> {
    this.reads += 1;
    this.#page = await this.#list.seek(target);
    this.#position = 0;
  }
}

const isBefore = (key: string, target: Bound): boolean => {
  const order = compareKeys(key, target.key);
  return target.inclusive ? order < 0 : order <= 0;
};
