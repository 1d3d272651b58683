import { type AccountId, type Key, keys } from "../db/keys.ts";
import { feedShardOf } from "./feed.ts";

/** Where the ids of the changes stand that were counted: those of one minute, for a share of the resources. */
export const countedKeyOf = (account: AccountId, { at, resourceId }: { at: string; resourceId: string }): Key =>
  keys.counted(account, new Date(at).toISOString().slice(0, 16), feedShardOf(resourceId));

/** The end of a change's id, made of a hash: 80 bits. The time in it is said by the key. */
export const countedIdOf = (id: string): string => id.slice(-16);
