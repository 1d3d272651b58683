import { sourceOf } from "../../shared/app/actor.ts";
import { ok, useCase } from "../../shared/app/use-case.ts";
import { type RequestRecipient, reviseRecipient, statusOf } from "../../shared/entities/document-request.ts";
import { AppError, noSuch } from "../../shared/errors.ts";
import { routes } from "./manifest.ts";
import { presentWhole } from "./present.ts";
import { findRequest } from "./store.ts";

/**
 * Queues another e-mail for those who have not sent everything; one that is still on its way is not doubled. Whether
 * there is an address to send it to is found out when it is sent.
 */
export const remindRequest = useCase(routes.remind, async ({ params, body, actor, db, now }) => {
  const { request, recipients } = await findRequest(db, params.id, actor);
  const named = chosen(recipients, body.clientIds);
  const status = statusOf(request, now);
  if (status !== "open") throw new AppError("conflict", `The request is ${status}: there is nothing to remind of.`);

  const due = named.filter((recipient) => recipient.status !== "complete" && recipient.mail !== "queued");
  const author = { by: actor.id, source: sourceOf(actor), now };
  const reminded = new Map(
    due.map((recipient) => [recipient.id, { mail: "queued" as const, round: recipient.round + 1 }]),
  );
  const writes = due.map((recipient) => reviseRecipient(recipient, reminded.get(recipient.id) ?? {}, author));
  const shown = recipients.map((recipient) => ({ ...recipient, ...reminded.get(recipient.id) }));
  return ok(presentWhole({ request, recipients: shown }, now), writes);
});

const chosen = (recipients: RequestRecipient[], clientIds: readonly string[] | undefined): RequestRecipient[] => {
  const strangers = (clientIds ?? []).filter((id) => !recipients.some(({ clientId }) => clientId === id));
  if (strangers[0]) throw noSuch("recipient", `/clientIds/${clientIds?.indexOf(strangers[0])}`);
  return clientIds ? recipients.filter(({ clientId }) => clientIds.includes(clientId)) : recipients;
};
