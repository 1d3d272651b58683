import { expect, it } from "vitest";
import { project } from "../../../../functions/changes/project.ts";
import { waitForLists } from "../../../../shared/app/wait-for-lists.ts";
import { later } from "../../../../shared/clock.ts";
import { put } from "../../../../shared/db/writes.ts";
import { clients } from "../../../../shared/entities/client.ts";
import { type AccountId, ulids } from "../../../../shared/ids.ts";
import { aClient } from "../../../support/a-client.ts";
import { testClock } from "../../../support/deps.ts";
import { projectorDeps } from "../../../support/projector-deps.ts";
import { streamedTable } from "../../../support/streamed-table.ts";

const clock = testClock();

const withClients = async (accountId: AccountId, count: number) => {
  const memory = streamedTable(() => clock.now());
  const db = memory.table.of(accountId);
  const at = clock.now().toISOString();
  const all = Array.from({ length: count }, () =>
    aClient({ id: ulids.next("client"), accountId, createdAt: at, updatedAt: at }),
  );
  await db.writeBatch(all.map((client) => put(clients, client)));
  const follow = async (records: number) => {
    await project({ Records: memory.records.splice(0, records) }, projectorDeps(memory.table));
  };
  return { db, follow };
};

it("waits until the lists show the account's latest changes, and no longer", async () => {
  const { db, follow } = await withClients(ulids.next("account"), 40);
  let pauses = 0;
  const pause = async () => {
    pauses += 1;
    await follow(15);
  };
  expect(await waitForLists(db, { clock, pause }, 20)).toBe(true);
  expect(pauses).toBe(3);
  expect(await waitForLists(db, { clock, pause }, 20)).toBe(true);
  expect(pauses).toBe(3);
});

it("gives up after its time, and does not wait for what is long past", async () => {
  const { db } = await withClients(ulids.next("account"), 1);
  let pauses = 0;
  const pause = async () => {
    pauses += 1;
  };
  expect(await waitForLists(db, { clock, pause }, 2)).toBe(false);
  expect(pauses).toBe(10);
  const hourLater = { now: () => later(clock.now(), 3600) };
  expect(await waitForLists(db, { clock: hourLater, pause }, 2)).toBe(true);
  expect(pauses).toBe(10);
});
