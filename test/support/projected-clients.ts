import { project } from "../../functions/changes/project.ts";
import type { Table } from "../../shared/db/table.ts";
import { insert } from "../../shared/db/writes.ts";
import { type Client, clients } from "../../shared/entities/client.ts";
import { testLog } from "./deps.ts";
import { streamRecord } from "./stream.ts";

/** Writes new clients of one account, and follows them as the projector does: they are found, listed and counted. */
export const writeProjected = async (table: Table, made: readonly Client[]): Promise<void> => {
  for (const client of made) await table.of(client.accountId).commit([insert(clients, client)]);
  const Records = made.map((after, number) => streamRecord(clients, { after, number, at: new Date() }));
  const { batchItemFailures } = await project({ Records }, { table, log: testLog() });
  if (batchItemFailures.length > 0) throw new Error("The clients could not be projected.");
};
