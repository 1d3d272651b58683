import { fromStored } from "../db/entity.ts";
import type { Image } from "../db/stream.ts";
import { type Client, type ClientListing, clientSortKey, clients, listingOf } from "../entities/client.ts";
import type { ClientIndex } from "../entities/client-index.ts";
import { lists } from "../entities/facet.ts";

/** One version of a client, with what it is found by and where it is listed. */
export interface ClientState {
  client: Client;
  index: ClientIndex;
  listing: ClientListing;
  /** The client's place in alphabetical lists. */
  sort: string;
}

/** Works out what a client is found by: `stampOf`, and `stampOf02` for those that do not say it themselves. */
export type Stamp = (client: Client) => ClientIndex;

export const stateOf = (client: Client, index: ClientIndex): ClientState => ({
  client,
  index,
  listing: listingOf(client),
  sort: clientSortKey(client),
});

/**
 * A version as it was stored: what the item itself says of its index and its place, whatever the rules were. Items of 0.2
 * say no index: theirs is worked out, with the list of everybody that they stand in beside the others.
 * @param stamp for these: `stampOf02`
 */
export const stateOfImage = (
  image: Image | undefined,
  stamp: Stamp,
  time: "before" | "after" = "before",
): ClientState | undefined => {
  if (image?.entity !== clients.name) return undefined;
  const client = fromStored(clients, image);
  const listing = String(image.gsi2pk).slice(String(image.gsi2pk).lastIndexOf("#") + 1) as ClientListing;
  const sort = String(image.gsi2sk);
  const index = image.index as ClientIndex | undefined;
  if (index) return { client, index, listing, sort };
  const made = stamp(client);
  return { client, index: time === "before" ? withEverybody(made) : made, listing, sort };
};

const EVERYBODY = `${lists.all.list}#${lists.all.value}`;
const withEverybody = (index: ClientIndex): ClientIndex => ({
  ...index,
  lists: [EVERYBODY, ...(index.lists === undefined ? [] : [index.lists])].join("\n"),
});
