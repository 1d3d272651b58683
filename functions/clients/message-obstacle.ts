import type { AccountTable } from "../../shared/db/table.ts";
import { addressStanding, factOf } from "../../shared/entities/address-fact.ts";
import type { Client } from "../../shared/entities/client.ts";
import { exclusionOf } from "../../shared/messaging/marketing-exclusion.ts";

/**
 * Why a message must not go to a client, or cannot; undefined when it may. Marketing goes to those who may get a campaign
 * that is not for the opted-in alone. What is no marketing is kept from nobody but who wants no e-mail at all, whose
 * address bounced for good, or who complained. What is known of the address counts, whoever has it.
 */
export const messageObstacle = async (
  db: AccountTable,
  client: Client | undefined,
  isMarketing: boolean,
): Promise<string | undefined> => {
  const standing = addressStanding(await factOf(db, client?.email));
  if (isMarketing || !client) return exclusionOf(client, false, () => standing);
  if (client.status === "archived") return "archived";
  if (!client.email) return "no_address";
  if (client.suppressed || standing === "suppressed") return "suppressed";
  return client.subscriptions.email.general ? undefined : "unsubscribed";
};
