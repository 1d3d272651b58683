import { version } from "../../../shared/db/conditions.ts";
import { fromStored, isOf } from "../../../shared/db/entity.ts";
import { keys, partitions } from "../../../shared/db/keys.ts";
import { unlessRefused } from "../../../shared/db/unless-refused.ts";
import { remove, replace, update, VersionConflict } from "../../../shared/db/writes.ts";
import {
  type DocumentRequest,
  documentRequests,
  RECIPIENTS,
  REQUESTS_OF_CLIENT,
  type RequestRecipient,
  recipientKey,
  requestRecipients,
} from "../../../shared/entities/document-request.ts";
import { allOf } from "./all-of.ts";
import type { Eraser, Erasing } from "./eraser.ts";
import { silenceResource } from "./feed.ts";

const TRIES = 5;

/** Requests for documents: those that went to this client alone, and their part in those that went to others too. */
export const eraseRequests: Eraser = async (erasing) => {
  const { db, client, forGood } = erasing;
  const found = { requests: 0, requestParts: 0 };
  const rows = allOf(db, partitions.ofClient(db.accountId, client.id), { prefix: REQUESTS_OF_CLIENT });
  for await (const items of rows) {
    for (const item of items.filter((one) => isOf(requestRecipients, one))) {
      const recipient = fromStored(requestRecipients, item);
      const isAlone = await hasOneRecipient(erasing, recipient);
      found[isAlone ? "requests" : "requestParts"] += 1;
      if (forGood) await (isAlone ? eraseRequest : leaveRequest)(erasing, recipient);
    }
  }
  return found;
};

const hasOneRecipient = async ({ db }: Erasing, { requestId }: RequestRecipient): Promise<boolean> => {
  const { items } = await db.listStored(partitions.self(db.accountId, requestId), { limit: 2, prefix: RECIPIENTS });
  return items.length < 2;
};

/** The recipient goes last: an erasure that is cut off finds the request by it. */
const eraseRequest = async (erasing: Erasing, recipient: RequestRecipient): Promise<void> => {
  const { db, now } = erasing;
  const request = await db.get(documentRequests, keys.of(db.accountId, recipient.requestId));
  if (request) {
    // What is told of its end must not say it once more.
    const { version: read } = request;
    const silent = update(
      keys.of(db.accountId, request.id),
      { set: { title: "", items: [] }, remove: ["message"] },
      version(read),
    );
    await unlessRefused(db.commit([silent]));
    await silenceResource(db, request, now);
  }
  await db.commit([remove(keys.of(db.accountId, recipient.requestId))]);
  for await (const items of allOf(db, partitions.self(db.accountId, recipient.requestId), { from: "A" })) {
    const others = items.filter((item) => !isOf(requestRecipients, item));
    await db.writeBatch(others.map(({ pk, sk }) => remove({ pk, sk })));
  }
  await db.commit([remove(recipientKey(recipient))]);
};

/** The others' request counts one client less. */
const leaveRequest = async ({ db, client, now }: Erasing, { requestId }: RequestRecipient): Promise<void> => {
  const key = { accountId: db.accountId, requestId, clientId: client.id };
  for (let run = 1; ; run++) {
    const [request, recipient] = await Promise.all([
      db.get(documentRequests, keys.of(db.accountId, requestId)),
      db.get(requestRecipients, recipientKey(key)),
    ]);
    if (!recipient) return;
    const gone = remove(recipientKey(key));
    try {
      return await db.commit(
        request ? [gone, replace(documentRequests, without(request, recipient, now), request)] : [gone],
      );
    } catch (error) {
      if (!(error instanceof VersionConflict) || run >= TRIES) throw error;
    }
  }
};

const without = (request: DocumentRequest, { status }: RequestRecipient, now: Date): DocumentRequest => {
  const { clients, complete } = request.progress;
  const progress = { clients: clients - 1, complete: status === "complete" ? complete - 1 : complete };
  const isComplete = request.status === "open" && progress.complete >= progress.clients;
  return {
    ...request,
    progress,
    ...(isComplete ? { status: "complete" as const } : {}),
    version: request.version + 1,
    updatedAt: now.toISOString(),
    updatedBy: "system",
    source: "automation",
  };
};
