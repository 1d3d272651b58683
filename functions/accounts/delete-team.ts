import { noContent, useCase } from "../../shared/app/use-case.ts";
import { removeVersion } from "../../shared/db/writes.ts";
import { teams } from "../../shared/entities/team.ts";
import { routes } from "./manifest.ts";
import { teamIn } from "./store.ts";

export const deleteTeam = useCase(routes.deleteTeam, async ({ params, db, match }) => {
  const team = await teamIn(db, params.id);
  match(team);
  return noContent([removeVersion(teams, team)]);
});
