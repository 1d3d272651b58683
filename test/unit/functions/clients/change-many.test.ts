import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changeMany } from "../../../../functions/clients/change-many.ts";
import { type ClientIndex, INDEX_RULES } from "../../../../shared/entities/client-index.ts";
import { stampOf } from "../../../../shared/entities/client-stamp.ts";
import type { Stamp } from "../../../../shared/projection/client-state.ts";
import { anAccountId } from "../../../support/a-client.ts";
import {
  besidePeople,
  clientsIn,
  content,
  expectedOf,
  foundIn,
  idOf,
  madeBefore,
  now,
  savedInTurn,
} from "../../../support/followed-clients.ts";
import { interleaved } from "../../../support/interleaved.ts";

/** Other rules: one list more, one less, and other tokens. */
const otherRules: Stamp = (client): ClientIndex => {
  const { tokens, lists, ...index } = stampOf(client);
  const kept = (lists ?? "").split("\n").filter((line) => !line.startsWith("mobile#"));
  return {
    ...index,
    rules: INDEX_RULES + 1,
    lists: [...kept, `initial#${client.name[0]}`].join("\n"),
    tokens: `${tokens}\nzz${client.name}`,
  };
};

const act = fc.record({ client: fc.nat(4), content });
const histories = Number(process.env.HISTORIES ?? 60);

describe.each([
  { what: "a bulk action", action: { kind: "tag", tag: "Hiver" } as const, stamp: stampOf },
  { what: "a rebuild after a change of the rules", action: { kind: "rebuild" } as const, stamp: otherRules },
])("$what", ({ action, stamp }) => {
  it("loses nobody, whatever people and the projector do at the same moment", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(content, { minLength: 1, maxLength: 5 }),
        fc.array(act, { maxLength: 6 }),
        async (scheduler, all, acts) => {
          const memory = await madeBefore(all);
          const table = () => interleaved(memory.table, scheduler).table;
          const db = table().of(anAccountId);
          const job = changeMany(
            all.map((_, number) => idOf(number)),
            { db, action, createdBy: "mem_1", now, stamp },
          );
          const people = savedInTurn(table, acts, stamp);
          const { outcomes } = await besidePeople(table, memory, scheduler, { job, people });
          expect(outcomes.filter(({ status }) => status === "failed")).toEqual([]);
          const { items, counters } = expectedOf(clientsIn(memory), stamp);
          expect(foundIn(memory)).toEqual({ items, counters });
        },
      ),
      { numRuns: histories },
    );
  }, 60_000);

  it("is in lists, search and counters when it is done, though nobody has followed the stream", async () => {
    const memory = await madeBefore(
      Array.from({ length: 60 }, (_, number) => ({ name: `Ana ${number}`, tags: ["VIP"] })),
    );
    const ids = Array.from({ length: 60 }, (_, number) => idOf(number));
    const db = memory.table.of(anAccountId);
    const { outcomes, leftToStream } = await changeMany(ids, { db, action, createdBy: "mem_1", now, stamp });
    expect({ leftToStream, changed: outcomes.filter(({ status }) => status === "changed").length }).toEqual({
      leftToStream: false,
      changed: 60,
    });
    expect(foundIn(memory)).toEqual(expectedOf(clientsIn(memory), stamp));
  });
});

describe("a rebuild", () => {
  it("takes nothing away, at any moment, that somebody is to be found by afterwards", async () => {
    const memory = await madeBefore(
      Array.from({ length: 20 }, (_, number) => ({ name: `Ana ${number}`, tags: ["VIP"] })),
    );
    const { items: after } = expectedOf(clientsIn(memory), otherRules);
    const gone: string[] = [];
    const remove = memory.items.delete.bind(memory.items);
    memory.items.delete = (address) => {
      gone.push(address.replace("\u0000", " "));
      return remove(address);
    };
    const ids = Array.from({ length: 20 }, (_, number) => idOf(number));
    const terms = {
      db: memory.table.of(anAccountId),
      action: { kind: "rebuild" },
      createdBy: "operator",
      now,
    } as const;
    await changeMany(ids, { ...terms, stamp: otherRules });
    expect(gone.length).toBeGreaterThan(0);
    expect(gone.filter((address) => address in after)).toEqual([]);
    const versions = clientsIn(memory).map(({ version }) => version);
    expect(versions).toEqual(versions.map(() => 1));
    const again = await changeMany(ids, { ...terms, stamp: otherRules });
    expect(again.outcomes.every(({ status }) => status === "unchanged")).toBe(true);
  });
});
