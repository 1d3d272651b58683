import { revised } from "../../shared/app/actor.ts";
import { noContent, useCase } from "../../shared/app/use-case.ts";
import { keys } from "../../shared/db/keys.ts";
import { remove, replace } from "../../shared/db/writes.ts";
import { type ApiKey, apiKeys } from "../../shared/entities/account.ts";
import { notFound } from "../../shared/errors.ts";
import { standing } from "./authority.ts";
import { routes } from "./manifest.ts";

/** What the key did stays attributed to it; nothing more can be done with it. */
export const revokeApiKey = useCase(routes.revokeApiKey, async ({ params, actor, db, match, now }) => {
  const current = await db.get(apiKeys, keys.of(db.accountId, params.id));
  if (!current || current.revokedAt) throw notFound("API key");
  match(current);
  const revoked: ApiKey = { ...current, revokedAt: now.toISOString(), ...revised(current, actor, now) };
  return noContent([
    replace(apiKeys, revoked, current),
    remove(keys.apiKey(current.hash)),
    ...standing(actor, current.id),
  ]);
});
