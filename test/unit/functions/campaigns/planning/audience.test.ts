import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { audiencePage, isInAudience } from "../../../../../functions/campaigns/planning/audience.ts";
import type { Audience } from "../../../../../shared/entities/campaign.ts";
import type { Client } from "../../../../../shared/entities/client.ts";
import { MemoryStore, memoryTable } from "../../../../support/campaigns/memory-table.ts";
import { clientWrites, fill, testAccount, testClient } from "../../../../support/campaigns/scenario.ts";

const account = testAccount();

const person = fc.record({
  tags: fc.subarray(["VIP", "vip ", "Été"]),
  mobile: fc.option(fc.constant("+15145550100"), { nil: undefined }),
  status: fc.constantFrom("active" as const, "active" as const, "archived" as const),
  disabled: fc.boolean(),
  indexed: fc.constantFrom<NonNullable<Client["indexed"]>>(
    { search: [], filter: { make: ["Honda"] } },
    { search: [], filter: {} },
  ),
});

const audiences = (clients: readonly Client[]): Audience[] => [
  { all: true },
  { filter: { tag: "ete" } },
  { filter: { tag: "Vip", mobile: "without" } },
  { filter: { tag: "vip", mobile: "with", field: { make: "Honda" } } },
  { clientIds: clients.filter((_, index) => index % 2 === 0).map(({ id }) => id) },
];

describe("an audience", () => {
  test.prop([fc.array(person, { maxLength: 40 }), fc.integer({ min: 1, max: 7 })])(
    "is the same clients page by page as asked one by one",
    async (people, limit) => {
      const db = memoryTable(new MemoryStore()).of(account.id);
      const clients = people.map((given, number) => testClient(account.id, number, given));
      await fill({ of: () => db, global: db }, account.id, clients.flatMap(clientWrites));
      for (const audience of audiences(clients)) {
        const found: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await audiencePage(db, audience, cursor, limit);
          expect(page.entries.length).toBeLessThanOrEqual(limit);
          found.push(...page.entries.map(({ id }) => id));
          cursor = page.next;
        } while (cursor !== undefined);
        const expected = clients.filter((client) => isInAudience(client, audience)).map(({ id }) => id);
        expect(found.sort()).toEqual(expected.sort());
      }
    },
  );
});
