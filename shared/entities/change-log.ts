import { type Entity, entity } from "../db/entity.ts";
import { type AccountId, type Id, keys } from "../db/keys.ts";
import type { Kind } from "../events/kind.ts";

/**
 * A change as partners are told of it: what happened, when, by whom, to which version of what. It holds no value of the
 * resource: who wants those reads the resource, and an erasure finds nothing here to take away.
 */
export interface LoggedChange {
  /** The id of the event on the bus, too. */
  id: Id<"event">;
  /** `client.updated`. */
  type: string;
  occurredAt: string;
  actor: { kind: string; id: string };
  source: string;
  resourceId: string;
  version: number;
  /** The client whom it is about, where that is not the resource itself. */
  clientId?: string;
  /** Names of the fields that changed. */
  changed: string[];
}

/** Some changes of an account in the order in which they arrived. Pages are numbered without gaps from the log's start. */
export interface LogPage {
  accountId: AccountId;
  page: number;
  /** The page before; absent where the log begins, for the first time or after thirty days without a change. */
  previous?: number;
  /** When it was written. */
  at: string;
  /** The changes as JSON, without names: a page of ninety stays below sixteen kilobytes. */
  changes: string;
  ttl: number;
}

export const logPages: Entity<LogPage> = entity("log_page", ({ accountId, page }) => keys.logPage(accountId, page));

/** Where an account's log begins. It outlives the pages, so that no number is given twice. */
export const logStarts: Entity<{ accountId: AccountId; page: number }> = entity("log_start", ({ accountId }) =>
  keys.logStart(accountId),
);

/** The changes of one second that stand in the log, by the last characters of their ids. */
export interface LoggedIds {
  accountId: AccountId;
  second: string;
  ids: Set<string>;
  ttl: number;
}

export const loggedIds: Entity<LoggedIds> = entity("logged_ids", ({ accountId, second }) =>
  keys.logged(accountId, second),
);

export const secondOf = ({ occurredAt }: Pick<LoggedChange, "occurredAt">): string => occurredAt.slice(0, 19);

/** The eighty bits of an event's id that are no time. */
export const shortIdOf = ({ id }: Pick<LoggedChange, "id">): string => id.slice(-16);

/** Whether the changes of a kind are told to partners. */
export const isLogged = ({ audience, feed }: Kind): boolean => audience === "partners" && feed !== false;

/** How long partners may stay away. */
export const LOG_DAYS = 30;

export const packed = (changes: readonly LoggedChange[]): string =>
  JSON.stringify(
    changes.map(({ id, type, occurredAt, actor, source, resourceId, version, clientId = "", changed }) => [
      id,
      type,
      occurredAt,
      actor.kind,
      actor.id,
      source,
      resourceId,
      version,
      clientId,
      ...changed,
    ]),
  );

export const unpacked = ({ changes }: Pick<LogPage, "changes">): LoggedChange[] => {
  const rows: unknown = JSON.parse(changes);
  return Array.isArray(rows) ? rows.map(rowOf) : [];
};

const rowOf = (row: unknown[]): LoggedChange => {
  const [id, type, occurredAt, kind, actorId, source, resourceId, version, clientId, ...changed] = row.map(String);
  return {
    id: id as Id<"event">,
    type: type ?? "",
    occurredAt: occurredAt ?? "",
    actor: { kind: kind ?? "", id: actorId ?? "" },
    source: source ?? "",
    resourceId: resourceId ?? "",
    version: Number(version),
    ...(clientId ? { clientId } : {}),
    changed,
  };
};
