import { born } from "../../shared/app/actor.ts";
import { created, useCase } from "../../shared/app/use-case.ts";
import { insert } from "../../shared/db/writes.ts";
import { type Team, teams } from "../../shared/entities/team.ts";
import { isId } from "../../shared/ids.ts";
import { routes } from "./manifest.ts";
import { teamMembers } from "./team-members.ts";

export const createTeam = useCase(routes.createTeam, async ({ body, actor, db, now }, { ids }) => {
  const team: Team = {
    id: body.id !== undefined && isId("team", body.id) ? body.id : ids.next("team"),
    accountId: actor.accountId,
    name: body.name,
    memberIds: await teamMembers(db, body.memberIds ?? []),
    ...born(actor, now),
  };
  return { ...created(team, [insert(teams, team)]), asExisting: (existing) => existing };
});
