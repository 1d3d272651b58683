import { present } from "../../shared/db/conditions.ts";
import { update, VersionConflict, type Write } from "../../shared/db/writes.ts";
import type { ClientMessage } from "../../shared/entities/client-message.ts";
import { jobItemKey } from "../../shared/entities/job.ts";

/** What became of a client's message, as the results of its job say it. */
export const noteResult = (
  { accountId, jobId, clientId: place }: Pick<ClientMessage, "accountId" | "jobId" | "clientId">,
  status: string,
  message?: string,
): Write =>
  update(
    jobItemKey({ accountId, jobId, place }),
    { set: { status, ...(message ? { message } : {}) }, ...(message ? {} : { remove: ["message"] }) },
    present,
    () => new VersionConflict(),
  );
