import { replace, type Write } from "../db/writes.ts";
import { type Client, clients } from "../entities/client.ts";
import type { ClientIndex } from "../entities/client-index.ts";
import { insertClient } from "../entities/erased-client.ts";
import { lazy } from "../lazy.ts";

/** The tokens of phone numbers take a library of every numbering plan: it is loaded with the first client that is written. */
const loadStamps = lazy(() => import("../entities/client-stamp.ts"));

/** A new client, with what it is to be found by. */
export const insertIndexed = async (client: Client): Promise<Write> => {
  const { stampOf } = await loadStamps();
  return withIndex(insertClient(client), stampOf(client));
};

/**
 * The next version of a client, with what it is to be found by: a lost update is impossible.
 * @param index what the previous version says of itself, where it was read: what of it stays need not be worked out again
 */
export const replaceIndexed = async (next: Client, previous: Client, index?: ClientIndex): Promise<Write> => {
  const { stampAfter } = await loadStamps();
  return withIndex(replace(clients, next, previous), stampAfter(next, previous, index));
};

const withIndex = (write: Write, index: ClientIndex): Write => {
  if (write.do !== "put") throw new Error("Only a client that is put is found by anything.");
  // The item is of this write alone; a copy of it would be the third of the client.
  write.item.index = index;
  return write;
};
