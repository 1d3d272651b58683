import { keys } from "../db/keys.ts";
import type { AccountTable } from "../db/table.ts";
import { clients } from "../entities/client.ts";
import type { ClientId } from "../ids.ts";
import { type ClientState, type Stamp, stateOfImage } from "./client-state.ts";

export interface ReadState {
  state: ClientState;
  /** False for a client of 0.2 that nobody has written since: what it is found by is worked out, not read. */
  saysItself: boolean;
}

/** Clients as they stand now, with what they say that they are found by; unknown ids are absent. */
export const readStates = async (
  db: AccountTable,
  ids: readonly ClientId[],
  stamp: Stamp,
): Promise<Map<ClientId, ReadState>> => {
  const stored = await db.getStored(
    ids.map((id) => keys.of(db.accountId, id)),
    { consistent: true },
  );
  return new Map(
    stored.flatMap((image): [ClientId, ReadState][] => {
      const state = image.entity === clients.name ? stateOfImage(image, stamp, "before") : undefined;
      return state ? [[state.client.id, { state, saysItself: image.index !== undefined }]] : [];
    }),
  );
};
