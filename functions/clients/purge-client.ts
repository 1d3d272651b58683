import { beginErasure } from "../../shared/app/begin-erasure.ts";
import { findClient } from "../../shared/app/find-client.ts";
import { noContent, useCase } from "../../shared/app/use-case.ts";
import { AppError } from "../../shared/errors.ts";
import { routes } from "./manifest.ts";

/**
 * Erases a client of the archive. They are gone with the answer, and what is left of them follows as a job, whose receipt
 * is named by `Location`. A client who is restored at the same moment stays as they are.
 */
export const purgeClient = useCase(routes.purge, async ({ params, actor, db, now, match }, { ids }) => {
  const client = await findClient(db, params.id, actor);
  match(client);
  if (client.status !== "archived") throw new AppError("conflict", "Only a client in the archive can be purged.");
  const { erasure, writes } = await beginErasure(db, client, actor, now, ids);
  return { ...noContent(writes), headers: { location: `/v1/erasures/${erasure.id}` } };
});
