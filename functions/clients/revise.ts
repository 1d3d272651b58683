import { type Author, revised } from "../../shared/app/actor.ts";
import { replace, type Write } from "../../shared/db/writes.ts";
import { type Client, clients } from "../../shared/entities/client.ts";

/** The next version of a client, and the write that makes it so unless somebody was faster. */
export const revise = (
  previous: Client,
  changes: Partial<Client>,
  actor: Author,
  now: Date,
): { next: Client; write: Write } => {
  const next: Client = { ...previous, ...changes, ...revised(previous, actor, now) };
  return { next, write: replace(clients, next, previous) };
};
