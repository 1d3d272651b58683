import fc from "fast-check";
import { expect, it } from "vitest";
import { project } from "../../../../functions/changes/project.ts";
import { toStored } from "../../../../shared/db/entity.ts";
import { type StreamRecord, sequenceNumberOf } from "../../../../shared/db/stream.ts";
import { clients } from "../../../../shared/entities/client.ts";
import { type AccountId, derivedId } from "../../../../shared/ids.ts";
import { aClient } from "../../../support/a-client.ts";
import { historyOf, steps } from "../../../support/client-history.ts";
import { deliver } from "../../../support/delivery.ts";
import type { Fate } from "../../../support/memory-table.ts";
import { projectedIn, recount } from "../../../support/projected.ts";
import { projectorDeps } from "../../../support/projector-deps.ts";
import { streamRecord } from "../../../support/stream.ts";
import { streamedTable } from "../../../support/streamed-table.ts";

const LANES = 3;
const accounts: readonly AccountId[] = ["north", "south"].map((name) => derivedId("account", name));

/** What happens to the calls of one delivery, one after the other; then all are done. */
const fates = fc.array(fc.constantFrom<Fate>("done", "lost", "lost", "unanswered"), { maxLength: 20 });
const delivery = fc.record(
  { size: fc.integer({ min: 1, max: 12 }), back: fc.nat(12), dies: fc.boolean(), fates },
  { requiredKeys: ["size"] },
);

/** A change that can never be followed: it does not say when it was made. */
const poisonOf = (accountId: AccountId, number: number): StreamRecord =>
  streamRecord(clients, {
    after: aClient({ id: derivedId("client", `poison ${number}`), accountId, updatedAt: "yesterday" }),
    number: 0,
  });

/** Changes of one item stay in order; what lane an item has, nobody promises. */
const laneOf = ({ dynamodb }: StreamRecord): number => (dynamodb?.Keys?.pk?.S ?? "").charCodeAt(44) % LANES;

const isOverwritten = ({ dynamodb }: StreamRecord): boolean =>
  dynamodb?.NewImage?.entity?.S === "lookup" && dynamodb.OldImage !== undefined;

const numbered = (records: readonly StreamRecord[]): StreamRecord[] =>
  records.map((record, number) => ({
    ...record,
    dynamodb: { ...record.dynamodb, SequenceNumber: String(number).padStart(21, "0") },
  }));

it("the projector keeps what a recount gives: lanes side by side, deaths, throttling, duplicates, poison", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.tuple(steps, steps),
      fc.array(fc.nat(40), { maxLength: 3 }),
      fc.array(fc.array(delivery, { maxLength: 6 }), { minLength: LANES, maxLength: LANES }),
      async (taken, poisonAt, plans) => {
        const histories = taken.map((own, place) => historyOf(own, accounts[place]));
        const shared = histories.flatMap(({ records }) => records);
        for (const [number, at] of poisonAt.entries())
          shared.splice(
            at % (shared.length + 1),
            0,
            poisonOf(accounts[number % 2] ?? derivedId("account", ""), number),
          );
        const records = numbered(shared);
        const memory = streamedTable(() => new Date("2026-03-02T15:00:00.000Z"));
        const deps = projectorDeps(memory.table);
        let planned: Fate[] = [];
        memory.fate = () => planned.shift() ?? "done";
        await Promise.all(
          plans.map((plan, lane) =>
            deliver(
              records.filter((record) => laneOf(record) === lane),
              plan,
              (event, { fates: own = [] }: (typeof plan)[number]) => {
                planned = [...own];
                return project(event, deps);
              },
            ),
          ),
        );
        // Who was overwritten under an address is brought back from the stream, as the client's item has it.
        const overwritten = memory.records.filter(isOverwritten);
        for (const item of histories.flatMap((history) => history.clients).map((client) => toStored(clients, client)))
          memory.items.set(`${item.pk}\u0000${item.sk}`, item);
        await project({ Records: overwritten }, deps);
        for (const [place, history] of histories.entries()) {
          const own = [...memory.items.values()].filter(
            ({ pk, entity }) => entity !== clients.name && pk.startsWith(accounts[place] ?? "-"),
          );
          expect(projectedIn(own)).toEqual(recount(history));
        }
        // A record that came twice was set aside twice.
        const aside = new Set(deps.aside.map(({ sequenceNumber }) => sequenceNumber));
        const poison = records.filter(({ dynamodb }) => dynamodb?.NewImage?.updatedAt?.S === "yesterday");
        expect([...aside].sort()).toEqual(poison.map(sequenceNumberOf).sort());
      },
    ),
    { numRuns: Number(process.env.HISTORIES ?? 30) },
  );
}, 600_000);
