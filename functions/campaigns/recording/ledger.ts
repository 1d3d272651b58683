import { all, type Condition, equals } from "../../../shared/db/conditions.ts";
import { fromStored } from "../../../shared/db/entity.ts";
import type { AccountTable } from "../../../shared/db/table.ts";
import { type Change, insert, remove, update, type Write } from "../../../shared/db/writes.ts";
import { type CampaignAddress, campaignAddresses } from "../../../shared/entities/campaign-address.ts";
import {
  type CampaignChunk,
  campaignChunks,
  campaignTallies,
  skipCounter,
  skipReasons,
  tallied,
  tallyShard,
  testCounter,
  testTallied,
} from "../../../shared/entities/campaign-chunk.ts";
import { campaignKeys } from "../../../shared/entities/campaign-keys.ts";
import type { CampaignId } from "../store.ts";
import { countsOf, skipsOf } from "./recipients.ts";

/**
 * The book of who got what, chunk by chunk. `planned → claimed → sent`, or `unknown` in between; see
 * docs/data-model.md. Senders write `state`, `attempt`, `until` and `outcome`, the recorder writes `seen`; each guards
 * its own, so that neither loses what the other wrote.
 */
export type ChunkPlace = { campaignId: CampaignId; number: number };

/** Thrown when a chunk is not as it was believed to be; `chunk` is what stands there. */
export class ChunkMoved extends Error {
  readonly chunk: CampaignChunk | undefined;
  constructor(chunk: CampaignChunk | undefined) {
    super("The chunk was changed by another worker.");
    this.name = "ChunkMoved";
    this.chunk = chunk;
  }
}

const moved = (existing: Record<string, unknown> | undefined) =>
  new ChunkMoved(existing && fromStored(campaignChunks, existing));

export const readChunk = (db: AccountTable, { campaignId, number }: ChunkPlace): Promise<CampaignChunk | undefined> =>
  db.get(campaignChunks, campaignKeys.chunk(db.accountId, campaignId, number));

/** A chunk that is planned twice is the same chunk: the second planner changes nothing. */
export const planChunk = async (db: AccountTable, chunk: CampaignChunk): Promise<void> => {
  try {
    await db.commit([insert(campaignChunks, chunk, moved)]);
  } catch (error) {
    if (!(error instanceof ChunkMoved)) throw error;
  }
};

/** Takes a planned chunk until `until`. @throws ChunkMoved when it is not planned (any more) */
export const claimChunk = async (db: AccountTable, place: ChunkPlace, until: Date): Promise<CampaignChunk> => {
  const write = update(
    campaignKeys.chunk(db.accountId, place.campaignId, place.number),
    { set: { state: "claimed", until: until.toISOString() }, add: { attempt: 1 } },
    equals("state", "planned"),
    moved,
  );
  if (write.do !== "update") throw new Error("unreachable");
  return fromStored(campaignChunks, await db.bump(write));
};

/** Thrown when another recipient has the address. */
export class AddressTaken extends Error {}

export const readAddress = (
  db: AccountTable,
  campaignId: CampaignId,
  address: string,
): Promise<CampaignAddress | undefined> =>
  db.get(campaignAddresses, campaignKeys.address(db.accountId, campaignId, address));

/**
 * Gives a corrected address to a recipient of a chunk that the caller has claimed; it gives back what the recipient had
 * before. Answers the chunk with it.
 * @param left whom the address was planned for, in a chunk that is planned: the address is not theirs any more
 * @throws AddressTaken when another recipient was faster
 * @throws ChunkMoved when one of the chunks is not as it was believed to be
 */
export const claimAddress = async (
  db: AccountTable,
  chunk: CampaignChunk,
  { index, address }: { index: number; address: string },
  left?: { chunk: CampaignChunk; index: number },
): Promise<CampaignChunk> => {
  const { accountId, campaignId, number } = chunk;
  const before = chunk.addresses?.[index];
  const own = left?.chunk.number === number ? { [left.index]: GIVEN_AWAY } : {};
  const addresses = { ...chunk.addresses, ...own, [index]: address };
  const place = { accountId, campaignId, address, chunk: number, recipient: index };
  const same = ({ attempt, state }: CampaignChunk) => all(equals("attempt", attempt), equals("state", state));
  await db.commit([
    insert(campaignAddresses, place, () => new AddressTaken()),
    ...(before ? [remove(campaignKeys.address(accountId, campaignId, before))] : []),
    chunkUpdate(chunk, { set: { addresses } }, same(chunk)),
    // A higher attempt, so that two who change the same planned chunk do not undo one another's change.
    ...(left && left.chunk.number !== number
      ? [
          chunkUpdate(
            left.chunk,
            { set: { addresses: { ...left.chunk.addresses, [left.index]: GIVEN_AWAY } }, add: { attempt: 1 } },
            same(left.chunk),
          ),
        ]
      : []),
  ]);
  return { ...chunk, addresses };
};

const GIVEN_AWAY = "";

/** What a holder of a claim, or who settles it, changes. */
export type SenderChange = Pick<CampaignChunk, "state" | "outcome" | "until" | "postponed">;

/**
 * What senders found out, with the counters it moves, in one transaction.
 * @throws ChunkMoved when the claim is no longer the one that was read, or the provider told something new meanwhile
 */
export const recordOutcome = (
  db: AccountTable,
  before: CampaignChunk,
  { state, outcome, until, postponed }: SenderChange,
  guard?: Condition,
): Promise<void> => {
  const change: Change = {
    set: { state, outcome, ...(until ? { until } : {}), ...(postponed ? { postponed } : {}) },
    ...(until ? {} : { remove: ["until"] }),
  };
  const same = all(equals("attempt", before.attempt), equals("state", before.state), ...(guard ? [guard] : []));
  const tallies = tallyUpdates("sender", [[before, { ...before, state, outcome }]]);
  return db.commit([chunkUpdate(before, change, same), ...tallies]);
};

/**
 * What the provider told about chunks that share a shard of the counters, in one transaction.
 * @throws ChunkMoved when it told something else about one of them meanwhile
 */
export const recordSeen = (
  db: AccountTable,
  changes: readonly { before: CampaignChunk; seen: string }[],
): Promise<void> => {
  const writes = changes.map(({ before, seen }) =>
    chunkUpdate(before, { set: { seen }, add: { seenVersion: 1 } }, sameSeen(before)),
  );
  return db.commit([
    ...writes,
    ...tallyUpdates(
      "recorder",
      changes.map(({ before, seen }) => [before, { ...before, seen }]),
    ),
  ]);
};

export const sameSeen = ({ seenVersion }: CampaignChunk): Condition => equals("seenVersion", seenVersion);

const chunkUpdate = ({ accountId, campaignId, number }: CampaignChunk, change: Change, when: Condition): Write =>
  update(campaignKeys.chunk(accountId, campaignId, number), change, when, moved);

type Move = readonly [before: CampaignChunk, after: CampaignChunk];

/** Chunks change together with their campaign's counters, by the difference: they cannot drift, whatever is repeated. */
const tallyUpdates = (by: "sender" | "recorder", moves: readonly Move[]): Write[] => {
  const [first] = moves;
  const add = differenceOf(moves);
  if (!first || Object.keys(add).length === 0) return [];
  const [{ accountId, campaignId, number }] = first;
  const shard = tallyShard(by, number);
  const set = { entity: campaignTallies.name, accountId, campaignId, shard };
  return [update(campaignKeys.tally(accountId, campaignId, shard), { set, add })];
};

const differenceOf = (moves: readonly Move[]): Record<string, number> => {
  const sums = new Map<string, number>();
  const add = (name: string, by: number) => sums.set(name, (sums.get(name) ?? 0) + by);
  for (const [before, after] of moves) {
    const [was, is] = [countsOf(before), countsOf(after)];
    for (const name of tallied) add(name, is[name] - was[name]);
    const [skipped, skips] = [skipsOf(before), skipsOf(after)];
    for (const reason of skipReasons) add(skipCounter(reason), skips[reason] - skipped[reason]);
    const done = Number(after.state === "sent") - Number(before.state === "sent");
    add("chunksDone", done);
    if (after.variant === undefined) continue;
    for (const name of testTallied) add(testCounter(after.variant, name), is[name] - was[name]);
    add("sampleChunksDone", done);
  }
  return Object.fromEntries([...sums].filter(([, by]) => by !== 0));
};
