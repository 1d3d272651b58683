import { revised, sourceOf } from "../../shared/app/actor.ts";
import { ok, useCase } from "../../shared/app/use-case.ts";
import { replace } from "../../shared/db/writes.ts";
import type { Account } from "../../shared/entities/account.ts";
import {
  type DocumentRequest,
  documentRequests,
  keptReminders,
  type Reminder,
} from "../../shared/entities/document-request.ts";
import { AppError, invalid } from "../../shared/errors.ts";
import type { BodyOf } from "../../shared/http/contract.ts";
import { sameContent } from "../../shared/same-content.ts";
import { readExpiry } from "./expiry.ts";
import { routes } from "./manifest.ts";
import { presentWhole } from "./present.ts";
import { awaitReminder, planReminders, stopReminders } from "./reminders.ts";
import { findRequest } from "./store.ts";

type Patch = BodyOf<typeof routes.updateRequest>;

/** Gives clients more time, or other words; links that are out follow, also those that were over. */
export const updateRequest = useCase(routes.updateRequest, async ({ params, body, actor, db, now, match }) => {
  const { request, recipients } = await findRequest(db, params.id, actor);
  match(request);
  if (request.status === "cancelled") throw new AppError("conflict", "The request is cancelled.");
  const next: DocumentRequest = { ...changed(request, body, actor.account, now), ...revised(request, actor, now) };
  if (sameContent(next, request)) return ok(presentWhole({ request, recipients }, now));
  const author = { by: actor.id, source: sourceOf(actor), now };
  const timer = awaitReminder(next, author);
  return ok(presentWhole({ request: next, recipients }, now), [
    replace(documentRequests, next, request),
    ...(timer.length > 0 ? timer : stopReminders(request, author)),
  ]);
});

const changed = (request: DocumentRequest, patch: Patch, account: Account, now: Date): DocumentRequest => {
  const { message: was, ...rest } = request;
  const message = patch.message === undefined ? was : patch.message;
  const expiresAt = patch.expiresAt ? readExpiry(patch.expiresAt, request.createdAt, now) : request.expiresAt;
  const reminders = patch.reminders
    ? newReminders(patch.reminders, { ...request, expiresAt }, account, now)
    : keptReminders(request, now);
  return { ...rest, ...(message ? { message } : {}), expiresAt, ...(reminders.length > 0 ? { reminders } : {}) };
};

/** What has gone out stays; what is new must still be to come. */
const newReminders = (
  asked: NonNullable<Patch["reminders"]>,
  request: DocumentRequest,
  account: Account,
  now: Date,
): Reminder[] => {
  const sent = (request.reminders ?? []).filter(({ sentAt }) => sentAt);
  const fresh = planReminders(asked, request, account).filter(
    ({ afterDays }) => !sent.some((reminder) => reminder.afterDays === afterDays),
  );
  const late = fresh.find(({ dueAt }) => dueAt <= now.toISOString());
  const index = asked.findIndex(({ afterDays }) => afterDays === late?.afterDays);
  if (late) throw invalid(`/reminders/${index}/afterDays`, "This day is over");
  return [...sent, ...fresh].sort((a, b) => a.afterDays - b.afterDays);
};
