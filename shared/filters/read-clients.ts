import { keys } from "../db/keys.ts";
import type { AccountTable } from "../db/table.ts";
import { type Client, clients } from "../entities/client.ts";
import { type Criteria, meets } from "./client-filters.ts";
import { textTest } from "./text-test.ts";

/** The clients of some ids, by id; a hundred a call. */
export const readClients = async (
  db: AccountTable,
  wanted: readonly { id: string }[],
): Promise<Map<string, Client>> => {
  const ids = [...new Set(wanted.map(({ id }) => id))];
  const found = await db.getMany(
    clients,
    ids.map((id) => keys.of(db.accountId, id)),
  );
  return new Map(found.map((client) => [client.id, client]));
};

/** Whether a client at hand, as it is now, is one of those that are asked for. Texts find nobody in the archive. */
export const selectionTest = async (criteria: Criteria): Promise<(client: Client) => boolean> => {
  const { text } = criteria;
  const isFound = text ? await textTest(text) : () => true;
  return (client) =>
    meets(client, criteria) && (text?.kind !== "prefix" || client.status !== "archived") && isFound(client);
};
