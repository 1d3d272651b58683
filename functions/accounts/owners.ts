import { type Entity, entity, type Versioned } from "../../shared/db/entity.ts";
import { keys } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { insert, replace, VersionConflict, type Write } from "../../shared/db/writes.ts";
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

/** The write by which a member becomes an owner. */
export const addOwner = (db: AccountTable, member: Id<"member">): Promise<Write> =>
  changeOwners(db, (memberIds) => [...memberIds.filter((id) => id !== member), member]);

/**
 * The write by which a member is no longer an owner.
 * @throws AppError `conflict` when nobody else is one
 */
export const dropOwner = (db: AccountTable, member: Id<"member">): Promise<Write> =>
  changeOwners(db, (memberIds) => {
    const others = memberIds.filter((id) => id !== member);
    if (others.length > 0) return others;
    throw new AppError("conflict", "This is the account's only owner: make somebody else an owner first.");
  });

const changeOwners = async (
  db: AccountTable,
  change: (memberIds: Id<"member">[]) => Id<"member">[],
): Promise<Write> => {
  const { accountId } = db;
  const current = await db.get(owners, keys.of(accountId, "OWNERS"));
  if (!current) return insert(owners, { accountId, memberIds: change([]), version: 1 }, () => new VersionConflict());
  return replace(owners, { ...current, memberIds: change(current.memberIds), version: current.version + 1 }, current);
};
