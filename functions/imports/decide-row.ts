import type { Client } from "../../shared/entities/client.ts";
import type { ConflictAction, ConflictReason, RowDecision } from "../../shared/entities/import-conflict.ts";
import type { ClientId } from "../../shared/ids.ts";
import type { KnownClients } from "./known-clients.ts";
import type { Evidence } from "./match-row.ts";
import type { ImportedClient } from "./parse/imported-client.ts";

export interface Decisions {
  /** What to do with rows in conflict; unsaid, those that contradict a client become clients of their own. */
  onConflict?: ConflictAction | undefined;
  /** What was decided of single rows, by their number. */
  rows: ReadonlyMap<number, RowDecision>;
}

/** A conflict of a row, and the clients that it may mean. */
export interface Conflict {
  reason: ConflictReason;
  clients: Client[];
}

/** What becomes of a row. Left out is one that says too little, until somebody decides. */
export type Decided =
  | { does: "create"; id: ClientId; conflict?: Conflict }
  | { does: "change"; client: Client; by: Evidence; conflict?: Conflict }
  | { does: "skip"; conflict?: Conflict }
  | { does: "leave"; conflict: Conflict };

/** Whom a row is about, and what is done with it: never is one client made into another unless somebody says so. */
export const decideRow = async (
  row: number,
  client: ImportedClient,
  known: KnownClients,
  { onConflict, rows }: Decisions,
): Promise<Decided> => {
  const decision = rows.get(row);
  const { match, newId } = await known.match(client);
  const found = typeof match === "object" && "conflict" in match ? asConflict(match) : undefined;
  if (decision?.action === "skip") return { does: "skip", ...(found ? { conflict: found } : {}) };
  const chosen = decision?.action === "update" && decision.clientId && (await known.read(decision.clientId));
  if (chosen) return { does: "change", client: chosen, by: "decision", ...(found ? { conflict: found } : {}) };
  if (match === "nobody") return { does: "create", id: newId };
  if ("client" in match) {
    const isApart = decision?.action === "create" && match.client.id !== newId;
    return isApart ? { does: "create", id: newId } : { does: "change", ...match };
  }
  return settled(asConflict(match), newId, known, { decision, onConflict });
};

const asConflict = ({ conflict, clients }: { conflict: ConflictReason; clients: Client[] }): Conflict => ({
  reason: conflict,
  clients,
});

interface Said {
  decision: RowDecision | undefined;
  onConflict: ConflictAction | undefined;
}

const settled = (found: Conflict, newId: ClientId, known: KnownClients, { decision, onConflict }: Said): Decided => {
  switch (decision?.action ?? onConflict ?? (found.reason === "unclear" ? undefined : "create")) {
    case "create":
      return { does: "create", id: newId, conflict: found };
    case "skip":
      return { does: "skip", conflict: found };
    case "update":
      return overwriting(found, newId, known, decision !== undefined);
    default:
      return { does: "leave", conflict: found };
  }
};

/** Said of the whole file, it is not said of rows that contradict one another: those are different people. */
const overwriting = (conflict: Conflict, id: ClientId, known: KnownClients, isOfThisRow: boolean): Decided => {
  const [client] = conflict.clients;
  if (!client || (conflict.reason === "unclear" && !isOfThisRow)) return { does: "leave", conflict };
  if (known.hasMet(client.id) && !isOfThisRow) return { does: "create", id, conflict };
  return { does: "change", client, by: "decision", conflict };
};
