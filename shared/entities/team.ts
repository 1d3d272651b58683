import { type Entity, entity, type Provenance } from "../db/entity.ts";
import { keys, partitions } from "../db/keys.ts";
import type { AccountId, Id } from "../ids.ts";
import { sortName } from "../text/sort-name.ts";

/** People who share work: conversations and tasks can be assigned to a team. */
export interface Team extends Provenance {
  id: Id<"team">;
  accountId: AccountId;
  name: string;
  /** Ids of members; one who was removed from the account in the same moment may still be among them. */
  memberIds: string[];
}

export const teams: Entity<Team> = entity("team", (team) => ({
  ...keys.of(team.accountId, team.id),
  gsi2pk: partitions.list(team.accountId, "TEAMS").pk,
  gsi2sk: `${sortName(team.name)}#${team.id}`,
}));
