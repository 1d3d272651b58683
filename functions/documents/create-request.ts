import { type Actor, born, sourceOf } from "../../shared/app/actor.ts";
import { created, useCase } from "../../shared/app/use-case.ts";
import { seesOwn } from "../../shared/app/visibility.ts";
import { keys } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { insert, VersionConflict } from "../../shared/db/writes.ts";
import {
  type DocumentRequest,
  documentRequests,
  type RequestRecipient,
  recipientKey,
  requestRecipients,
} from "../../shared/entities/document-request.ts";
import { invalid } from "../../shared/errors.ts";
import { isUsefulPattern, plainType, usualTypes } from "../../shared/files/file-types.ts";
import type { BodyOf } from "../../shared/http/contract.ts";
import { type ClientId, derivedId, type Id } from "../../shared/ids.ts";
import { mailStatusOf } from "../../shared/messaging/mail-status.ts";
import { readExpiry } from "./expiry.ts";
import { routes } from "./manifest.ts";
import { presentWhole } from "./present.ts";
import { awaitReminder, planReminders } from "./reminders.ts";
import { askedClients, type WholeRequest } from "./store.ts";

type Body = BodyOf<typeof routes.createRequest>;

const USUAL_BYTES = 25 * 1024 * 1024;

/** Asks clients for documents. Writing the recipients is what sends the e-mails: each follows from its own change. */
export const createRequest = useCase(routes.createRequest, async ({ body, actor, db, now }, { ids }) => {
  const id = (body.id as Id<"documentRequest"> | undefined) ?? ids.next("documentRequest");
  const terms = termsOf(body, id);
  const known = body.id ? await db.get(documentRequests, keys.of(db.accountId, id)) : undefined;
  const same = known && (await readSame(db, known, body, terms, actor));
  if (same) return created(presentWhole(same, now), []);

  const asked = await askedClients(db, body.clientIds, actor);
  const birth = born(actor, now);
  const expiresAt = readExpiry(body.expiresAt, birth.createdAt, now);
  const reminders = planReminders(body.reminders ?? [], { ...birth, expiresAt }, actor.account);
  const request: DocumentRequest = {
    id,
    accountId: actor.accountId,
    ...terms,
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
  return created(presentWhole({ request, recipients }, now), [
    // One that was not there a moment ago may be this very one, sent twice: the next run finds out.
    insert(documentRequests, request, known ? undefined : () => new VersionConflict()),
    ...recipients.map((recipient) => insert(requestRecipients, recipient)),
    ...awaitReminder(request, { by: actor.id, source: sourceOf(actor), now }),
  ]);
});

type Terms = Pick<DocumentRequest, "title" | "message" | "items" | "accept" | "maxBytes">;

/** What is asked for, whoever is asked and until when. */
const termsOf = (body: Body, id: Id<"documentRequest">): Terms => ({
  title: body.title,
  ...(body.message ? { message: body.message } : {}),
  items: (body.items?.length ? body.items : [{ label: body.title }]).map(({ label, required = true }, index) => ({
    id: derivedId("item", id, String(index)),
    label,
    required,
  })),
  accept: readAccept(body.accept),
  maxBytes: body.maxBytes ?? USUAL_BYTES,
});

/** The request that is there, when it is the one that is asked for again: whatever became of its clients, or of its end. */
const readSame = async (
  db: AccountTable,
  known: DocumentRequest,
  { clientIds, expiresAt, reminders = [] }: Body,
  terms: Terms,
  actor: Actor,
): Promise<WholeRequest | undefined> => {
  const content = ({ title, message, items, accept, maxBytes }: Terms) =>
    JSON.stringify([title, message, items.map(({ id, label, required }) => [id, label, required]), accept, maxBytes]);
  const days = (of: readonly { afterDays: number }[]) =>
    [...new Set(of.map(({ afterDays }) => afterDays))].sort((a, b) => a - b).join();
  const asked = [...new Set(clientIds)];
  const isSame =
    content(known) === content(terms) &&
    days(known.reminders ?? []) === days(reminders) &&
    // When neither says how long, the hour of asking does not matter.
    (expiresAt === undefined || Date.parse(expiresAt) === Date.parse(known.expiresAt)) &&
    asked.length === known.progress.clients;
  if (!isSame || !seesOwn(actor, known)) return undefined;
  const recipients = await db.getMany(
    requestRecipients,
    asked.map((id) => recipientKey({ ...known, requestId: known.id, clientId: id as ClientId })),
    { consistent: true },
  );
  return recipients.length === asked.length ? { request: known, recipients } : undefined;
};

const readAccept = (accept: Body["accept"]): string[] => {
  if (!accept?.length) return [...usualTypes];
  return accept.map((given, index) => {
    const pattern = plainType(given);
    if (!isUsefulPattern(pattern)) throw invalid(`/accept/${index}`, "Files of this type cannot be checked");
    return pattern;
  });
};
