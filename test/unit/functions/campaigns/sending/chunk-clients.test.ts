import { describe, expect, it } from "vitest";
import type { Recipient } from "../../../../../functions/campaigns/planning/snapshots.ts";
import { clientsOf } from "../../../../../functions/campaigns/sending/chunk-clients.ts";
import type { AccountTable } from "../../../../../shared/db/table.ts";
import { put } from "../../../../../shared/db/writes.ts";
import { addressHash, markOf, recordFact } from "../../../../../shared/entities/address-fact.ts";
import { clients } from "../../../../../shared/entities/client.ts";
import { type ClientId, ulids } from "../../../../../shared/ids.ts";
import { aClient } from "../../../../support/a-client.ts";
import { memoryTable } from "../../../../support/memory-table.ts";

const account = ulids.next("account");
const said = { at: "2026-03-02T15:00:00.000Z", how: "link" };

/** Two clients, the second of whom was planned with another address; both of today have said no. */
const aChunk = async (planned: (id: ClientId, email: string) => Recipient) => {
  const { table } = memoryTable();
  const db = table.of(account);
  const [first, second] = [ulids.next("client"), ulids.next("client")];
  const hashes = ["one@example.org", "corrected@example.org"].map((email) => addressHash(account, email));
  await db.commit([
    put(clients, aClient({ id: first, accountId: account, email: "one@example.org" })),
    put(clients, aClient({ id: second, accountId: account, email: "corrected@example.org" })),
    ...hashes.map((hash) => recordFact(account, hash, { refused: said })),
  ]);
  let calls = 0;
  const counted: AccountTable = {
    ...db,
    getStored: (...asked) => {
      calls += 1;
      return db.getStored(...asked);
    },
    getMany: (...asked) => {
      calls += 1;
      return db.getMany(...asked);
    },
  };
  const lines = [planned(first, "one@example.org"), planned(second, "two@example.org")];
  const read = (size: number) =>
    clientsOf(
      counted,
      { accountId: account, campaignId: "", chunk: 0, segment: "", offset: 0, size },
      {
        snapshots: { read: async () => lines },
      },
    );
  return { read, calls: () => calls, hashes };
};

const withHash = (id: ClientId, email: string): Recipient => {
  const hash = addressHash(account, email);
  return { id, language: "fr", address: markOf(hash), hash };
};

describe("the clients of a chunk", () => {
  it("are read in one call with what the addresses that they were planned with have said", async () => {
    const { read, calls, hashes } = await aChunk(withHash);
    const chunk = await read(1);
    expect(chunk.standingOf("one@example.org")).toBe("unsubscribed");
    expect(chunk.hashes).toEqual(hashes.slice(0, 1));
    expect(calls()).toBe(1);
  });

  it("are asked about the address that they have now, too", async () => {
    const { read, calls, hashes } = await aChunk(withHash);
    const chunk = await read(2);
    expect(chunk.standingOf("corrected@example.org")).toBe("unsubscribed");
    expect(chunk.hashes).toEqual(hashes);
    expect(calls()).toBe(2);
  });

  it("are asked about every address where the plan is of before it held them", async () => {
    const { read } = await aChunk((id, email) => ({
      id,
      language: "fr",
      address: markOf(addressHash(account, email)),
    }));
    const chunk = await read(2);
    expect(chunk.standingOf("one@example.org")).toBe("unsubscribed");
    expect(chunk.standingOf("corrected@example.org")).toBe("unsubscribed");
  });
});
