import { version } from "../db/conditions.ts";
import { type Entity, entity, type Provenance, type Stored, toStored } from "../db/entity.ts";
import { keys } from "../db/keys.ts";
import type { AccountTable } from "../db/table.ts";
import { insert, VersionConflict, type Write } from "../db/writes.ts";
import { AppError } from "../errors.ts";
import type { AccountId, ClientId, Id } from "../ids.ts";
import { type Client, clients } from "./client.ts";

/** What of a client the erasure needs to find their traces by: enough to know them, less than the client. */
export type Remains = Omit<Client, "fields" | "addresses" | "note">;

const erasedStatus = "erased";

/**
 * What stands in the place of a client who was erased, for ever: whoever looks for the client finds nobody, and nobody
 * can be made with that id again, by the API or by an import. In the end it says nothing of who it was.
 */
export interface ErasedClient extends Provenance {
  id: ClientId;
  accountId: AccountId;
  status: typeof erasedStatus;
  erasureId: Id<"erasure">;
  /** Gone when the erasure has finished. */
  remains?: Remains;
}

export const erasedClients: Entity<ErasedClient> = entity("erased_client", (erased) =>
  keys.of(erased.accountId, erased.id),
);

/** Whether a stored item is the place of a client who was erased. */
const isErased = ({ entity: kind }: Pick<Stored, "entity">): boolean => kind === erasedClients.name;

/** Those of these ids that were a client's who was erased: they are never given to anybody again. */
export const erasedAmong = async (db: AccountTable, ids: readonly ClientId[]): Promise<Set<ClientId>> => {
  const found = await db.getMany(
    erasedClients,
    ids.map((id) => keys.of(db.accountId, id)),
    { consistent: true, fields: ["id"] },
  );
  return new Set(found.map(({ id }) => id));
};

/** A client, or what stands in the place of one who was erased: read with one call. */
const places: Entity<Client> = { ...clients, orElse: [erasedClients.name] };

/** Who has these ids, and which of them were a client's who was erased. The others are free. */
export const clientsAt = async (
  db: AccountTable,
  ids: readonly ClientId[],
): Promise<{ clients: Client[]; erased: ClientId[] }> => {
  const found = await db.getMany(
    places,
    ids.map((id) => keys.of(db.accountId, id)),
    { consistent: true },
  );
  const isGone = ({ status }: { status: string }) => status === erasedStatus;
  return {
    clients: found.filter((place) => !isGone(place)),
    erased: found.filter(isGone).map(({ id }) => id),
  };
};

/** A new client, unless the id is taken, or was a client's who was erased. */
export const insertClient = (client: Client): Write => {
  const write = insert(clients, client);
  return {
    ...write,
    otherwise: (existing) => {
      if (existing && isErased(existing))
        return new AppError("already-exists", "This id was that of a client who was erased; it is never used again.");
      return write.otherwise?.(existing) ?? new VersionConflict();
    },
  };
};

/**
 * Puts the end in the place of a client that was read, unless somebody changed them since. From then on the client is
 * nowhere to be found, and cannot be restored.
 */
export const replaceByErased = (client: Client, erasureId: Id<"erasure">, author: Provenance): Write => {
  const { fields, addresses, note, ...remains } = client;
  const { id, accountId } = client;
  return {
    do: "put",
    item: toStored(erasedClients, { ...author, id, accountId, status: erasedStatus, erasureId, remains }),
    when: version(client.version),
    otherwise: () => new VersionConflict(),
  };
};
