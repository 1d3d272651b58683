import { type Author, revised } from "../../shared/app/actor.ts";
import { replaceIndexed } from "../../shared/app/write-client.ts";
import type { Write } from "../../shared/db/writes.ts";
import type { Client } from "../../shared/entities/client.ts";

/** The next version of a client, and the write that makes it so unless somebody was faster. */
export const revise = async (
  previous: Client,
  changes: Partial<Client>,
  actor: Author,
  now: Date,
): Promise<{ next: Client; write: Write }> => {
  const next: Client = { ...previous, ...changes, ...revised(previous, actor, now) };
  return { next, write: await replaceIndexed(next, previous) };
};
