import type { Actor } from "../../shared/app/actor.ts";
import { beginErasure } from "../../shared/app/begin-erasure.ts";
import { findClient } from "../../shared/app/find-client.ts";
import { newJob } from "../../shared/app/new-job.ts";
import { type Answer, accepted, useCase } from "../../shared/app/use-case.ts";
import { equals } from "../../shared/db/conditions.ts";
import { keys } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { update, VersionConflict } from "../../shared/db/writes.ts";
import { erasedClients } from "../../shared/entities/erased-client.ts";
import { erasures } from "../../shared/entities/erasure.ts";
import { asItStands, jobs } from "../../shared/entities/job.ts";
import { AppError, notFound } from "../../shared/errors.ts";
import { type Ids, isId } from "../../shared/ids.ts";
import { routes } from "./manifest.ts";

/** Erases a client, active or archived. Asking twice is asking once. */
export const eraseClient = useCase(routes.erase, async ({ params, actor, db, now, match }, { ids }) => {
  const client = await findClient(db, params.id, actor).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "not-found") return undefined;
    throw error;
  });
  if (!client) return againOrNobody(db, params.id, { actor, now, ids });
  match(client);
  const { erasure, job, writes } = await beginErasure(db, client, actor, now, ids);
  return accepted({ erasureId: erasure.id, job }, writes);
});

/** The erasure that was asked for before; begun anew where it had failed. @throws AppError `not-found` */
const againOrNobody = async (
  db: AccountTable,
  id: string,
  { actor, now, ids }: { actor: Actor; now: Date; ids: Ids },
): Promise<Answer> => {
  const erased = isId("client", id) ? await db.get(erasedClients, keys.of(db.accountId, id)) : undefined;
  const erasure = erased && (await db.get(erasures, keys.of(db.accountId, erased.erasureId)));
  const stored = erasure && (await db.get(jobs, keys.of(db.accountId, erasure.jobId)));
  if (!erased || !erasure || !stored) throw notFound("client");
  const job = asItStands(stored, now);
  if (job.status !== "failed") return accepted({ erasureId: erasure.id, job }, []);
  const { kind, input } = job;
  const again = newJob({ kind, input }, actor, now, ids);
  const named = update(
    keys.of(db.accountId, erasure.id),
    { set: { jobId: again.job.id } },
    equals("jobId", stored.id),
    () => new VersionConflict(),
  );
  return accepted({ erasureId: erasure.id, job: again.job }, [again.write, named]);
};
