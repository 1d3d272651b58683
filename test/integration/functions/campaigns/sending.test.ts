import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { describe, expect, it } from "vitest";
import { routes } from "../../../../functions/campaigns/manifest.ts";
import { PAGE_SIZE, planCampaign } from "../../../../functions/campaigns/planning/planning.ts";
import { rememberingSnapshots } from "../../../../functions/campaigns/planning/snapshots.ts";
import { recordEvents } from "../../../../functions/campaigns/recording/recording.ts";
import { dailyBudget } from "../../../../functions/campaigns/sending/budget.ts";
import { rememberedTemplates } from "../../../../functions/campaigns/sending/bulk-call.ts";
import { workOnChunk } from "../../../../functions/campaigns/sending/chunk-work.ts";
import type { ChunkMessage, Outbox } from "../../../../functions/campaigns/sending/queues.ts";
import { readEventMessage } from "../../../../functions/campaigns/sending/read-message.ts";
import { chunksOf } from "../../../../shared/db/table.ts";
import { anAccount } from "../../../support/actors.ts";
import { call } from "../../../support/call.ts";
import { evenTemper, simulatedProvider } from "../../../support/campaigns/provider.ts";
import { seeded } from "../../../support/campaigns/random.ts";
import { campaignsFeature } from "./feature.ts";

const { table, client, deps, handler, snapshots, someClients } = await campaignsFeature();

/** What the table's own answers say was consumed by writes while `work` was done. */
const writeUnitsOf = async (of: DynamoDBDocumentClient, work: () => Promise<void>): Promise<number> => {
  let units = 0;
  const name = "countUnits";
  of.middlewareStack.add(
    (next, { commandName = "" }) =>
      async (args) => {
        const answer = await next({ ...args, input: { ...args.input, ReturnConsumedCapacity: "TOTAL" } });
        const { ConsumedCapacity: consumed } = answer.output as { ConsumedCapacity?: unknown };
        if (/Put|Update|Write|Delete/.test(commandName))
          for (const one of [consumed ?? []].flat() as { CapacityUnits?: number }[]) units += one.CapacityUnits ?? 0;
        return answer;
      },
    { step: "initialize", name },
  );
  await work();
  of.middlewareStack.remove(name);
  return units;
};

describe("a campaign on the real table", () => {
  it("reaches every opted-in client of a tag once, within its budget, and says so", { timeout: 300_000 }, async () => {
    const size = 2400;
    const { account, headers } = await anAccount(table);
    const off = { email: { general: true, marketing: false }, sms: { general: true, marketing: false } };
    const given = Array.from({ length: size }, (_, n) => (n % 6 === 5 ? { subscriptions: off } : {}));
    await someClients(account.id, size, given);
    const wanted = given.filter((one) => !("subscriptions" in one)).length;

    const created = await call(handler, routes.create, {
      headers,
      body: {
        name: "Pneus",
        channel: "email",
        content: { subject: "Bonjour {client_first_name}", body: "L'hiver" },
        audience: { filter: { tag: "VIP" } },
      },
    });
    const { id } = created.body;
    await call(handler, routes.send, { headers, params: { id }, body: {} });

    const waiting: ChunkMessage[] = [];
    const events: unknown[] = [];
    const chunks: Outbox<ChunkMessage> = { send: async (messages) => void waiting.push(...messages) };
    const provider = simulatedProvider(
      seeded(3),
      { ...evenTemper, delivered: 1, opened: 0.2, repeated: 0.1 },
      (event) => void events.push(event),
      1,
    );
    const stored = rememberingSnapshots({
      write: async (key, recipients) => void snapshots.set(key, recipients),
      read: async (key) => snapshots.get(key) ?? [],
    });
    const workers = {
      ...deps,
      snapshots: stored,
      chunks,
      plans: { send: async () => undefined },
      events: chunks,
      pageSize: PAGE_SIZE,
      templates: rememberedTemplates(),
      mailer: provider.mailerFor(async () => undefined),
      budget: dailyBudget(deps.clock, 50_000),
      pace: { callSize: 50, reserve: () => 0, giveBack: () => undefined },
      wait: async () => undefined,
      publicUrl: "https://pages.example",
      leaseSeconds: 90,
      settling: { seconds: 300 },
      returnSeconds: 90,
    };

    const units = await writeUnitsOf(client, async () => {
      const plan = () => planCampaign({ accountId: account.id, campaignId: id }, workers, () => true);
      await plan();
      // Four workers, as the queue would start them.
      const work = async () => {
        for (let message = waiting.shift(); message; message = waiting.shift()) await workOnChunk(message, workers);
      };
      await Promise.all([work(), work(), work(), work()]);
      // As its own message would wake it.
      await plan();
    });
    const perRecipient = units / wanted;

    expect(new Set(provider.taken.map((one) => one.client)).size).toBe(wanted);
    expect(provider.taken).toHaveLength(wanted);
    expect(provider.calls).toBeLessThanOrEqual(Math.ceil(wanted / 50) + 1);
    expect(perRecipient).toBeGreaterThan(0.09);
    expect(perRecipient).toBeLessThanOrEqual(0.15);

    const read = async () => (await call(handler, routes.get, { headers, params: { id } })).body;
    expect(await read()).toMatchObject({
      status: "finished",
      stats: { recipients: wanted, sent: wanted, delivered: 0, failed: 0, unknown: 0 },
    });

    for (const batch of chunksOf(events, 100)) {
      const messages = batch.map((body, index) => ({ message: readEventMessage(body), messageId: String(index) }));
      expect(await recordEvents(messages, workers)).toEqual([]);
    }
    const { stats } = await read();
    expect(stats.delivered).toBe(wanted);
    expect(stats.viewed).toBeGreaterThan(0);
    expect((await call(handler, routes.stats, { headers, params: { id } })).body).toEqual(stats);

    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const query = { state: "viewed", limit: "100", ...(cursor ? { cursor } : {}) };
      const { body } = await call(handler, routes.recipients, { headers, params: { id }, query });
      if (body.nextCursor) expect(body.data).toHaveLength(100);
      for (const one of body.data) {
        seen.push(one.clientId);
        expect(one).toMatchObject({
          outcome: "sent",
          email: expect.stringContaining("@"),
          events: expect.arrayContaining(["viewed"]),
        });
      }
      cursor = body.nextCursor;
    } while (cursor);
    expect(new Set(seen).size).toBe(stats.viewed);
    expect(seen).toHaveLength(stats.viewed);
    const failed = await call(handler, routes.recipients, { headers, params: { id }, query: { state: "failed" } });
    expect(failed.body).toEqual({ data: [] });
  });
});
