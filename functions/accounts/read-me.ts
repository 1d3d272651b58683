import { ok, useCase } from "../../shared/app/use-case.ts";
import { keys } from "../../shared/db/keys.ts";
import { apiKeys } from "../../shared/entities/account.ts";
import { notFound } from "../../shared/errors.ts";
import { routes } from "./manifest.ts";
import { presentKeyHolder, presentMe } from "./present.ts";
import { memberIn } from "./store.ts";

/** A partner's app asks this to learn what its key may do, a person's app to greet by name. */
export const readMe = useCase(routes.readMe, async ({ actor, db }) => {
  if (actor.kind === "person") return ok(presentMe(await memberIn(db, actor.id), actor));
  const key = await db.get(apiKeys, keys.of(actor.accountId, actor.id));
  if (!key) throw notFound("API key");
  return ok(presentKeyHolder(key));
});
