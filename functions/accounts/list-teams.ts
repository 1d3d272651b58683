import { listed, useCase } from "../../shared/app/use-case.ts";
import { partitions } from "../../shared/db/keys.ts";
import { teams } from "../../shared/entities/team.ts";
import { routes } from "./manifest.ts";

export const listTeams = useCase(routes.listTeams, async ({ db, page }) =>
  listed(await db.list(teams, partitions.list(db.accountId, "TEAMS"), page), (team) => team),
);
