import { namesOfLists } from "../filters/client-filters.ts";
import { type Client, listingOf } from "./client.ts";
import { type ClientIndex, INDEX_RULES, packed } from "./client-index.ts";
import { clientTags, clientTexts, ownTokens } from "./client-projection.ts";
import { areFoundAlike } from "./found-alike.ts";

/**
 * What a client is to be found by, worked out from the client alone. Clients in the archive stand in lists, but are not
 * found, and their tags do not count. Knows the numbering plans of the world: loaded by those who write clients.
 */
export const stampOf = (client: Client): ClientIndex =>
  stampBy(INDEX_RULES, client, (texts) => ownTokens(client, texts));

/**
 * The same for the next version of a client that says itself what it is found by: most changes are of something else, and
 * the texts, which take the longest, stay as they are.
 */
export const stampAfter = (client: Client, previous: Client, index: ClientIndex | undefined): ClientIndex => {
  if (index?.rules !== INDEX_RULES || !areFoundAlike(client, previous)) return stampOf(client);
  const { tokens, more } = index;
  return known({ rules: INDEX_RULES, tokens, more, lists: listsOf(client), tags: tagsOf(client) });
};

/** The same by the rules of 0.2, whose clients do not say it themselves: each text has an item of its own. */
export const stampOf02 = (client: Client): ClientIndex => stampBy(0, client, (texts) => texts);

const stampBy = (rules: number, client: Client, kept: (texts: string[]) => string[]): ClientIndex => {
  const lists = listsOf(client);
  if (listingOf(client) === "archived") return known({ rules, lists });
  const { texts, more } = clientTexts(client);
  return known({ rules, tokens: packed(kept(texts)), more: packed(more), lists, tags: tagsOf(client) });
};

const listsOf = (client: Client): string | undefined => packed(namesOfLists(client));

const tagsOf = (client: Client): string | undefined => {
  const lines: string[] = [];
  for (const [key, label] of clientTags(client)) lines.push(key, label);
  return packed(lines);
};

/** Without what there is none of. */
const known = (
  index: { [Name in keyof ClientIndex]: ClientIndex[Name] | undefined } & { rules: number },
): ClientIndex => {
  const { rules, tokens, more, lists, tags } = index;
  const stamp: ClientIndex = { rules };
  if (tokens !== undefined) stamp.tokens = tokens;
  if (more !== undefined) stamp.more = more;
  if (lists !== undefined) stamp.lists = lists;
  if (tags !== undefined) stamp.tags = tags;
  return stamp;
};
