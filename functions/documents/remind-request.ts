import { sourceOf } from "../../shared/app/actor.ts";
import { ok, useCase } from "../../shared/app/use-case.ts";
import { type RequestRecipient, statusOf } from "../../shared/entities/document-request.ts";
import { AppError, noSuch } from "../../shared/errors.ts";
import { routes } from "./manifest.ts";
import { presentWhole } from "./present.ts";
import { remind } from "./reminders.ts";
import { findRequest } from "./store.ts";

/** Reminds by hand, beside the reminders that a request has of its own. */
export const remindRequest = useCase(routes.remind, async ({ params, body, actor, db, now }) => {
  const { request, recipients } = await findRequest(db, params.id, actor);
  const named = chosen(recipients, body.clientIds);
  const status = statusOf(request, now);
  if (status !== "open") throw new AppError("conflict", `The request is ${status}: there is nothing to remind of.`);
  const { writes, after } = remind(named, { by: actor.id, source: sourceOf(actor), now });
  return ok(presentWhole({ request, recipients: recipients.map(after) }, now), writes);
});

const chosen = (recipients: RequestRecipient[], clientIds: readonly string[] | undefined): RequestRecipient[] => {
  const strangers = (clientIds ?? []).filter((id) => !recipients.some(({ clientId }) => clientId === id));
  if (strangers[0]) throw noSuch("recipient", `/clientIds/${clientIds?.indexOf(strangers[0])}`);
  return clientIds ? recipients.filter(({ clientId }) => clientIds.includes(clientId)) : recipients;
};
