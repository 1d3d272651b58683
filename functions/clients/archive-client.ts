import { findClient } from "../../shared/app/find-client.ts";
import { ok, useCase } from "../../shared/app/use-case.ts";
import { factsLeftBehind } from "../../shared/entities/client-address-facts.ts";
import { claimUnique } from "../../shared/entities/unique.ts";
import { routes } from "./manifest.ts";
import { presentClient } from "./present.ts";
import { revise } from "./revise.ts";

/** Puts a client into the archive; archiving twice is one archiving. */
export const archiveClient = useCase(routes.archive, async ({ params, actor, db, now, match }) => {
  const client = await findClient(db, params.id, actor);
  match(client);
  if (client.status === "archived") return ok(presentClient(client));
  const { next, write } = await revise(client, { status: "archived" }, actor, now);
  const claims = await claimUnique(db, actor.account.settings, client, next);
  return ok(presentClient(next), [write, ...claims, ...(await factsLeftBehind(db, client))]);
});

export const restoreClient = useCase(routes.restore, async ({ params, actor, db, now, match }) => {
  const client = await findClient(db, params.id, actor);
  match(client);
  if (client.status === "active") return ok(presentClient(client));
  const { next, write } = await revise(client, { status: "active" }, actor, now);
  return ok(presentClient(next), [write, ...(await claimUnique(db, actor.account.settings, client, next))]);
});
