import { listed, useCase } from "../../shared/app/use-case.ts";
import { partitions } from "../../shared/db/keys.ts";
import { members } from "../../shared/entities/account.ts";
import { routes } from "./manifest.ts";

export const listMembers = useCase(routes.listMembers, async ({ db, page }) =>
  listed(await db.list(members, partitions.list(db.accountId, "MEMBERS"), page), (member) => member),
);
