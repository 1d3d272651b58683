import { revised } from "../../shared/app/actor.ts";
import { ok, useCase } from "../../shared/app/use-case.ts";
import { replace } from "../../shared/db/writes.ts";
import { type Team, teams } from "../../shared/entities/team.ts";
import { sameContent } from "../../shared/same-content.ts";
import { routes } from "./manifest.ts";
import { teamIn } from "./store.ts";
import { teamMembers } from "./team-members.ts";

export const changeTeam = useCase(routes.changeTeam, async ({ params, body, actor, db, match, now }) => {
  const current = await teamIn(db, params.id);
  match(current);
  const next: Team = {
    ...current,
    name: body.name ?? current.name,
    memberIds: body.memberIds ? await teamMembers(db, body.memberIds) : current.memberIds,
    ...revised(current, actor, now),
  };
  if (sameContent(next, current)) return ok(current);
  return ok(next, [replace(teams, next, current)]);
});
