import { type Author, sourceOf } from "../../shared/app/actor.ts";
import { present } from "../../shared/db/conditions.ts";
import { type Entity, entity, type Versioned } from "../../shared/db/entity.ts";
import { keys } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { insert, replace, update, VersionConflict, type Write } from "../../shared/db/writes.ts";
import { type Member, members } from "../../shared/entities/account.ts";
import { AppError } from "../../shared/errors.ts";
import type { AccountId, Id } from "../../shared/ids.ts";

/**
 * Who owns the account, as one item: two changes of its owners contend for its version, so that two owners cannot remove
 * each other at the same moment.
 */
interface Owners extends Versioned {
  accountId: AccountId;
  memberIds: Id<"member">[];
}

const owners: Entity<Owners> = entity("owners", ({ accountId }) => keys.of(accountId, "OWNERS"));

export const firstOwner = (accountId: AccountId, member: Id<"member">): Write =>
  insert(owners, { accountId, memberIds: [member], version: 1 });

type Owner = Pick<Member, "id" | "email">;

interface Changing {
  db: AccountTable;
  author: Author;
  now: Date;
}

/** The writes by which a member becomes an owner. */
export const addOwner = (changing: Changing, member: Owner): Promise<Write[]> =>
  changeOwners(changing, (memberIds) => [...memberIds.filter((id) => id !== member.id), member.id], member);

/**
 * The writes by which a member is no longer an owner.
 * @throws AppError `conflict` when nobody else is one
 */
export const dropOwner = (changing: Changing, member: Owner["id"]): Promise<Write[]> =>
  changeOwners(changing, (memberIds) => {
    const others = memberIds.filter((id) => id !== member);
    if (others.length > 0) return others;
    throw new AppError("conflict", "This is the account's only owner: make somebody else an owner first.");
  });

const changeOwners = async (
  changing: Changing,
  change: (memberIds: Owner["id"][]) => Owner["id"][],
  added?: Owner,
): Promise<Write[]> => {
  const { db } = changing;
  const { accountId } = db;
  const current = await db.get(owners, keys.of(accountId, "OWNERS"));
  const before = current?.memberIds ?? [];
  const memberIds = change(before);
  const write = current
    ? replace(owners, { ...current, memberIds, version: current.version + 1 }, current)
    : insert(owners, { accountId, memberIds, version: 1 }, () => new VersionConflict());
  return [write, ...(await answersGoTo(changing, memberIds[0], before[0], added))];
};

/** The answers to an account's e-mails go to whoever has owned it longest, never to somebody who owns it no more. */
const answersGoTo = async (
  { db, author, now }: Changing,
  first: Owner["id"] | undefined,
  before: Owner["id"] | undefined,
  added: Owner | undefined,
): Promise<Write[]> => {
  if (first === undefined || first === before) return [];
  const owner = added?.id === first ? added : await db.get(members, keys.of(db.accountId, first));
  if (!owner) return [];
  const written = { updatedAt: now.toISOString(), updatedBy: author.id, source: sourceOf(author) };
  const change = { set: { ownerEmail: owner.email, ...written }, add: { version: 1 } };
  return [update(keys.account(db.accountId), change, present)];
};
