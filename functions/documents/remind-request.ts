import { sourceOf } from "../../shared/app/actor.ts";
import { ok, useCase } from "../../shared/app/use-case.ts";
import { type RequestRecipient, statusOf } from "../../shared/entities/document-request.ts";
import { AppError, noSuch } from "../../shared/errors.ts";
import { routes } from "./manifest.ts";
import { presentWhole } from "./present.ts";
import { remind } from "./reminders.ts";
import { findRequest } from "./store.ts";
import { type Unreachable, unreachableOf } from "./unreachable.ts";

/**
 * Reminds by hand, beside the reminders that a request has of its own: those whom an e-mail may reach. It is refused when
 * it names one whom none would reach, or when there is nobody else.
 */
export const remindRequest = useCase(routes.remind, async ({ params, body, actor, db, now }) => {
  const { request, recipients } = await findRequest(db, params.id, actor);
  const named = chosen(recipients, body.clientIds);
  const status = statusOf(request, now);
  if (status !== "open") throw new AppError("conflict", `The request is ${status}: there is nothing to remind of.`);
  const unreachable = await unreachableOf(db, named);
  const reached = named.filter(({ clientId }) => !unreachable.has(clientId));
  const { writes, after } = remind(reached, { by: actor.id, source: sourceOf(actor), now });
  if (unreachable.size > 0 && (body.clientIds || writes.length === 0)) throw reachesNobody(unreachable, body.clientIds);
  return ok(presentWhole({ request, recipients: recipients.map(after) }, now), writes);
});

const reachesNobody = (unreachable: Map<string, Unreachable>, asked: readonly string[] | undefined): AppError => {
  const errors = [...unreachable].flatMap(([clientId, why]) =>
    asked ? [{ pointer: `/clientIds/${asked.indexOf(clientId)}`, message: whyNot[why] }] : [],
  );
  const [why = "bounce"] = unreachable.values();
  return new AppError("conflict", whyNot[why], errors.length > 0 ? { errors } : {});
};

const whyNot: Readonly<Record<Unreachable, string>> = {
  bounce:
    "E-mail to the client's address bounced for good: correct the address on the client, or make a link and hand it over by other means.",
  complaint:
    "The client's address reported an e-mail of yours as unwanted, and gets no more: make a link and hand it over by other means.",
  no_address: "The client has no e-mail address: add one, or make a link and hand it over by other means.",
};

const chosen = (recipients: RequestRecipient[], clientIds: readonly string[] | undefined): RequestRecipient[] => {
  const strangers = (clientIds ?? []).filter((id) => !recipients.some(({ clientId }) => clientId === id));
  if (strangers[0]) throw noSuch("recipient", `/clientIds/${clientIds?.indexOf(strangers[0])}`);
  return clientIds ? recipients.filter(({ clientId }) => clientIds.includes(clientId)) : recipients;
};
