import { accountOf, type Key } from "../../shared/db/keys.ts";
import { type Image, type Images, imagesOf, type StreamRecord, sequenceNumberOf } from "../../shared/db/stream.ts";
import { clients } from "../../shared/entities/client.ts";
import { isFirstVersion } from "../../shared/entities/client-creation.ts";
import { erasedClients } from "../../shared/entities/erased-client.ts";
import { LOOKUP } from "../../shared/entities/lookup.ts";
import { type Change, changeBetween } from "../../shared/events/change.ts";
import { EXPIRY } from "../../shared/events/stream-filters.ts";
import type { AccountId, ClientId } from "../../shared/ids.ts";
import { type ClientState, type Stamp, stateOfImage } from "../../shared/projection/client-state.ts";
import { kinds } from "../kinds.ts";
import { type ChangedThing, changedThing } from "./found-things.ts";
import { type Relisted, relisted } from "./sorted-lists.ts";

/** What a record says of a client. */
export interface ChangedClient {
  id: ClientId;
  before: ClientState | undefined;
  after: ClientState | undefined;
  /** A job wrote this version together with its entries and counters: docs/adr/0046 */
  isProjected: boolean;
}

/** One record of the stream, read. */
export interface ChangeRecord {
  accountId: AccountId;
  /** Of the item. */
  key: Key;
  sequenceNumber: string;
  /** Absent where nothing happened that anybody is told: the version did not move. */
  change?: Change;
  /** What the feed is told with this record. */
  feed: Change[];
  /** When an item was written that is not a client. */
  writtenAt?: Date;
  client?: ChangedClient;
  /** What the search is to learn of a thing that is no client. */
  thing?: ChangedThing;
  /** In which sorted lists it is to stand. */
  lists?: Relisted;
  /** What an address or a number lost that clients are known by: see `mend-lookups.ts`. */
  lookup?: Images;
}

/** Whether a record's client must be stamped to be read: an item of 0.2, or one that was written without its index. */
export const needsStamp = ({ dynamodb = {} }: StreamRecord): boolean =>
  [dynamodb.NewImage, dynamodb.OldImage].some((image) => image?.entity?.S === clients.name && !image.index);

/**
 * Undefined for items of nobody's account, and for what merely expired.
 * @param stamp never called for a record that does not {@link needsStamp}
 */
export const readRecord = (record: StreamRecord, stamp: Stamp): ChangeRecord | undefined => {
  if (record.userIdentity?.principalId === EXPIRY) return undefined;
  const images = imagesOf(record);
  const { before, after, at } = images;
  const image = after ?? before;
  const accountId = image && accountOf(String(image.pk));
  if (!accountId) return undefined;
  const key = { pk: String(image.pk), sk: String(image.sk) };
  const read: ChangeRecord = { accountId, key, sequenceNumber: sequenceNumberOf(record), feed: [] };
  if (image.entity === LOOKUP) return { ...read, lookup: images };
  const change = changeBetween(kinds, before, after, at);
  if (change) Object.assign(read, { change, feed: feedOf(images, change) });
  const thing = changedThing(images);
  if (thing) read.thing = thing;
  const lists = relisted(images);
  if (lists) read.lists = lists;
  const client = clientOf(before, after, stamp);
  if (client) read.client = client;
  else if (after && after.entity !== erasedClients.name && at) read.writtenAt = at;
  return read;
};

/** The first version of a client is told when the next one comes: until then the client itself says it. */
const feedOf = ({ before, after }: Images, change: Change): Change[] => {
  if (isFirstVersion(after)) return [];
  const creation = isFirstVersion(before) && isDated(before) ? changeBetween(kinds, undefined, before) : undefined;
  return creation ? [creation, change] : [change];
};

/** Of a version that never said when it was made, the feed tells nothing. */
const isDated = (image: Image | undefined): boolean =>
  !Number.isNaN(Date.parse(String(image?.updatedAt ?? image?.createdAt)));

/** The place of one who was erased is no client. */
const clientOf = (before: Image | undefined, after: Image | undefined, stamp: Stamp): ChangedClient | undefined => {
  const [old, fresh] = [stateOfImage(before, stamp), stateOfImage(after, stamp, "after")];
  const known = fresh ?? old;
  return known && { id: known.client.id, before: old, after: fresh, isProjected: after?.projected === true };
};
