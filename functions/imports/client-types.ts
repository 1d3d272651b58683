import { authorOf, born } from "../../shared/app/actor.ts";
import { partitions } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { AlreadyExists, insert } from "../../shared/db/writes.ts";
import { type ClientType, clientTypes } from "../../shared/entities/client.ts";
import type { ClientImport } from "../../shared/entities/import.ts";
import { derivedId } from "../../shared/ids.ts";
import { fold } from "../../shared/text/fold.ts";

/** The account's client types by name; a type that a file names and the account lacks is made, without fields. */
export class ClientTypes {
  readonly #db: AccountTable;
  readonly #byName: Map<string, ClientType>;
  readonly #byId: Map<string, ClientType>;

  private constructor(db: AccountTable, types: readonly ClientType[]) {
    this.#db = db;
    this.#byName = new Map(types.map((type) => [fold(type.name), type]));
    this.#byId = new Map(types.map((type) => [type.id, type]));
  }

  static async of(db: AccountTable): Promise<ClientTypes> {
    const { items } = await db.list(clientTypes, partitions.list(db.accountId, "CLIENT_TYPES"), { limit: 200 });
    return new ClientTypes(db, items);
  }

  customFields(): { key: string; label: string }[] {
    return [...this.#byName.values()].flatMap(({ sections }) => sections.flatMap(({ fields }) => fields));
  }

  withId(id: ClientType["id"] | undefined): ClientType | undefined {
    return id && this.#byId.get(id);
  }

  async named(
    name: string | undefined,
    { createdBy, dryRun }: ClientImport,
    now: Date,
  ): Promise<ClientType | undefined> {
    if (!name) return undefined;
    const known = this.#byName.get(fold(name));
    if (known) return known;
    const type: ClientType = {
      id: derivedId("clientType", "import", this.#db.accountId, fold(name)),
      accountId: this.#db.accountId,
      name: name.slice(0, 100),
      sections: [],
      ...born(authorOf(createdBy), now),
      source: "import",
    };
    this.#byName.set(fold(name), type);
    this.#byId.set(type.id, type);
    if (!dryRun) await this.#make(type);
    return type;
  }

  async #make(type: ClientType): Promise<void> {
    try {
      await this.#db.commit([insert(clientTypes, type)]);
    } catch (error) {
      // Another run made it, and its name was changed since.
      if (!(error instanceof AlreadyExists)) throw error;
    }
  }
}
