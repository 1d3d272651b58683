import type { AccountTable } from "../../../shared/db/table.ts";
import { addressMark } from "../../../shared/entities/address-fact.ts";
import type { Client } from "../../../shared/entities/client.ts";
import { listHistory } from "../../../shared/entities/feed.ts";

/** Changes of a client among which the former address is looked for. */
const CHANGES = 100;

/**
 * The address that a client was sent a campaign at. The ledger holds its mark alone; a client who has another address by
 * now had it before, as the history tells. Undefined when that tells nothing, or what it told was erased.
 * @param used its mark; none where nothing was sent, or the mark was not kept: then the address of today
 */
export const emailUsed = async (
  db: AccountTable,
  { id, email }: Pick<Client, "id" | "email">,
  used: string | undefined,
): Promise<string | undefined> => {
  const isUsed = (address: unknown): address is string =>
    typeof address === "string" && addressMark(db.accountId, address) === used;
  if (used === undefined || isUsed(email)) return email;
  const { items } = await listHistory(db, id, { limit: CHANGES });
  return items
    .flatMap(({ changes = [] }) =>
      changes.filter(({ field }) => field === "email").flatMap(({ from, to }) => [from, to]),
    )
    .find(isUsed);
};
