import type { Clock } from "../clock.ts";
import type { Stored } from "../db/entity.ts";
import type { AccountTable, Page, Position, Table } from "../db/table.ts";
import type { Write } from "../db/writes.ts";
import type { BodyOf, ParamsOf, QueryOf, Route } from "../http/contract.ts";
import type { AccountId, Ids } from "../ids.ts";
import type { Log } from "../log.ts";
import type { Actor, Person } from "./actor.ts";

/** What every feature's dependencies contain; a feature adds its own (mailer, uploads …). */
export interface AppDeps {
  table: Table;
  clock: Clock;
  ids: Ids;
  log: Log;
  /** The key that cursors and client links are signed with; fetched on first use. */
  signingKey: () => Promise<string>;
}

/** One validated call, as a use case sees it. */
export interface Call<R extends Route> {
  params: ParamsOf<R>;
  query: QueryOf<R>;
  body: BodyOf<R>;
  /** The page that a list is asked for. */
  page: { limit: number; after?: Position };
  now: Date;
}

export interface AccountCall<R extends Route> extends Call<R> {
  actor: Actor;
  /** The table, for the caller's account only. */
  db: AccountTable;
  /** Refuses with 412 (or 428, where the account insists) when If-Match does not name this version. */
  match(current: { version: number }): void;
  /** The token of a write that the answer is to show, as the caller gave it. */
  consistency?: string;
  /** The lists do not show that write yet, though they were waited for. */
  behind?: boolean;
}

export interface PersonCall<R extends Route> extends Call<R> {
  person: Person;
}

export interface PublicCall<R extends Route> extends Call<R> {
  headers: Readonly<Record<string, string | undefined>>;
  /** Each as `name=value`. */
  cookies: readonly string[];
  /** The caller's address as API Gateway saw it. */
  ip: string;
}

/** What a use case decides: the answer, and the writes that make it true. The pipeline commits, then answers. */
export interface Answer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
  writes: Write[];
  /** The account that the writes belong to, for routes without an actor (sign-up, links). */
  in?: AccountId;
  /** Where the next page of a list begins; signed into `nextCursor`. */
  next?: Position | undefined;
  /** For a creation: what to answer when the item exists with the same content (client-made ids). */
  asExisting?: (existing: Stored) => unknown;
}

/** A use case bound to its route; `D` are the feature's dependencies. */
export type UseCase<D extends AppDeps> =
  | { for: "account"; route: Route; handle: (call: AccountCall<Route>, deps: D) => Promise<Answer> }
  | { for: "person"; route: Route; handle: (call: PersonCall<Route>, deps: D) => Promise<Answer> }
  | { for: "public"; route: Route; handle: (call: PublicCall<Route>, deps: D) => Promise<Answer> };

/** For routes with a scope: the caller is known and works in one account. */
export const useCase = <R extends Route, D extends AppDeps = AppDeps>(
  route: R,
  handle: (call: AccountCall<R>, deps: D) => Promise<Answer>,
): UseCase<D> => ({ for: "account", route, handle: handle as (call: AccountCall<Route>, deps: D) => Promise<Answer> });

/** For `signed-in` routes: a verified person, no account yet. */
export const personUseCase = <R extends Route, D extends AppDeps = AppDeps>(
  route: R,
  handle: (call: PersonCall<R>, deps: D) => Promise<Answer>,
): UseCase<D> => ({ for: "person", route, handle: handle as (call: PersonCall<Route>, deps: D) => Promise<Answer> });

/** For `public` routes: nobody is known; the route brings its own proof. */
export const publicUseCase = <R extends Route, D extends AppDeps = AppDeps>(
  route: R,
  handle: (call: PublicCall<R>, deps: D) => Promise<Answer>,
): UseCase<D> => ({ for: "public", route, handle: handle as (call: PublicCall<Route>, deps: D) => Promise<Answer> });

export const ok = (body: unknown, writes: Write[] = []): Answer => ({ status: 200, body, writes });
export const created = (body: unknown, writes: Write[]): Answer => ({ status: 201, body, writes });
export const accepted = (body: unknown, writes: Write[]): Answer => ({ status: 202, body, writes });
export const noContent = (writes: Write[] = []): Answer => ({ status: 204, writes });
export const htmlPage = (html: string, status = 200, headers: Record<string, string> = {}): Answer => ({
  status,
  body: html,
  writes: [],
  headers: { "content-type": "text/html; charset=utf-8", ...headers },
});

/** A page of a list, each item as callers see it. */
export const listed = <T>(page: Page<T>, present: (item: T) => unknown): Answer => ({
  status: 200,
  body: { data: page.items.map(present) },
  writes: [],
  next: page.next,
});
