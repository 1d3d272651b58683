import { findClient } from "../../shared/app/find-client.ts";
import { ok, useCase } from "../../shared/app/use-case.ts";
import { routes } from "./manifest.ts";
import { presentClient, readNear } from "./present.ts";

export const getClient = useCase(routes.get, async ({ params, query, actor, db }) => {
  const near = readNear(query.near);
  return ok(presentClient(await findClient(db, params.id, actor), near));
});
