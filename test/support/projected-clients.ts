import { project } from "../../functions/changes/project.ts";
import { toStored } from "../../shared/db/entity.ts";
import type { Table } from "../../shared/db/table.ts";
import { type Client, clients } from "../../shared/entities/client.ts";
import { stampOf } from "../../shared/entities/client-stamp.ts";
import { storedClient } from "../../shared/projection/stored-client.ts";
import { projectorDeps } from "./projector-deps.ts";
import { storedRecord } from "./stream.ts";

/**
 * Writes new clients of one account, and follows them as the projector does: they are found, listed and counted. Those of
 * 0.2 do not say what they are found by.
 */
export const writeProjected = async (
  table: Table,
  made: readonly Client[],
  form: "now" | "0.2" = "now",
): Promise<void> => {
  const stored = made.map((client) =>
    form === "now" ? storedClient(client, stampOf(client)) : toStored(clients, client),
  );
  for (const [at, { accountId }] of made.entries())
    await table.of(accountId).writeBatch(stored.slice(at, at + 1).map((item) => ({ do: "put", item })));
  const Records = stored.map((item, number) => storedRecord(undefined, item, { number, at: new Date() }));
  const { batchItemFailures } = await project({ Records }, projectorDeps(table));
  if (batchItemFailures.length > 0) throw new Error("The clients could not be projected.");
};
