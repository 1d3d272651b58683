import { type Stored, toStored } from "../db/entity.ts";
import { type Client, clients } from "../entities/client.ts";
import type { ClientIndex } from "../entities/client-index.ts";

/**
 * A client as the table holds it, with what it is found by.
 * @param projected whoever writes the client brings its entries, lookups, feed and counters along: the projector leaves
 * this version alone
 */
export const storedClient = (
  client: Client,
  index: ClientIndex,
  { projected = false }: { projected?: boolean } = {},
): Stored => ({ ...toStored(clients, client), index, ...(projected ? { projected } : {}) });
