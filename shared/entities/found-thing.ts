import { type Entity, entity } from "../db/entity.ts";
import { type AccountId, type ClientId, keys } from "../db/keys.ts";

/** What the global search finds of a kind other than clients: it stands under each token that it is found by. */
export interface FoundThing {
  id: string;
  /** The first half of its events' types: `reminder`. */
  kind: string;
  title: string;
  subtitle?: string;
  clientId?: ClientId;
}

/** The entry of a token; token and id stand in its key alone. */
export const foundThings = (account: AccountId, kind: string, token: string): Entity<FoundThing> =>
  entity("found", ({ id }) => keys.find(account, kind, token, id), {
    fromKey: ({ sk }) => ({ id: sk.slice(sk.lastIndexOf("#") + 1), kind }),
  });
