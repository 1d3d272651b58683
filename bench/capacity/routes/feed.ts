import { deepEqual } from "node:assert/strict";
import { appendChanges } from "../../../functions/changes/append-changes.ts";
import { keys, partitions } from "../../../shared/db/keys.ts";
import type { LoggedChange } from "../../../shared/entities/change-log.ts";
import { eventIdOf } from "../../../shared/events/change.ts";
import { derivedId } from "../../../shared/ids.ts";
import { type Case, holds, list, type Setting, soon, times } from "../case.ts";

const AT = "2026-03-02T15:00:00.000Z";

/** What partners follow: a log with a page for each change, as people leave it, and behind it one of a whole batch. */
export const feedCases = async ({ world, caller, make }: Setting): Promise<Case[]> => {
  const { account } = caller;
  const db = world.table.of(account.id);
  const clock = { now: () => new Date() };
  const start = String((await make("GET /v1/changes", { query: { after: "now" } })).after);
  await times(8, (number) => appendChanges(db, [change(number)], { clock }));
  const batch = Array.from({ length: 90 }, (_, number) => change(100 + number));
  await appendChanges(db, batch, { clock });
  const { after } = await make("GET /v1/changes", { query: { after: start, limit: "8" } });
  const end = String((await make("GET /v1/changes", { query: { after: "now" } })).after);
  const log = partitions.changeLog(account.id);
  const nothing = list("nothing", { ...partitions.list(account.id, "NOTHING"), items: 1 });

  return [
    {
      route: "GET /v1/changes",
      pattern: "Query four pages of the log, then as many as those make likely",
      query: { after: start, limit: "8" },
      reads: [list("pages", { ...log, items: 9 })],
      check: holds(8),
      because: "a page holds what one batch of the stream brought, one change or ninety: the first four tell how many",
    },
    {
      route: "GET /v1/changes",
      pattern: "a batch's page, read on",
      query: { after: String(after), limit: "25" },
      reads: [list("page", { ...log, items: 1, newestFirst: true })],
      check: holds(25),
    },
    {
      route: "GET /v1/changes",
      pattern: "nothing new",
      query: { after: end },
      reads: [nothing],
      check: ({ body }) => deepEqual(body.data, []),
    },
    {
      route: "GET /v1/changes",
      pattern: "nothing new, with the token of a write: first the marker of its second",
      query: { after: end, consistency: tokenOf(change(1)) },
      reads: [soon("marker", [keys.logged(account.id, AT.slice(0, 19))]), nothing],
      check: ({ body }) => deepEqual(body.data, []),
      because: "the log is read when the write stands in it",
    },
  ];
};

const change = (number: number): LoggedChange => {
  const resourceId = derivedId("client", `logged ${number}`);
  const id = eventIdOf({ id: resourceId, version: 1, updatedAt: AT });
  const actor = { kind: "api_key", id: derivedId("apiKey", "somebody") };
  return { id, type: "client.created", occurredAt: AT, actor, source: "api", resourceId, version: 1, changed: [] };
};

const tokenOf = ({ resourceId, version, occurredAt }: LoggedChange): string =>
  Buffer.from(`client ${resourceId} ${version} ${occurredAt}`).toString("base64url");
