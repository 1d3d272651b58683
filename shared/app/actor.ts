import { timestamp } from "../clock.ts";
import type { Provenance } from "../db/entity.ts";
import type { Account } from "../entities/account.ts";
import type { Role, Scope } from "../http/scopes.ts";
import type { AccountId } from "../ids.ts";

/** Who calls: verified, in one account, with what they may do there. */
export interface Actor {
  kind: "api_key" | "person";
  /** The API key's id or the member's id: what `createdBy` says. */
  id: string;
  accountId: AccountId;
  account: Account;
  scopes: readonly Scope[];
  role?: Role;
  /** The user pool's `sub`, for people. */
  personId?: string;
}

/** A verified person before an account is chosen. */
export interface Person {
  id: string;
  accessToken: string;
}

/** What provenance needs to know of who makes a change. */
export type Author = Pick<Actor, "kind" | "id">;

/** Who started something that goes on without them: a job works in the name of its creator. */
export const authorOf = (id: string): Author => ({ id, kind: id.startsWith("key_") ? "api_key" : "person" });

/** Where a change came from: people use an app, keys use the API. */
export const sourceOf = (actor: Author): string => (actor.kind === "person" ? "app" : "api");

/** The provenance of a new resource. */
export const born = (actor: Author, now: Date): Provenance => {
  const at = timestamp(now);
  return {
    version: 1,
    createdAt: at,
    createdBy: actor.id,
    updatedAt: at,
    updatedBy: actor.id,
    source: sourceOf(actor),
  };
};

/** The provenance of the next version. */
export const revised = (previous: Provenance, actor: Author, now: Date): Provenance => ({
  version: previous.version + 1,
  createdAt: previous.createdAt,
  createdBy: previous.createdBy,
  updatedAt: timestamp(now),
  updatedBy: actor.id,
  source: sourceOf(actor),
});
