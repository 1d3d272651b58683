import { openCursor, sealCursor } from "../../shared/http/cursor.ts";
import type { AccountId } from "../../shared/ids.ts";
import type { Place } from "./read-log.ts";

/** Where a partner stopped reading, and the moment up to which everything before it was read. */
export interface Position {
  place: Place;
  at: string;
}

/** Whatever is asked for next: a place is a place, with other types too. */
const bindingOf = (accountId: AccountId) => ({ accountId, list: "changes" });

export const sealPosition = ({ place, at }: Position, accountId: AccountId, key: string): string =>
  sealCursor([String(place.page), place.read === undefined ? "" : String(place.read), at], bindingOf(accountId), key);

/** @throws AppError `invalid-cursor` for what no answer of this account said */
export const openPosition = (sealed: string | undefined, accountId: AccountId, key: string): Position | undefined => {
  if (sealed === undefined) return undefined;
  const [page, read, at = ""] = openCursor(sealed, bindingOf(accountId), key);
  return { place: { page: Number(page), ...(read ? { read: Number(read) } : {}) }, at };
};
