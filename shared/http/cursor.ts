import { createHmac, timingSafeEqual } from "node:crypto";
import { AppError } from "../errors.ts";

/** What a cursor is good for: one account, one route, one query (without `cursor` and `limit`). */
export interface CursorBinding {
  accountId: string;
  list: string;
}

const TAG_BYTES = 16;

/** An opaque, signed place in a list; another account, list or filter cannot use it. */
export const sealCursor = (position: readonly string[], binding: CursorBinding, key: string): string => {
  const payload = Buffer.from(JSON.stringify(position));
  return Buffer.concat([tag(payload, binding, key), payload]).toString("base64url");
};

/** @throws AppError `invalid-cursor` for a forged one, or one made for another list */
export const openCursor = (cursor: string, binding: CursorBinding, key: string): string[] => {
  const bytes = Buffer.from(cursor, "base64url");
  const payload = bytes.subarray(TAG_BYTES);
  if (payload.length === 0 || !timingSafeEqual(bytes.subarray(0, TAG_BYTES), tag(payload, binding, key)))
    throw new AppError("invalid-cursor");
  const position: unknown = JSON.parse(payload.toString());
  return Array.isArray(position) ? position.map(String) : [];
};

const tag = (payload: Buffer, { accountId, list }: CursorBinding, key: string): Buffer =>
  createHmac("sha256", key).update(`cursor\n${accountId}\n${list}\n`).update(payload).digest().subarray(0, TAG_BYTES);
