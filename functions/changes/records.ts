import { fromStored } from "../../shared/db/entity.ts";
import { accountOf, type Key } from "../../shared/db/keys.ts";
import { type Image, imagesOf, type StreamRecord } from "../../shared/db/stream.ts";
import { type Client, clients } from "../../shared/entities/client.ts";
import type { ClientProjection } from "../../shared/entities/client-projection.ts";
import { erasedClients } from "../../shared/entities/erased-client.ts";
import { type Change, changeBetween } from "../../shared/events/change.ts";
import { EXPIRY } from "../../shared/events/stream-filters.ts";
import type { AccountId } from "../../shared/ids.ts";
import { deltasOf } from "./deltas.ts";

/** One record of the stream, read: what it tells, and for a client what follows from it before and after. */
export interface Told {
  accountId: AccountId;
  /** Absent when there is nothing to tell: a touch that did not move the version. */
  change?: Change;
  /** The item that was written, where it is not the client itself. */
  written?: { key: Key; at?: Date };
  client?: { id: Client["id"]; before: ClientProjection; after: ClientProjection };
}

export type Project = (client: Client | undefined) => ClientProjection;

/** Whether a record may tell of a client: a look at its raw images. */
export const isOfClient = ({ dynamodb = {} }: StreamRecord): boolean =>
  [dynamodb.NewImage, dynamodb.OldImage].some((image) => image?.entity?.S === clients.name);

/**
 * Undefined for items of nobody's account, and for what merely expired.
 * @param project what follows from a client; never called for a record that is not {@link isOfClient}
 */
export const readRecord = (record: StreamRecord, project: Project): Told | undefined => {
  if (record.userIdentity?.principalId === EXPIRY) return undefined;
  const { before, after, at } = imagesOf(record);
  const image = after ?? before;
  const accountId = image && accountOf(String(image.pk));
  if (!accountId) return undefined;
  const change = changeBetween(before, after, at);
  const client = clientOf(before, after, project);
  if (!client) {
    const key = after && after.entity !== erasedClients.name && { pk: String(after.pk), sk: String(after.sk) };
    return { accountId, ...(change ? { change } : {}), ...(key ? { written: { key, ...(at ? { at } : {}) } } : {}) };
  }
  if (change) return { accountId, change, client };
  // A version is counted once; what changes without one could be counted twice or never.
  if (deltasOf(client.before, client.after, "").length > 0)
    throw new Error("A client's lists changed and its version did not.");
  return { accountId, client };
};

/** What a record says of a client; the place of one who was erased is no client. */
const clientOf = (before: Image | undefined, after: Image | undefined, project: Project): Told["client"] => {
  const [old, fresh] = [before, after].map((image) =>
    image?.entity === clients.name ? fromStored(clients, image) : undefined,
  );
  const known = fresh ?? old;
  return known && { id: known.id, before: project(old), after: project(fresh) };
};
