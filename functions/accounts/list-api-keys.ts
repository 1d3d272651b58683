import { listed, useCase } from "../../shared/app/use-case.ts";
import { partitions } from "../../shared/db/keys.ts";
import { apiKeys } from "../../shared/entities/account.ts";
import { routes } from "./manifest.ts";

export const listApiKeys = useCase(routes.listApiKeys, async ({ db, page }) =>
  listed(await db.list(apiKeys, partitions.list(db.accountId, "API_KEYS"), page), (key) => key),
);
