import { type Actor, sourceOf } from "../../shared/app/actor.ts";
import { filtersToKeep } from "../../shared/app/caller-filters.ts";
import { newJob } from "../../shared/app/new-job.ts";
import { accepted, useCase } from "../../shared/app/use-case.ts";
import { keys } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import type { Write } from "../../shared/db/writes.ts";
import { clients } from "../../shared/entities/client.ts";
import { documents } from "../../shared/entities/document.ts";
import { notedOnDocument } from "../../shared/entities/document-share.ts";
import { AppError, noSuch } from "../../shared/errors.ts";
import { inBody } from "../../shared/filters/check-filters.ts";
import type { BodyOf } from "../../shared/http/contract.ts";
import { parseOr422 } from "../../shared/http/problem.ts";
import { routes } from "./manifest.ts";
import { mustBeMembers } from "./references.ts";
import { tagInPath } from "./schemas.ts";

/** Work on many clients is a job: `run-bulk` does it, page by page. */
export const bulk = useCase(routes.bulk, async ({ body, actor, db, now }, { ids }) => {
  if ("memberId" in body.action) {
    // Whoever was removed can still be taken away from clients.
    const orWere = body.action.kind === "unassign";
    await mustBeMembers(db, [body.action.memberId], { pointer: "/action/memberId", orWere });
  }
  const opened = body.action.kind === "share_document" ? await openedFor(body.action, { db, actor, now }) : [];
  const selection =
    "clientIds" in body.selection
      ? { clientIds: await ownClients(db, body.selection.clientIds) }
      : { filter: await filtersToKeep(db, actor, body.selection.filter, inBody("/selection/filter")) };
  const { job, write } = newJob(
    { kind: "bulk", input: { ...selection, action: withDefaults(body.action) } },
    actor,
    now,
    ids,
  );
  return accepted({ job }, [write, ...opened]);
});

export const renameTag = useCase(routes.renameTag, async ({ params, body, actor, now }, { ids }) => {
  const { tag } = await parseOr422(tagInPath(), params);
  const action = { kind: "rename_tag", tag, name: body.name };
  const { job, write } = newJob(
    { kind: "bulk", input: { filter: { tag }, everywhere: true, action } },
    actor,
    now,
    ids,
  );
  return accepted({ job }, [write]);
});

export const removeTag = useCase(routes.removeTag, async ({ params, actor, now }, { ids }) => {
  const { tag } = await parseOr422(tagInPath(), params);
  const action = { kind: "untag", tag };
  const { job, write } = newJob(
    { kind: "bulk", input: { filter: { tag }, everywhere: true, action } },
    actor,
    now,
    ids,
  );
  return accepted({ job }, [write]);
});

/** A message is marketing unless whoever writes it says that it is not. */
const withDefaults = (action: BodyOf<typeof routes.bulk>["action"]) => {
  if (action.kind === "share_document") return { ...action, visibility: action.visibility ?? "client" };
  return action.kind === "message" ? { ...action, marketing: action.marketing ?? true } : action;
};

/**
 * What is shared with clients is open to them from now on, not from each step of the job: who closes it meanwhile means it.
 * @throws AppError `forbidden`, `validation-failed` or `conflict` for what this caller cannot share
 */
const openedFor = async (
  { documentId, visibility = "client" }: Extract<BodyOf<typeof routes.bulk>["action"], { kind: "share_document" }>,
  { db, actor, now }: { db: AccountTable; actor: Actor; now: Date },
): Promise<Write[]> => {
  if (!actor.scopes.includes("documents:write"))
    throw new AppError("forbidden", "This needs the scope documents:write.");
  const document = await db.get(documents, keys.of(db.accountId, documentId));
  if (!document) throw noSuch("document", "/action/documentId");
  if (document.status !== "clean")
    throw new AppError("conflict", "Only a document whose file was found clean can be shared.");
  if (document.closed && visibility === "client")
    throw new AppError("conflict", "This document is closed to clients; change its visibility to `client` first.");
  const author = { by: actor.id, source: sourceOf(actor), now };
  const write = notedOnDocument(document, { opens: visibility === "client" }, author);
  return write ? [write] : [];
};

const ownClients = async (db: AccountTable, ids: readonly string[]): Promise<string[]> => {
  const distinct = [...new Set(ids)];
  const found = await db.getMany(
    clients,
    distinct.map((id) => keys.of(db.accountId, id)),
    { consistent: true },
  );
  if (found.length < distinct.length) throw noSuch("client", "/selection/clientIds");
  return distinct;
};
