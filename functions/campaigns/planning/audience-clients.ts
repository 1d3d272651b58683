import { keys } from "../../../shared/db/keys.ts";
import { type AccountTable, chunksOf } from "../../../shared/db/table.ts";
import type { Exclusion } from "../../../shared/entities/campaign-plan.ts";
import { type Client, clients } from "../../../shared/entities/client.ts";
import type { AudienceEntry } from "./audience.ts";
import type { KnownAddresses } from "./known-addresses.ts";

/** The lists tell who gets no marketing; who refused, campaigns or every e-mail, stands on the client alone. */
export const needsClient = ({ mail }: AudienceEntry, optedInOnly: boolean): boolean =>
  mail === undefined || ((mail === "unsubscribed" || mail === "never_opted_in") && !optedInOnly);

/**
 * Why a client gets nothing, as far as the list and the facts of its address tell; undefined where the client must be read,
 * or gets the e-mail.
 */
export const toldExclusion = (
  entry: AudienceEntry,
  optedInOnly: boolean,
  known: Pick<KnownAddresses, "standingOfMark">,
): Exclusion | undefined => {
  const { mail, address } = entry;
  if (mail === undefined || needsClient(entry, optedInOnly)) return undefined;
  if (mail !== "ok" && mail !== "never_opted_in") return mail;
  const standing = address === undefined ? undefined : known.standingOfMark(address);
  return standing ?? (mail === "ok" ? undefined : mail);
};

/** Clients by their ids, no more of each than is asked for: a campaign reads every one of its recipients twice. */
export const clientsById = async <Field extends keyof Client>(
  db: AccountTable,
  entries: readonly { id: string }[],
  fields: readonly Field[],
  options: { consistent?: boolean } = {},
): Promise<Map<string, Pick<Client, Field | "id">>> => {
  const found = new Map<string, Pick<Client, Field | "id">>();
  const wanted = { ...options, fields: [...new Set<Field | "id">(["id", ...fields])] };
  for (const group of chunksOf(entries, AT_ONCE)) {
    const places = group.map(({ id }) => keys.of(db.accountId, id));
    for (const client of await db.getMany(clients, places, wanted)) found.set(client.id, client);
  }
  return found;
};

/** Two calls side by side: ten would keep everybody else waiting where one engine answers all. */
const AT_ONCE = 200;
