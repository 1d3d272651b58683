import { revised } from "../../shared/app/actor.ts";
import { noContent, useCase } from "../../shared/app/use-case.ts";
import { keys } from "../../shared/db/keys.ts";
import { remove, replace } from "../../shared/db/writes.ts";
import { type Member, members } from "../../shared/entities/account.ts";
import { type Team, teams } from "../../shared/entities/team.ts";
import { mayTouch, standing } from "./authority.ts";
import { routes } from "./manifest.ts";
import { dropOwner } from "./owners.ts";
import { memberIn, teamsWith } from "./store.ts";

/** The member stays readable for what it once did; the person loses the account. @throws conflict for the last owner */
export const removeMember = useCase(routes.removeMember, async ({ params, actor, db, match, now }) => {
  const [current, theirTeams] = await Promise.all([memberIn(db, params.id), teamsWith(db, params.id)]);
  match(current);
  mayTouch(actor, current);
  const { id, personId } = current;
  const removed: Member = { ...current, status: "removed", ...revised(current, actor, now) };
  const without = (team: Team): Team => ({
    ...team,
    memberIds: team.memberIds.filter((memberId) => memberId !== id),
    ...revised(team, actor, now),
  });
  return noContent([
    replace(members, removed, current),
    remove(keys.membership(personId, db.accountId)),
    ...(current.role === "owner" ? [await dropOwner(db, id)] : []),
    ...theirTeams.map((team) => replace(teams, without(team), team)),
    ...standing(actor, id),
  ]);
});
