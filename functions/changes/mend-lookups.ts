import { fromStored } from "../../shared/db/entity.ts";
import { keys } from "../../shared/db/keys.ts";
import type { Images } from "../../shared/db/stream.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { clients, listingOf } from "../../shared/entities/client.ts";
import { addToLookup, idsIn, type Lookup, lookupIn, lookupsOf } from "../../shared/entities/lookup.ts";
import type { ClientId } from "../../shared/ids.ts";
import { leaveLookup } from "../../shared/projection/lookups.ts";

/**
 * Brings back who was overwritten under an address or a number. Two clients who come to it in the same moment are both put
 * where nobody was: the later put loses the earlier, and its record says whom. The client's item decides: it was written
 * before. Whoever leaves the address after it was asked leaves the lookup after this, too.
 */
export const mendLookups = async (db: AccountTable, written: readonly Images[]): Promise<void> => {
  for (const { before = {}, after = {} } of written) {
    const lookup = lookupIn(before);
    // Clients leave what 0.2 kept when they are rebuilt, and keep the address.
    if (lookup.of02) continue;
    for (const id of idsIn(before).difference(idsIn(after))) await mend(db, lookup, id);
  }
};

const mend = async (db: AccountTable, lookup: Lookup, id: ClientId): Promise<void> => {
  if (!(await isKnownBy(db, id, lookup))) return;
  await db.commit([addToLookup(db.accountId, lookup, id)]);
  if (!(await isKnownBy(db, id, lookup))) await leaveLookup(db, lookup, id);
};

/** A client that does not say what finds it was written by 0.2, which kept lookups elsewhere. */
const isKnownBy = async (db: AccountTable, id: ClientId, { what, value }: Lookup): Promise<boolean> => {
  const [image] = await db.getStored([keys.of(db.accountId, id)], { consistent: true });
  if (image?.entity !== clients.name || image.index === undefined) return false;
  const client = fromStored(clients, image);
  return listingOf(client) !== "archived" && lookupsOf(client).some((own) => own.what === what && own.value === value);
};
