import type { AccountTable } from "../../shared/db/table.ts";
import type { Client } from "../../shared/entities/client.ts";
import { clientsAt } from "../../shared/entities/erased-client.ts";
import { clientsBehind } from "../../shared/entities/lookup.ts";
import type { ClientId } from "../../shared/ids.ts";
import { identityOf, importedId, keysOf, lookupOf } from "./client-keys.ts";
import { KnownKeys, placeOf } from "./known-keys.ts";
import { isStillAbout, type Match, matchRow } from "./match-row.ts";
import type { ImportedClient } from "./parse/imported-client.ts";
import { TriedClients } from "./tried-clients.ts";

/** An address or number that more clients share tells nobody from another, and is not read. */
const CROWD = 100;

/** What was read for rows: who has their addresses and numbers, and these clients; undefined for ids that nobody has. */
interface Reading {
  behind: Map<string, readonly ClientId[]>;
  clients: Map<ClientId, Client | undefined>;
  /** Ids of clients who were erased: nobody gets them again. */
  erased: Set<ClientId>;
}

/** What of a row leads to clients; worked out once, since files are long. */
interface Trace {
  keys: { key: string; place: number }[];
  identity: string;
  firstId: ClientId;
}

const nothingRead = (behind: Reading["behind"] = new Map()): Reading => ({
  behind,
  clients: new Map(),
  erased: new Set(),
});

/**
 * The clients that rows may be about: read for many rows with a few calls, and kept as each row leaves them. It makes no
 * difference how far apart rows stand.
 */
export class KnownClients {
  readonly #db: AccountTable;
  readonly #keys = new KnownKeys();
  readonly #met = new Set<ClientId>();
  readonly #traces = new WeakMap<ImportedClient, Trace>();
  readonly #tried: TriedClients | undefined;
  #ahead: Promise<Reading> | undefined;
  #reading = nothingRead();

  constructor(db: AccountTable, { dryRun = false }: { dryRun?: boolean } = {}) {
    this.#db = db;
    this.#tried = dryRun ? new TriedClients() : undefined;
  }

  /** Reads for rows while those before them are being written. Clients that this run has met are left for their turn. */
  async lookAhead(rows: readonly ImportedClient[]): Promise<void> {
    this.#ahead = this.#readFor(rows);
    await this.#ahead;
  }

  /** Reads for the rows whose turn it is. */
  async begin(rows: readonly ImportedClient[]): Promise<void> {
    this.#reading = await (this.#ahead ?? this.#readFor(rows));
    this.#ahead = undefined;
    await this.#load(rows.flatMap((row) => this.#mayMean(row, this.#reading)));
    for (let open = rows; open.length > 0; ) {
      open = open.filter((row) => !this.#own(row).isRead);
      await this.#load(open.map((row) => this.#own(row).id));
    }
  }

  /** Whom a row is about, and the id of the client that it makes where it is about nobody. */
  async match(row: ImportedClient): Promise<{ match: Match; newId: ClientId }> {
    let own = this.#own(row);
    for (; !own.isRead; own = this.#own(row)) await this.#load([own.id]);
    const others = this.#behind(row, this.#reading).flatMap((id) => this.get(id) ?? []);
    const named = row.id && this.get(row.id);
    return { match: matchRow(row, { named, own: this.get(own.id), others }), newId: own.id };
  }

  /** A client as it is now, of those that were read. */
  get(id: ClientId): Client | undefined {
    return this.#reading.clients.get(id);
  }

  async read(id: ClientId): Promise<Client | undefined> {
    await this.#load([id]);
    return this.get(id);
  }

  /** The clients that were read for the rows at hand. */
  loaded(): Client[] {
    return [...this.#reading.clients.values()].flatMap((client) => client ?? []);
  }

  /** Whether an earlier row of this run was about a client. */
  hasMet(id: ClientId): boolean {
    return this.#met.has(id);
  }

  /** Takes a client for absent until its row comes. */
  hide(id: ClientId): void {
    this.#reading.clients.set(id, undefined);
  }

  /** Remembers that a row is about a client, and how it leaves the client. */
  keep(row: ImportedClient, client: Client): void {
    this.#reading.clients.set(client.id, client);
    this.#met.add(client.id);
    const { keys } = this.#traceOf(row);
    for (const { place } of keys) this.#keys.add(place, client.id);
    for (const key of keysOf(client)) if (keys.every((own) => own.key !== key)) this.#keys.add(placeOf(key), client.id);
    this.#tried?.put(client);
  }

  /** The first of the ids that a row leads to which nobody has, or whose client it is still about. */
  #own(row: ImportedClient): { id: ClientId; isRead: boolean } {
    const { identity, firstId } = this.#traceOf(row);
    for (let generation = 0; ; generation++) {
      const id = generation === 0 ? firstId : importedId(this.#db.accountId, identity, generation);
      const isRead = this.#reading.clients.has(id);
      const client = this.get(id);
      const isFree = !client && !this.#reading.erased.has(id);
      if (!isRead || isFree || (client && isStillAbout(row, client))) return { id, isRead };
    }
  }

  #traceOf(row: ImportedClient): Trace {
    const known = this.#traces.get(row);
    if (known) return known;
    const identity = identityOf(row);
    const trace = {
      keys: keysOf(row).map((key) => ({ key, place: placeOf(key) })),
      identity,
      firstId: importedId(this.#db.accountId, identity, 0),
    };
    this.#traces.set(row, trace);
    return trace;
  }

  #behind(row: ImportedClient, { behind }: Reading): ClientId[] {
    const found = this.#traceOf(row).keys.flatMap(({ key, place }) => {
      const [indexed, met] = [behind.get(key) ?? [], this.#keys.of(place)];
      const all = indexed.length + met.length > 1 ? [...new Set([...indexed, ...met])] : [...indexed, ...met];
      return all.length > CROWD ? [] : all;
    });
    // Somebody may have both the address and the number.
    return found.length > 1 ? [...new Set(found)] : found;
  }

  #mayMean(row: ImportedClient, reading: Reading): ClientId[] {
    const { firstId } = this.#traceOf(row);
    return [...(row.id ? [row.id] : []), firstId, ...this.#behind(row, reading)];
  }

  async #readFor(rows: readonly ImportedClient[]): Promise<Reading> {
    const wanted = [...new Set(rows.flatMap((row) => this.#traceOf(row).keys.map(({ key }) => key)))];
    const found = await clientsBehind(this.#db, wanted.map(lookupOf));
    const behind = new Map(wanted.map((key) => [key, found.get(lookupOf(key).value) ?? []]));
    const reading = nothingRead(behind);
    const ids = rows.flatMap((row) => this.#mayMean(row, reading)).filter((id) => !this.#met.has(id));
    await this.#load(ids, reading);
    return reading;
  }

  async #load(ids: readonly ClientId[], reading = this.#reading): Promise<void> {
    const missing = [...new Set(ids)].filter((id) => !reading.clients.has(id));
    if (missing.length === 0) return;
    const { clients, erased } = await clientsAt(this.#db, missing);
    const stored = new Map(clients.map((client) => [client.id, client]));
    for (const id of missing) reading.clients.set(id, this.#tried?.get(id) ?? stored.get(id));
    for (const id of erased) reading.erased.add(id);
  }
}
