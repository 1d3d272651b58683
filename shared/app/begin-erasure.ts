import type { AccountTable } from "../db/table.ts";
import { insert, type Write } from "../db/writes.ts";
import type { Client } from "../entities/client.ts";
import { factsLeftBehind } from "../entities/client-address-facts.ts";
import { replaceByErased } from "../entities/erased-client.ts";
import { type Erasure, erasures } from "../entities/erasure.ts";
import type { Job } from "../entities/job.ts";
import type { Ids } from "../ids.ts";
import { type Actor, born, revised } from "./actor.ts";
import { newJob } from "./new-job.ts";

/**
 * Begins to erase a client who was read: in one transaction nobody finds them any more, and the job that erases the rest
 * is queued. Refused as a whole when somebody changed the client since: then nothing has happened.
 */
export const beginErasure = async (
  db: AccountTable,
  client: Client,
  actor: Actor,
  now: Date,
  ids: Ids,
): Promise<{ erasure: Erasure; job: Job; writes: Write[] }> => {
  const id = ids.next("erasure");
  const { job, write } = newJob({ kind: "erasure", input: { erasureId: id, clientId: client.id } }, actor, now, ids);
  const erasure = { id, accountId: client.accountId, clientId: client.id, jobId: job.id, ...born(actor, now) };
  // What the client refused stays refused for the address, of which a hash is kept.
  const facts = await factsLeftBehind(db, client);
  const writes = [replaceByErased(client, id, revised(client, actor, now)), insert(erasures, erasure), write, ...facts];
  return { erasure, job, writes };
};
