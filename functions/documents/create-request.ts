import { type Actor, born, sourceOf } from "../../shared/app/actor.ts";
import { created, useCase } from "../../shared/app/use-case.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { insert } from "../../shared/db/writes.ts";
import {
  type DocumentRequest,
  documentRequests,
  type RequestRecipient,
  requestRecipients,
} from "../../shared/entities/document-request.ts";
import { AppError, invalid } from "../../shared/errors.ts";
import { isUsefulPattern, plainType, usualTypes } from "../../shared/files/file-types.ts";
import type { BodyOf } from "../../shared/http/contract.ts";
import { derivedId, type Id } from "../../shared/ids.ts";
import { mailStatusOf } from "../../shared/messaging/mail-status.ts";
import { readExpiry } from "./expiry.ts";
import { routes } from "./manifest.ts";
import { presentWhole } from "./present.ts";
import { awaitReminder, planReminders } from "./reminders.ts";
import { askedClients, findRequest, type WholeRequest } from "./store.ts";

type Body = BodyOf<typeof routes.createRequest>;

const USUAL_BYTES = 25 * 1024 * 1024;

/** Asks clients for documents. Writing the recipients is what sends the e-mails: each follows from its own change. */
export const createRequest = useCase(routes.createRequest, async ({ body, actor, db, now }, { ids }) => {
  const id = (body.id as Id<"documentRequest"> | undefined) ?? ids.next("documentRequest");
  const [asked, known] = await Promise.all([
    askedClients(db, body.clientIds, actor),
    body.id ? knownRequest(db, id, actor) : undefined,
  ]);
  const items = (body.items?.length ? body.items : [{ label: body.title }]).map(
    ({ label, required = true }, index) => ({
      id: derivedId("item", id, String(index)),
      label,
      required,
    }),
  );
  const birth = born(actor, now);
  const expiresAt = readExpiry(body.expiresAt, birth.createdAt, now);
  const reminders = planReminders(body.reminders ?? [], { ...birth, expiresAt }, actor.account);
  const request: DocumentRequest = {
    id,
    accountId: actor.accountId,
    title: body.title,
    ...(body.message ? { message: body.message } : {}),
    items,
    accept: readAccept(body.accept),
    maxBytes: body.maxBytes ?? USUAL_BYTES,
    expiresAt,
    ...(reminders.length > 0 ? { reminders } : {}),
    status: "open",
    progress: { clients: asked.length, complete: 0 },
    ...birth,
  };
  const recipients = asked.map(
    (client): RequestRecipient => ({
      id: `${id}.${client.id}`,
      accountId: actor.accountId,
      requestId: id,
      clientId: client.id,
      title: request.title,
      status: "waiting",
      mail: mailStatusOf(client),
      round: 1,
      received: {},
      forms: 0,
      ...birth,
    }),
  );
  if (known && isSame(known, { request, recipients }, body)) return created(presentWhole(known, now), []);
  return created(presentWhole({ request, recipients }, now), [
    insert(documentRequests, request),
    ...recipients.map((recipient) => insert(requestRecipients, recipient)),
    ...awaitReminder(request, { by: actor.id, source: sourceOf(actor), now }),
  ]);
});

const knownRequest = (db: AccountTable, id: string, actor: Actor): Promise<WholeRequest | undefined> =>
  findRequest(db, id, actor).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "not-found") return undefined;
    throw error;
  });

/** Whether two creations ask the same; when neither says how long, the hour of asking does not matter. */
const isSame = (a: WholeRequest, b: WholeRequest, { expiresAt }: Body): boolean => {
  const content = ({ request, recipients }: WholeRequest) =>
    JSON.stringify([
      request.title,
      request.message,
      request.items.map(({ id, label, required }) => [id, label, required]),
      request.accept,
      request.maxBytes,
      expiresAt && request.expiresAt,
      request.reminders?.map(({ afterDays }) => afterDays),
      recipients.map(({ clientId }) => clientId).sort(),
    ]);
  return content(a) === content(b);
};

const readAccept = (accept: Body["accept"]): string[] => {
  if (!accept?.length) return [...usualTypes];
  return accept.map((given, index) => {
    const pattern = plainType(given);
    if (!isUsefulPattern(pattern)) throw invalid(`/accept/${index}`, "Files of this type cannot be checked");
    return pattern;
  });
};
