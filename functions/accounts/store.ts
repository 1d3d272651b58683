import { keys, partitions } from "../../shared/db/keys.ts";
import type { AccountTable, Table } from "../../shared/db/table.ts";
import { type Account, accounts, homeOf, type Member, members, memberships } from "../../shared/entities/account.ts";
import { type Team, teams } from "../../shared/entities/team.ts";
import { notFound } from "../../shared/errors.ts";
import { presentPlace } from "./present.ts";

/** More accounts than one person works in, and the most that one sign-in lists. */
const PLACES = 100;
const TEAMS = 100;

export const accountIn = async (db: AccountTable): Promise<Account> => {
  const account = await db.get(accounts, keys.account(db.accountId));
  if (!account) throw notFound("account");
  return account;
};

/** @throws AppError `not-found`, also for one who was removed */
export const memberIn = async (db: AccountTable, id: string): Promise<Member> => {
  const member = await findMember(db, id);
  if (!member) throw notFound("member");
  return member;
};

/** Undefined also for one who was removed. */
export const findMember = async (db: AccountTable, id: string): Promise<Member | undefined> => {
  const member = await db.get(members, keys.of(db.accountId, id));
  return member?.status === "active" ? member : undefined;
};

export const teamIn = async (db: AccountTable, id: string): Promise<Team> => {
  const team = await db.get(teams, keys.of(db.accountId, id));
  if (!team) throw notFound("team");
  return team;
};

/** The teams that count the member among theirs. */
export const teamsWith = async (db: AccountTable, memberId: string): Promise<Team[]> => {
  const found: Team[] = [];
  let page = await db.list(teams, partitions.list(db.accountId, "TEAMS"), { limit: TEAMS });
  found.push(...page.items);
  while (page.next) {
    page = await db.list(teams, partitions.list(db.accountId, "TEAMS"), { limit: TEAMS, after: page.next });
    found.push(...page.items);
  }
  return found.filter(({ memberIds }) => memberIds.includes(memberId));
};

/** The accounts that a person belongs to, as callers see them. */
export const placesOf = async (table: Table, personId: string) => {
  const range = { limit: PLACES, prefix: "acc_" };
  const { items } = await table.global.list(memberships, partitions.memberships(personId), range);
  const home = homeOf(items);
  const places = await Promise.all(
    items.map(async (membership) => {
      const account = await table.of(membership.accountId).get(accounts, keys.account(membership.accountId));
      return account ? [{ ...presentPlace(membership, account), home: membership === home }] : [];
    }),
  );
  return places.flat();
};
