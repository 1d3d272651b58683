import { type Author, revised } from "../../shared/app/actor.ts";
import { keys } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { remove, replace, type Write } from "../../shared/db/writes.ts";
import { type Member, members } from "../../shared/entities/account.ts";
import { type Team, teams } from "../../shared/entities/team.ts";
import { dropOwner } from "./owners.ts";

/** A member who goes, and the teams that count them among theirs. */
interface Leaver {
  member: Member;
  theirTeams: readonly Team[];
}

/**
 * Takes a member out of the account and its teams. The member stays readable for what it once did.
 * @throws AppError `conflict` for the only owner
 */
export const removal = async (
  db: AccountTable,
  { member: current, theirTeams }: Leaver,
  author: Author,
  now: Date,
): Promise<Write[]> => {
  const { id, personId, role } = current;
  const dropped = role === "owner" ? await dropOwner({ db, author, now }, id) : [];
  const removed: Member = { ...current, status: "removed", ...revised(current, author, now) };
  const without = (team: Team): Team => ({
    ...team,
    memberIds: team.memberIds.filter((memberId) => memberId !== id),
    ...revised(team, author, now),
  });
  return [
    replace(members, removed, current),
    remove(keys.membership(personId, db.accountId)),
    ...dropped,
    ...theirTeams.map((team) => replace(teams, without(team), team)),
  ];
};
