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

/** What was read for rows before their turn came. */
interface Ahead {
  looked: ReadonlySet<string>;
  clients: ReadonlyMap<ClientId, Client | undefined>;
}

const nothingAhead: Ahead = { looked: new Set(), clients: new Map() };

/**
 * Finds the clients that rows speak of, many rows with a few calls. What this run has met before is remembered: the
 * projector's index of e-mails and mobiles may not know yet what was written a moment ago.
 */
export class KnownClients {
  readonly #db: AccountTable;
  /** Who stands behind a natural key, where it is not the id that the key itself leads to: most are, and need no room. */
  readonly #met = new Map<string, ClientId>();
  readonly #seen = new Set<ClientId>();
  #ahead = nothingAhead;

  constructor(db: AccountTable) {
    this.#db = db;
  }

  /**
   * Reads what `meet` will ask for the same rows, while those before them are being written. Whoever they speak of is
   * left for `meet` to read, when that is done.
   */
  async lookAhead(rows: readonly ImportedClient[]): Promise<void> {
    const looked = await this.#lookUp(rows);
    const ids = [...new Set(rows.map((row) => this.#idFor(row, 0)))].filter((id) => !this.#seen.has(id));
    const clients = new Map<ClientId, Client | undefined>(ids.map((id) => [id, undefined]));
    for (const client of await this.#read(ids)) clients.set(client.id, client);
    this.#ahead = { looked, clients };
  }

  async meet(rows: readonly ImportedClient[]): Promise<Meeting[]> {
    await this.#lookUp(rows);
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
          this.#remember(place.row, place.id);
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
    this.#ahead = nothingAhead;
    return meetings;
  }

  /** Asks the index of e-mails and mobiles about the keys that this run has not met. Answers which were asked for. */
  async #lookUp(rows: readonly ImportedClient[]): Promise<ReadonlySet<string>> {
    const wanted = rows.flatMap(({ email, mobile }): Lookup[] => [
      ...(email ? [{ what: "email" as const, value: email }] : []),
      ...(mobile ? [{ what: "mobile" as const, value: mobile }] : []),
    ]);
    const unmet = wanted.filter(({ what, value }) => {
      const key = `${what} ${value}`;
      return !this.#ahead.looked.has(key) && this.#behind(key) === undefined;
    });
    const indexed = await clientsBehind(this.#db, unmet);
    for (const { what, value } of unmet) {
      const [id] = indexed.get(value)?.toSorted() ?? [];
      if (id) this.#met.set(`${what} ${value}`, id);
    }
    return new Set(unmet.map(({ what, value }) => `${what} ${value}`));
  }

  /** The client that this run has met behind a key. */
  #behind(key: string): ClientId | undefined {
    const met = this.#met.get(key);
    if (met) return met;
    const own = importedId(this.#db.accountId, key, 0);
    return this.#seen.has(own) ? own : undefined;
  }

  /** Remembers who stands behind the natural keys of a row. */
  #remember(row: ImportedClient, id: ClientId): void {
    for (const key of naturalKeys(row)) {
      if (!this.#met.has(key) && importedId(this.#db.accountId, key, 0) !== id) this.#met.set(key, id);
    }
  }

  #idFor(row: ImportedClient, generation: number): ClientId {
    const all = naturalKeys(row);
    if (generation === 0) {
      for (const key of all) {
        const met = this.#behind(key);
        if (met) return met;
      }
    }
    return importedId(this.#db.accountId, all[0] ?? "", generation);
  }

  async #load(ids: readonly ClientId[], found: Map<ClientId, Client>): Promise<void> {
    const missing: ClientId[] = [];
    for (const id of new Set(ids)) {
      if (found.has(id)) continue;
      const client = this.#ahead.clients.get(id);
      if (client) found.set(id, client);
      else if (!this.#ahead.clients.has(id)) missing.push(id);
    }
    for (const client of await this.#read(missing)) found.set(client.id, client);
  }

  #read(ids: readonly ClientId[]): Promise<Client[]> {
    return this.#db.getMany(
      clients,
      ids.map((id) => keys.of(this.#db.accountId, id)),
      { consistent: true },
    );
  }
}
