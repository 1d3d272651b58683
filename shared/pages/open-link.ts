import type { Deps } from "../app/deps.ts";
import { keys } from "../db/keys.ts";
import { type Link, links } from "../entities/link.ts";
import { hashOf } from "../ids.ts";

/** Ten a second are more than a page does that sends many files; whoever has a link that leaked gets no further. */
const CALLS_A_MINUTE = 600;

/**
 * Looks a link up, by its hash, and reads what it opens: two round trips. A link for something that has no reader here is
 * as unknown as one that was never made.
 * @param readers by the purpose of the link
 * @throws AppError `too-many-requests`
 */
export const openLink = async <Found>(
  { table, limiter }: Pick<Deps, "table" | "limiter">,
  token: string,
  now: Date,
  readers: Readonly<Record<string, (link: Link) => Promise<Found>>>,
): Promise<Found | { is: "unknown" }> => {
  const link = await table.global.get(links, keys.link(hashOf(token)));
  const read = link && readers[link.purpose];
  if (!read) return { is: "unknown" };
  const counted = limiter.takeFor(link.accountId, `link_${link.hash}`, CALLS_A_MINUTE, now);
  const [found] = await Promise.all([read(link), counted]);
  return found;
};
