import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { buildWorkerDeps } from "../../shared/app/deps.ts";
import { JobFailure, ListsBehind, runJob } from "../../shared/app/job-runner.ts";
import { on } from "../../shared/app/on.ts";
import { isLastTry } from "../../shared/app/queue.ts";
import type { AppDeps } from "../../shared/app/use-case.ts";
import { env } from "../../shared/env.ts";
import { lazy } from "../../shared/lazy.ts";
import { job as longWork } from "../jobs/kinds.ts";

/** An export is one step, as a file is written whole: the lease covers the function's whole time. */
const LEASE_SECONDS = 15 * 60;

interface ExportDeps extends AppDeps {
  save: (key: string, file: Uint8Array) => Promise<void>;
}

/** The numbering plans of the world are a third of it: loaded with the first export. */
const loadWriter = lazy(async () => (await import("./write-export.ts")).writeExport);

const s3 = lazy(() => new S3Client({ forcePathStyle: true }));

const save: ExportDeps["save"] = async (Key, Body) => {
  await s3().send(
    new PutObjectCommand({ Bucket: env.filesBucket(), Key, Body, ContentType: "text/csv; charset=utf-8" }),
  );
};

export const handler = on(
  [longWork.requested],
  (): ExportDeps => ({ ...buildWorkerDeps(), save }),
  async (event, deps, delivery) => {
    const accountId = event.accountId;
    await runJob(deps, {
      accountId,
      jobId: event.resource.id,
      worker: `${delivery.messageId}/${delivery.receiveCount}`,
      lastTry: isLastTry(delivery),
      leaseSeconds: LEASE_SECONDS,
      async step(job) {
        const writeExport = await loadWriter();
        const written = await writeExport(deps.table.of(accountId), job, deps);
        if (!written) throw new JobFailure("The export no longer exists.");
        await deps.save(written.key, written.file);
        const progress = { done: written.clients, total: written.clients };
        return { checkpoint: {}, progress, counts: { clients: written.clients }, finished: true };
      },
      hasTime: () => true,
      // It has no queue of its own to come again by: its message is brought again.
      continueLater: () => Promise.reject(new ListsBehind()),
    });
  },
);
