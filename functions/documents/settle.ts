import { authorOf, revised } from "../../shared/app/actor.ts";
import { equals } from "../../shared/db/conditions.ts";
import { keys } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { insert, replace, update, VersionConflict, type Write } from "../../shared/db/writes.ts";
import { accounts } from "../../shared/entities/account.ts";
import {
  type Document,
  documentAccesses,
  documents,
  documentVersions,
  type RefusalReason,
  withNewFile,
  withoutNewFile,
} from "../../shared/entities/document.ts";
import {
  documentRequests,
  progressOf,
  recipientKey,
  requestRecipients,
  reviseRecipient,
} from "../../shared/entities/document-request.ts";
import type { UploadSlot } from "../../shared/entities/upload-slot.ts";
import { derivedIdAt } from "../../shared/ids.ts";
import type { KeptAs } from "./inspect.ts";

/** What was found out about a file. */
export type Finding =
  | ({ outcome: "clean"; key: string; size: number } & KeptAs)
  | { outcome: "infected"; size: number }
  | { outcome: "refused"; reason: RefusalReason; size: number };

/** Two files of one client, or the last files of forty, may arrive at once. */
const RERUNS = 8;

class AlreadySettled extends Error {}

/**
 * Writes down what became of a file: the document, the slot, the access log, and how far the client and the request are,
 * in one transaction. `unwanted`: staff deleted the document before its file came.
 */
export const settle = async (
  db: AccountTable,
  slot: UploadSlot,
  finding: Finding,
  now: Date,
): Promise<"settled" | "unwanted"> => {
  for (let run = 1; ; run++) {
    const decision = await decide(db, slot, finding, now);
    if (!decision) return "unwanted";
    try {
      await db.commit([settleSlot(slot, decision.finding), ...decision.writes]);
      return "settled";
    } catch (error) {
      if (error instanceof AlreadySettled) return "settled";
      if (!(error instanceof VersionConflict) || run >= RERUNS) throw error;
    }
  }
};

/** What is written down, and beside it what else becomes true. */
interface Decision {
  finding: Finding;
  writes: Write[];
}

/** Undefined when nobody wants the file any more. */
const decide = async (
  db: AccountTable,
  slot: UploadSlot,
  finding: Finding,
  now: Date,
): Promise<Decision | undefined> => {
  if (slot.versionOf) return decideOnVersion(db, slot, finding, now);
  const writes = await (slot.answers ? answerWrites : staffWrites)(db, slot, finding, now);
  return writes && { finding, writes };
};

const settleSlot = (slot: UploadSlot, finding: Finding): Write =>
  update(
    keys.of(slot.accountId, slot.id),
    {
      set: {
        status: "settled",
        outcome: finding.outcome,
        ...(finding.outcome === "refused" ? { reason: finding.reason } : {}),
        ...(finding.outcome === "clean" ? { keptAt: finding.key } : {}),
      },
    },
    equals("status", "awaiting"),
    () => new AlreadySettled("This upload was settled before."),
  );

/**
 * A client's answer to a request: the document begins to exist with the decision about its file. Undefined when they are
 * asked no more: they were erased meanwhile.
 */
const answerWrites = async (
  db: AccountTable,
  slot: UploadSlot,
  finding: Finding,
  now: Date,
): Promise<Write[] | undefined> => {
  const { answers } = slot;
  if (!answers) return [];
  const { requestId, clientId, itemId } = answers;
  const [request, recipient] = await Promise.all([
    db.get(documentRequests, keys.of(slot.accountId, requestId)),
    db.get(requestRecipients, recipientKey({ accountId: slot.accountId, requestId, clientId })),
  ]);
  if (!recipient) return undefined;
  const at = now.toISOString();
  const document: Document = {
    id: slot.documentId,
    accountId: slot.accountId,
    clientId,
    origin: "client",
    requestId,
    itemId,
    fileName: slot.fileName,
    contentType: slot.contentType,
    visibility: "client",
    uploadId: slot.id,
    version: 1,
    createdAt: at,
    createdBy: clientId,
    updatedAt: at,
    updatedBy: clientId,
    source: "portal",
    ...contentOf(finding, now),
  };
  const writes = [insert(documents, document), uploaded(slot, clientId, now)];
  if (finding.outcome !== "clean") return writes;

  if (!request) return writes;
  const received = { ...recipient.received, [itemId]: (recipient.received[itemId] ?? 0) + 1 };
  const status = progressOf(request.items, received);
  writes.push(reviseRecipient(recipient, { received, status }, { by: clientId, source: "portal", now }));
  if (status === "complete" && recipient.status !== "complete") {
    const progress = { ...request.progress, complete: request.progress.complete + 1 };
    const all = progress.complete >= progress.clients && request.status === "open";
    const next = {
      ...request,
      progress,
      ...(all ? { status: "complete" as const } : {}),
      version: request.version + 1,
      updatedAt: at,
      updatedBy: clientId,
      source: "portal",
    };
    writes.push(replace(documentRequests, next, request));
  }
  return writes;
};

/** A document that staff announced; undefined when it was deleted in the meantime. */
const staffWrites = async (
  db: AccountTable,
  slot: UploadSlot,
  finding: Finding,
  now: Date,
): Promise<Write[] | undefined> => {
  const document = await db.get(documents, keys.of(slot.accountId, slot.documentId));
  if (!document) return undefined;
  const { ttl, ...rest } = document;
  const next: Document = {
    ...rest,
    ...contentOf(finding, now),
    version: document.version + 1,
    updatedAt: now.toISOString(),
  };
  const writes = [replace(documents, next, document), uploaded(slot, document.createdBy, now)];
  return slot.use === "logo" && finding.outcome === "clean" ? [...writes, await asLogo(db, next, now)] : writes;
};

/** The account shows it from now on. */
const asLogo = async (db: AccountTable, { id, createdBy }: Document, now: Date): Promise<Write> => {
  const account = await db.get(accounts, keys.account(db.accountId));
  if (!account) throw new Error("The account of a logo is gone.");
  return replace(accounts, { ...account, logo: id, ...revised(account, authorOf(createdBy), now) }, account);
};

/** A new file of a document: it takes the place of the current one, or leaves it as it is. */
const decideOnVersion = async (
  db: AccountTable,
  slot: UploadSlot,
  finding: Finding,
  now: Date,
): Promise<Decision | undefined> => {
  const document = await db.get(documents, keys.of(slot.accountId, slot.documentId));
  if (!document) return undefined;
  const log = uploaded(slot, slot.by ?? document.createdBy, now);
  if (finding.outcome !== "clean") {
    const next = withoutNewFile(document, finding, slot, now);
    return { finding, writes: next ? [replace(documents, next, document), log] : [log] };
  }
  const taken = withNewFile(document, finding, { ...slot, ...keptAs(finding) }, now);
  if (!taken) return { finding: { outcome: "refused", reason: "superseded", size: finding.size }, writes: [log] };
  const writes = [replace(documents, taken.next, document), insert(documentVersions, taken.former), log];
  return { finding, writes };
};

/** What is kept has its real type, and a name that says so; what is refused is told as it was sent. */
const keptAs = (finding: Finding): Partial<KeptAs> =>
  finding.outcome === "clean" ? { contentType: finding.contentType, fileName: finding.fileName } : {};

const contentOf = (finding: Finding, now: Date) => ({
  size: finding.size,
  status: finding.outcome,
  receivedAt: now.toISOString(),
  ...(finding.outcome === "clean" ? { key: finding.key } : {}),
  ...(finding.outcome === "refused" ? { reason: finding.reason } : {}),
  ...keptAs(finding),
});

const uploaded = (slot: UploadSlot, by: string, now: Date): Write =>
  insert(documentAccesses, {
    id: derivedIdAt("event", now, slot.id),
    accountId: slot.accountId,
    documentId: slot.documentId,
    at: now.toISOString(),
    by,
    action: "uploaded",
  });
