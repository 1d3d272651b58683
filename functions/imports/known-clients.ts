import { keys } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { type Client, clients } from "../../shared/entities/client.ts";
import { clientsBehind, type Lookup } from "../../shared/entities/lookup.ts";
import type { ClientId } from "../../shared/ids.ts";
import { importedId, naturalKeys } from "./client-keys.ts";
import type { ImportedClient } from "./parse/imported-client.ts";

/** Archived clients keep their ids; a row that meets one in the archive makes a new client, up to so many times. */
const GENERATIONS = 5;

/** Which client a row speaks of: one that exists, or the id that the new one gets. */
export interface Meeting {
  id: ClientId;
  client: Client | undefined;
  /** No row of an earlier step has met it. */
  isNew: boolean;
}

/**
 * Finds the clients that rows speak of, many rows with a few calls. What this run has met before is remembered: the
 * projector's index of e-mails and mobiles may not know yet what was written a moment ago.
 */
export class KnownClients {
  readonly #db: AccountTable;
  readonly #met = new Map<string, ClientId>();
  readonly #seen = new Set<ClientId>();

  constructor(db: AccountTable) {
    this.#db = db;
  }

  /** Remembers who stands behind the natural keys of a row. */
  remember(row: ImportedClient, id: ClientId): void {
    for (const key of naturalKeys(row)) if (!this.#met.has(key)) this.#met.set(key, id);
  }

  async meet(rows: readonly ImportedClient[]): Promise<Meeting[]> {
    const wanted = rows.flatMap(({ email, mobile }): Lookup[] => [
      ...(email ? [{ what: "email" as const, value: email }] : []),
      ...(mobile ? [{ what: "mobile" as const, value: mobile }] : []),
    ]);
    const unmet = wanted.filter(({ what, value }) => !this.#met.has(`${what} ${value}`));
    const indexed = await clientsBehind(this.#db, unmet);
    for (const { what, value } of unmet) {
      const [id] = indexed.get(value)?.toSorted() ?? [];
      if (id) this.#met.set(`${what} ${value}`, id);
    }
    const found = new Map<ClientId, Client>();
    let open = rows.map((row, index) => ({ row, index, generation: 0, id: this.#idFor(row, 0) }));
    const meetings: Meeting[] = [];
    while (open.length > 0) {
      await this.#load(
        open.map(({ id }) => id),
        found,
      );
      const again: typeof open = [];
      for (const place of open) {
        const client = found.get(place.id);
        if (client?.status !== "archived") {
          meetings[place.index] = { id: place.id, client, isNew: !this.#seen.has(place.id) };
          this.remember(place.row, place.id);
        } else if (place.generation < GENERATIONS) {
          for (const key of naturalKeys(place.row)) this.#met.delete(key);
          const generation = place.generation + 1;
          again.push({ ...place, generation, id: this.#idFor(place.row, generation) });
        } else {
          meetings[place.index] = { id: place.id, client, isNew: false };
        }
      }
      open = again;
    }
    for (const { id } of meetings) this.#seen.add(id);
    return meetings;
  }

  #idFor(row: ImportedClient, generation: number): ClientId {
    const all = naturalKeys(row);
    const met = all.map((key) => this.#met.get(key)).find((id) => id !== undefined);
    return met ?? importedId(this.#db.accountId, all[0] ?? "", generation);
  }

  async #load(ids: readonly ClientId[], found: Map<ClientId, Client>): Promise<void> {
    const missing = [...new Set(ids)].filter((id) => !found.has(id));
    const loaded = await this.#db.getMany(
      clients,
      missing.map((id) => keys.of(this.#db.accountId, id)),
      { consistent: true },
    );
    for (const client of loaded) found.set(client.id, client);
  }
}
