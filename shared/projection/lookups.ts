import { missing } from "../db/conditions.ts";
import type { ClientId } from "../db/keys.ts";
import type { AccountTable } from "../db/table.ts";
import { unlessRefused } from "../db/unless-refused.ts";
import { remove, type Write } from "../db/writes.ts";
import {
  addToLookup,
  idsIn,
  type Lookup,
  lookupIn,
  lookupKey,
  lookupOf02,
  lookupsOf,
  newLookup,
  readLookups,
  takeFromLookup,
} from "../entities/lookup.ts";
import { inParallel } from "../in-parallel.ts";
import { settleAll } from "../settle-all.ts";
import type { ClientState } from "./client-state.ts";

/** What the addresses and numbers that a client is known by became in a few versions. */
export interface LookupChanges {
  client: ClientId;
  joined: Lookup[];
  left: Lookup[];
}

const CALLS_AT_ONCE = 8;

/** As `projectionWrites` has it: the last version says what is wanted, all earlier ones what there may be. */
export const lookupChanges = (client: ClientId, versions: readonly (ClientState | undefined)[]): LookupChanges => {
  const states = versions.map(knownBy);
  const last = states.at(-1) ?? new Map<string, Lookup>();
  const earlier = states.slice(0, -1);
  const left = new Map(earlier.flatMap((state) => [...state]).filter(([name]) => !last.has(name)));
  return {
    client,
    joined: [...last].filter(([name]) => earlier.some((state) => !state.has(name))).map(([, lookup]) => lookup),
    left: [...left.values()],
  };
};

/** The item itself says what a client is known by: there is no rule in it that could change. Where, does whoever wrote it. */
const knownBy = (state: ClientState | undefined): Map<string, Lookup> => {
  if (!state || state.listing === "archived") return new Map();
  const lookups = lookupsOf(state.client);
  const kept = state.index.rules === 0 ? lookups.map(lookupOf02) : lookups;
  return new Map(kept.map((lookup) => [nameOf(lookup), lookup]));
};

/**
 * Names clients under what they are known by. Most have an address to themselves: what nobody had is put 25 a call. Two
 * who come to the same address in the same moment may overwrite one another: the stream tells of it (`mend-lookups.ts`).
 * That is why the clients themselves are written first.
 */
export const writeLookups = async (db: AccountTable, changes: readonly LookupChanges[]): Promise<void> => {
  await inParallel(CALLS_AT_ONCE, leaving(changes), ({ lookup, client }) => leaveLookup(db, lookup, client));
  const joining = [...Map.groupBy(changes.flatMap(joinsOf), ({ lookup }) => nameOf(lookup)).values()];
  if (joining.length === 0) return;
  const found = await readLookups(
    db,
    joining.flatMap(([first]) => (first ? [first.lookup] : [])),
    { consistent: true },
  );
  const behind = new Map(found.map((item) => [nameOf(lookupIn(item)), idsIn(item)]));
  const puts: Write[] = [];
  const additions: Write[] = [];
  for (const joins of joining) {
    const [first] = joins;
    if (!first) continue;
    const own = new Set(joins.map(({ client }) => client));
    const known = behind.get(nameOf(first.lookup)) ?? new Set();
    // A job has named its clients before the stream tells of them.
    if (own.isSubsetOf(known)) continue;
    const isShared = !known.isSubsetOf(own);
    // What was read may be a moment old: whoever joined or left since is seen to by the stream, and by the additions.
    if (isShared) additions.push(...[...own].map((client) => addToLookup(db.accountId, first.lookup, client)));
    else puts.push(newLookup(db.accountId, first.lookup, own));
  }
  await settleAll([db.writeBatch(puts), inParallel(CALLS_AT_ONCE, additions, (addition) => db.commit([addition]))]);
};

const joinsOf = ({ client, joined }: LookupChanges) => joined.map((lookup) => ({ lookup, client }));
const leaving = (changes: readonly LookupChanges[]) =>
  changes.flatMap(({ client, left }) => left.map((lookup) => ({ lookup, client })));
const nameOf = ({ what, value, of02 }: Lookup): string => `${what} ${value}${of02 ? " 0.2" : ""}`;

/** Leaves never put: whoever else has the address stays, and nobody comes back who left. */
export const leaveLookup = async (db: AccountTable, lookup: Lookup, client: ClientId): Promise<void> => {
  await unlessRefused(db.commit([{ ...takeFromLookup(db.accountId, lookup, client), when: { is: "present" } }]));
  await unlessRefused(db.commit([remove(lookupKey(db.accountId, lookup), missing("clientIds"))]));
};
