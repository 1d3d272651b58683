import { revised, sourceOf } from "../../shared/app/actor.ts";
import { ok, useCase } from "../../shared/app/use-case.ts";
import { replace } from "../../shared/db/writes.ts";
import { type DocumentRequest, documentRequests } from "../../shared/entities/document-request.ts";
import { routes } from "./manifest.ts";
import { presentWhole } from "./present.ts";
import { stopReminders } from "./reminders.ts";
import { findRequest } from "./store.ts";

/** Every link of the request stops working, also when it has everything; cancelling twice is one cancellation. */
export const cancelRequest = useCase(routes.cancel, async ({ params, actor, db, now, match }) => {
  const { request, recipients } = await findRequest(db, params.id, actor);
  match(request);
  if (request.status === "cancelled") return ok(presentWhole({ request, recipients }, now));
  const next: DocumentRequest = { ...request, status: "cancelled", ...revised(request, actor, now) };
  return ok(presentWhole({ request: next, recipients }, now), [
    replace(documentRequests, next, request),
    ...stopReminders(request, { by: actor.id, source: sourceOf(actor), now }),
  ]);
});
