import { equal } from "node:assert/strict";
import { keys, partitions } from "../../shared/db/keys.ts";
import type { AccountId } from "../../shared/ids.ts";
import type { Call, Key } from "./calls.ts";
import type { ListRange, Read, Written } from "./minimum.ts";
import type { Answered, Asked, Caller, World } from "./world.ts";

/** One way of calling a route: what it must answer, and the least that it could cost. */
export interface Case extends Asked {
  /** How the table is asked, as docs/data-model.md says it. */
  pattern: string;
  reads?: readonly Read[];
  writes?: (answer: Answered) => readonly Written[];
  /** Throws for an answer that is not the right one. @default a list must fill its page */
  check?: (answer: Answered) => void;
  /** Touches no table, and needs a bundle around it: listed, not sent. */
  unsent?: true;
  /** Why a limit is not kept; a case without reason keeps all of them. */
  because?: string;
}

/** What the cases of a feature are made with: an account to call, and the things that they need in it. */
export interface Setting {
  world: World;
  caller: Caller;
  /** Sends a request that is not measured; answers its body. */
  make(route: string, asked?: Omit<Asked, "route">): Promise<Record<string, unknown>>;
}

/** How many a page shows that is not asked for more. */
export const SHOWN = 25;

/** A page, and the one that tells whether there is more. */
export const PAGE = SHOWN + 1;

/** The answered list holds so many things. */
export const holds =
  (count: number) =>
  ({ body }: Answered): void =>
    equal((body.data as unknown[]).length, count);

export const now = (what: string, ...of: Key[]): Read => ({ read: "now", what, keys: of });
export const soon = (what: string, of: readonly Key[]): Read => ({ read: "soon", what, keys: of });
export const list = (what: string, of: ListRange): Read => ({ read: "list", what, of });
export const one = (what: string, ...of: Key[]): Written => ({ what, keys: of });
export const together = (what: string, ...of: Key[]): Written => ({ what, keys: of, together: true });

/** What the calls wrote or looked at to write it, where its keys are made by the route. */
export const written = (calls: readonly Call[]): Key[] =>
  calls.flatMap(({ changes, keys: of }) => (changes.length > 0 ? of : []));

export const idOf = (made: Record<string, unknown>): string => String(made.id);

/** The keys of an account, with ids as the API answers them. */
export const places = (account: AccountId) => ({
  self: keys.account(account),
  of: (id: string) => keys.of(account, id),
  part: (owner: string, part: string) => keys.part(account, owner, part),
  page: (name: string, items = PAGE, newestFirst = false): ListRange => ({
    ...partitions.list(account, name),
    items,
    newestFirst,
  }),
  partsOf: (owner: string, prefix: string, items = PAGE, newestFirst = false): ListRange => ({
    ...partitions.self(account, owner),
    items,
    prefix,
    newestFirst,
  }),
});

/** So many things, one after the other. */
export const times = async <T>(count: number, make: (number: number) => Promise<T>): Promise<T[]> => {
  const made: T[] = [];
  for (let number = 0; number < count; number++) made.push(await make(number));
  return made;
};
