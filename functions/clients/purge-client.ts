import { findClient } from "../../shared/app/find-client.ts";
import { noContent, useCase } from "../../shared/app/use-case.ts";
import { partitions } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { remove, removeVersion } from "../../shared/db/writes.ts";
import { clients } from "../../shared/entities/client.ts";
import { factsOfClient } from "../../shared/entities/client-address-facts.ts";
import { AppError } from "../../shared/errors.ts";
import type { ClientId } from "../../shared/ids.ts";
import { routes } from "./manifest.ts";

/** Removes an archived client and all its parts. The parts go first: a crash leaves an archived client to purge again. */
export const purgeClient = useCase(routes.purge, async ({ params, actor, db, match }) => {
  const client = await findClient(db, params.id, actor);
  match(client);
  if (client.status !== "archived") throw new AppError("conflict", "Only a client in the archive can be purged.");
  await removeParts(db, client.id);
  // What the client refused stays refused for the address, of which a hash is kept.
  return noContent([removeVersion(clients, client), ...factsOfClient(client)]);
});

const removeParts = async (db: AccountTable, id: ClientId): Promise<void> => {
  const partition = partitions.self(db.accountId, id);
  // Parts sort after the client itself, which has "@" for a sort key.
  for (;;) {
    const { items, next } = await db.listStored(partition, { limit: 100, from: "A" });
    await db.writeBatch(items.map(({ pk, sk }) => remove({ pk, sk })));
    if (!next) return;
  }
};
