import { absent, any, equals } from "../db/conditions.ts";
import { type Entity, entity } from "../db/entity.ts";
import { keys, partitions } from "../db/keys.ts";
import type { AccountTable } from "../db/table.ts";
import { insert, remove, type Write } from "../db/writes.ts";
import { AppError } from "../errors.ts";
import type { AccountId, ClientId } from "../ids.ts";
import { sortName } from "../text/sort-name.ts";
import type { AccountSettings } from "./account.ts";
import { type Client, clients } from "./client.ts";
import { clientsBehind } from "./lookup.ts";

/** Says that a name, an address or a number is one client's, and nobody else's while that client is not archived. */
export interface UniqueClaim {
  accountId: AccountId;
  what: Unique;
  value: string;
  clientId: ClientId;
}

type Unique = "name" | "email" | "mobile";

const claims: Entity<UniqueClaim> = entity("unique", ({ accountId, what, value }) =>
  keys.unique(accountId, what, value),
);

const words: Record<Unique, string> = { name: "name", email: "e-mail address", mobile: "mobile number" };

/** Thrown when another client has what must be unique. */
export class NotUnique extends AppError {
  readonly what: Unique;
  constructor(what: Unique) {
    super("conflict", `Another client has this ${words[what]} already.`, {
      errors: [{ pointer: `/${what}`, message: `This ${words[what]} is taken` }],
    });
    this.name = "NotUnique";
    this.what = what;
  }
}

/**
 * The writes that claim what must be unique for the next version of a client and release what it had, to go into
 * the transaction of the change: two racing changes cannot both win. Clients from before the account asked for
 * uniqueness have no claims; they are found by the indexes.
 * @throws NotUnique when another client has it
 */
export const claimUnique = async (
  db: AccountTable,
  settings: AccountSettings,
  previous: Client | undefined,
  next: Client,
): Promise<Write[]> => {
  // Most accounts ask for none of it.
  if (!settings.uniqueNames && !settings.uniqueEmails && !settings.uniqueMobiles) return [];
  const [before, after] = [uniqueValues(settings, previous), uniqueValues(settings, next)];
  const gained = after.filter((one) => !before.some((other) => other.what === one.what && other.value === one.value));
  const lost = before.filter((one) => !after.some((other) => other.what === one.what && other.value === one.value));
  await Promise.all(gained.map((claim) => mustBeFree(db, claim, next.id)));
  return [
    ...gained.map(({ what, value }) =>
      insert(claims, { accountId: next.accountId, what, value, clientId: next.id }, () => new NotUnique(what)),
    ),
    ...lost.map(({ what, value }) =>
      remove(
        keys.unique(next.accountId, what, value),
        any(absent, equals("clientId", next.id)),
        () => new NotUnique(what),
      ),
    ),
  ];
};

const uniqueValues = (settings: AccountSettings, client: Client | undefined): { what: Unique; value: string }[] => {
  if (!client || client.status === "archived") return [];
  return [
    ...(settings.uniqueNames ? [{ what: "name" as const, value: sortName(client.name) }] : []),
    ...(settings.uniqueEmails && client.email ? [{ what: "email" as const, value: client.email }] : []),
    ...(settings.uniqueMobiles && client.mobile ? [{ what: "mobile" as const, value: client.mobile }] : []),
  ];
};

const mustBeFree = async (db: AccountTable, { what, value }: { what: Unique; value: string }, own: ClientId) => {
  const others = what === "name" ? await namesakes(db, value) : await behind(db, what, value);
  if (others.some((id) => id !== own)) throw new NotUnique(what);
};

const namesakes = async (db: AccountTable, value: string): Promise<ClientId[]> => {
  const options = { limit: 2, prefix: `${value}#cli_` };
  const lists = await Promise.all(
    ["active", "disabled"].map((listing) =>
      db.list(clients, partitions.list(db.accountId, `CLIENTS#${listing}`), options),
    ),
  );
  return lists.flatMap(({ items }) => items.map(({ id }) => id));
};

const behind = async (db: AccountTable, what: "email" | "mobile", value: string): Promise<ClientId[]> =>
  (await clientsBehind(db, [{ what, value }])).get(value) ?? [];
