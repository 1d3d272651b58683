import { sourceOf } from "../../shared/app/actor.ts";
import { ok, useCase } from "../../shared/app/use-case.ts";
import { keys } from "../../shared/db/keys.ts";
import { clients } from "../../shared/entities/client.ts";
import { type RequestRecipient, reviseRecipient, statusOf } from "../../shared/entities/document-request.ts";
import { AppError, noSuch } from "../../shared/errors.ts";
import { mailStatusOf } from "./mail-status.ts";
import { routes } from "./manifest.ts";
import { presentWhole } from "./present.ts";
import { findRequest } from "./store.ts";

/** Queues another e-mail for those who have not sent everything; one that is still on its way is not doubled. */
export const remindRequest = useCase(routes.remind, async ({ params, body, actor, db, now, match }) => {
  const { request, recipients } = await findRequest(db, params.id, actor);
  match(request);
  const status = statusOf(request, now);
  if (status !== "open") throw new AppError("conflict", `The request is ${status}: there is nothing to remind of.`);
  const due = chosen(recipients, body.clientIds).filter((one) => one.status !== "complete" && one.mail !== "queued");

  const found = await db.getMany(
    clients,
    due.map(({ clientId }) => keys.of(db.accountId, clientId)),
  );
  const byId = new Map(found.map((client) => [client.id, client]));
  const author = { by: actor.id, source: sourceOf(actor), now };
  const reminded = new Map<string, RequestRecipient>();
  const writes = due.flatMap((recipient) => {
    const client = byId.get(recipient.clientId);
    const mail = client ? mailStatusOf(client) : "no_address";
    const change = mail === "queued" ? { mail, round: recipient.round + 1 } : { mail };
    if (mail === recipient.mail) return [];
    reminded.set(recipient.id, { ...recipient, ...change });
    return [reviseRecipient(recipient, change, author)];
  });
  const shown = recipients.map((recipient) => reminded.get(recipient.id) ?? recipient);
  return ok(presentWhole({ request, recipients: shown }, now), writes);
});

const chosen = (recipients: RequestRecipient[], clientIds: readonly string[] | undefined): RequestRecipient[] => {
  const stranger = clientIds?.findIndex((id) => !recipients.some(({ clientId }) => clientId === id)) ?? -1;
  if (stranger >= 0) throw noSuch("recipient", `/clientIds/${stranger}`);
  return clientIds ? recipients.filter(({ clientId }) => clientIds.includes(clientId)) : recipients;
};
