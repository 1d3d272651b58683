import { makeZip } from "client-zip";
import { JobFailure, type JobStep } from "../../../shared/app/job-runner.ts";
import { keys } from "../../../shared/db/keys.ts";
import { clients } from "../../../shared/entities/client.ts";
import type { Document } from "../../../shared/entities/document.ts";
import { exports } from "../../../shared/entities/import.ts";
import type { Job } from "../../../shared/entities/job.ts";
import type { PrivacyDeps } from "../deps.ts";
import { gatherPerson, type Person } from "./gather-person.ts";

type Deps = Pick<PrivacyDeps, "table" | "clock" | "objects">;

/** Writes the file of a person: one step, as the archive is written whole, piece by piece. */
export const writePersonStep = async (job: Job, { table, clock, objects }: Deps): Promise<JobStep> => {
  const db = table.of(job.accountId);
  const [item, client] = await Promise.all([
    db.get(exports, keys.of(db.accountId, String(job.input.exportId))),
    db.get(clients, keys.of(db.accountId, String(job.input.clientId))),
  ]);
  if (!item || !client) throw new JobFailure("The client no longer exists.");
  const { person, files } = await gatherPerson(db, client);
  await objects.write(
    item.objectKey,
    "application/zip",
    makeZip(entriesOf(person, files, { objects, now: clock.now() })),
  );
  const progress = { done: files.length + 1, total: files.length + 1 };
  return { checkpoint: {}, progress, counts: { files: files.length }, finished: true };
};

async function* entriesOf(
  person: Person,
  files: readonly Document[],
  { objects, now }: Pick<Deps, "objects"> & { now: Date },
) {
  const text = JSON.stringify({ exportedAt: now.toISOString(), ...person }, undefined, 2);
  yield { name: "client.json", lastModified: now, input: text };
  for (const document of files) {
    const input = document.key && (await objects.read(document.key));
    // Deleted meanwhile.
    if (!input) continue;
    const name = `files/${document.id}/${document.fileName}`;
    yield { name, lastModified: new Date(document.receivedAt ?? document.createdAt), input };
  }
}
