import { keys } from "../../../shared/db/keys.ts";
import type { AccountTable } from "../../../shared/db/table.ts";
import { type Client, clients } from "../../../shared/entities/client.ts";
import { noSuch } from "../../../shared/errors.ts";
import type { Reader } from "./attributes.ts";

/** The client as whom the e-mail is looked at; without one, somebody of whom nothing is known. */
export const viewer = async (
  db: AccountTable,
  clientId: string | undefined,
): Promise<Reader & Pick<Client, "language">> => {
  const client = await viewerIfThere(db, clientId);
  if (!client) throw noSuch("client", "/clientId");
  return client;
};

/** The same; none where that client is gone. */
export const viewerIfThere = async (
  db: AccountTable,
  clientId: string | undefined,
): Promise<(Reader & Pick<Client, "language">) | undefined> =>
  clientId ? db.get(clients, keys.of(db.accountId, clientId)) : { name: "", fields: {} };
