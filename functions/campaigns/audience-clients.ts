import { keys } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { type Client, clients } from "../../shared/entities/client.ts";
import type { AudienceEntry } from "./audience.ts";

/** The lists tell who refused marketing; whether every e-mail was refused stands on the client alone. */
export const needsClient = ({ mail }: AudienceEntry, optedInOnly: boolean): boolean =>
  mail === undefined || (mail === "unsubscribed" && !optedInOnly);

export const clientsById = async (
  db: AccountTable,
  entries: readonly { id: string }[],
  options: { consistent?: boolean } = {},
): Promise<Map<string, Client>> => {
  const found = await db.getMany(
    clients,
    entries.map(({ id }) => keys.of(db.accountId, id)),
    options,
  );
  return new Map(found.map((client) => [client.id, client]));
};
