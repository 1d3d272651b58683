import { born } from "../../shared/app/actor.ts";
import { created, useCase } from "../../shared/app/use-case.ts";
import { insert } from "../../shared/db/writes.ts";
import { type ApiKey, apiKeyHashes, apiKeys } from "../../shared/entities/account.ts";
import { hashOf, newSecret } from "../../shared/ids.ts";
import { mayGrant, standing } from "./authority.ts";
import { routes } from "./manifest.ts";

const HINT_LENGTH = 7;

/** The secret is answered this once; the table knows its hash. @throws forbidden for a scope the actor does not have */
export const createApiKey = useCase(routes.createApiKey, async ({ body, actor, now }, { ids }) => {
  mayGrant(actor, body.scopes);
  const { accountId } = actor;
  const secret = `ck_${newSecret()}`;
  const hash = hashOf(secret);
  const scopes = [...new Set(body.scopes)];
  const hint = secret.slice(0, HINT_LENGTH);
  const key: ApiKey = {
    id: ids.next("apiKey"),
    accountId,
    name: body.name,
    scopes,
    hash,
    hint,
    ...born(actor, now),
  };
  return created({ ...key, secret }, [
    insert(apiKeys, key),
    insert(apiKeyHashes, { hash, accountId, keyId: key.id, scopes }),
    ...standing(actor),
  ]);
});
