import { planCampaign } from "../../../functions/campaigns/planning/planning.ts";
import type { Recipient, Snapshots } from "../../../functions/campaigns/planning/snapshots.ts";
import { unlimited } from "../../../functions/campaigns/sending/budget.ts";
import { rememberedTemplates } from "../../../functions/campaigns/sending/bulk-call.ts";
import { workOnChunk } from "../../../functions/campaigns/sending/chunk-work.ts";
import type { ChunkMessage, Outbox } from "../../../functions/campaigns/sending/queues.ts";
import { useCases as clientUseCases } from "../../../functions/clients/api.ts";
import { type ClientDeps, loadContactReader } from "../../../functions/clients/deps.ts";
import { KnownClients } from "../../../functions/imports/known-clients.ts";
import type { ImportedClient } from "../../../functions/imports/parse/imported-client.ts";
import { takeRows } from "../../../functions/imports/take-rows.ts";
import { submitPage } from "../../../functions/pages/submit-page.ts";
import type { Actor } from "../../../shared/app/actor.ts";
import { fromStored, isOf } from "../../../shared/db/entity.ts";
import { put } from "../../../shared/db/writes.ts";
import { accounts } from "../../../shared/entities/account.ts";
import type { Campaign } from "../../../shared/entities/campaign.ts";
import { type Client, clients } from "../../../shared/entities/client.ts";
import { addToLookup } from "../../../shared/entities/lookup.ts";
import { ulids } from "../../../shared/ids.ts";
import type { BulkMail } from "../../../shared/messaging/bulk-mailer.ts";
import type { LinkPageDeps } from "../../../shared/pages/link-page-deps.ts";
import { lookupChanges } from "../../../shared/projection/lookups.ts";
import { testClock, testDeps } from "../deps.ts";
import { memoryTable } from "../memory-table.ts";
import { stamped } from "../stamped.ts";
import { campaignWrites, listWrites, testAccount, testCampaign } from "./scenario.ts";

/** An e-mail of a campaign as it lies in somebody's mailbox. */
export interface Delivered {
  campaign: string;
  client: string;
  to: string;
  /** Of its unsubscribe link. */
  token: string;
  messageId: string;
}

const PAGES = "https://pages.example";
const KEY = "a key for tests";

/**
 * A business in memory, from its routes and pages to its mailings, without queues, clocks or crashes between them: what is
 * done is done, and the lists follow at once. For questions about who is written to.
 */
export const aBusiness = async () => {
  const memory = memoryTable();
  const account = testAccount({ postalAddress: "1, rue du Garage, Laval" });
  const db = memory.table.of(account.id);
  await db.commit([put(accounts, account)]);
  let moment = Date.parse("2026-03-02T15:00:00.000Z");
  const clock = testClock();
  const later = () => {
    moment += 60_000;
    clock.set(new Date(moment).toISOString());
  };
  const deps: ClientDeps = {
    ...testDeps(memory.table, { clock }),
    signingKey: async () => KEY,
    contact: loadContactReader,
  };
  const actor: Actor = { kind: "api_key", id: "key_test", accountId: account.id, account, scopes: [] };
  const mailbox: Delivered[] = [];
  const snapshots = new Map<string, readonly Recipient[]>();
  const kept: Snapshots = {
    write: async (key, recipients) => void snapshots.set(key, recipients),
    read: async (key) => snapshots.get(key) ?? [],
  };

  const all = (): Client[] =>
    [...memory.items.values()].filter((item) => isOf(clients, item)).map((item) => fromStored(clients, item));

  const project = async (): Promise<void> => {
    for (const [key, item] of memory.items)
      if (item.entity === "facet" || item.entity === "lookup") memory.items.delete(key);
    for (const client of all()) {
      const made = [undefined, stamped(client)];
      await db.writeBatch(listWrites(client));
      for (const lookup of lookupChanges(client.id, made).joined)
        await db.commit([addToLookup(account.id, lookup, client.id)]);
    }
  };

  /** Calls a route of clients as the pipeline does, and commits what it writes. @throws AppError */
  const call = async (route: keyof typeof clientUseCases, id: string, body: object = {}): Promise<unknown> => {
    later();
    const useCase = await clientUseCases[route]();
    if (useCase.for !== "account") throw new Error("unreachable");
    const page = { limit: 25 };
    const asked = { params: { id }, query: {}, body, page, now: clock.now(), actor, db, match: () => undefined };
    const answer = await useCase.handle(asked as unknown as Parameters<typeof useCase.handle>[0], deps);
    await db.commit(answer.writes);
    await project();
    return answer.body;
  };

  /** What a form of an e-mail's page sends; `{ "List-Unsubscribe": "One-Click" }` is a mailbox. */
  const submit = async ({ token }: Pick<Delivered, "token">, form: Record<string, string>) => {
    later();
    if (submitPage.for !== "public") throw new Error("unreachable");
    const asked = { params: { token }, query: undefined, body: form, page: { limit: 1 }, now: clock.now() };
    const answer = await submitPage.handle(
      { ...asked, headers: {}, cookies: [], ip: "192.0.2.1" },
      deps as ClientDeps & LinkPageDeps,
    );
    await project();
    return answer;
  };

  const importRow = async (row: ImportedClient): Promise<void> => {
    later();
    await takeRows([{ row: 2, client: row, type: undefined }], {
      ...{
        db,
        account,
        author: "mem_test",
        importId: ulids.next("import"),
        jobId: ulids.next("job"),
        dryRun: false,
        language: "fr",
        columns: [],
      },
      ...{ decisions: { rows: new Map() }, known: new KnownClients(db), types: { withId: () => undefined } },
      now: clock.now(),
    });
    await project();
  };

  const waiting: ChunkMessage[] = [];
  const outbox: Outbox<ChunkMessage> = { send: async (messages) => void waiting.push(...messages) };
  const planner = { ...deps, snapshots: kept, chunks: outbox, plans: { send: async () => undefined }, pageSize: 1000 };
  const sender = {
    ...{
      ...deps,
      snapshots: kept,
      templates: rememberedTemplates(),
      chunks: outbox,
      events: outbox,
      budget: unlimited,
    },
    pace: { callSize: 50, reserve: () => 0, giveBack: () => undefined },
    ...{ wait: async () => undefined, publicUrl: PAGES, leaseSeconds: 90, settling: { seconds: 300 } },
    mailer: {
      send: async ({ entries, tags }: BulkMail) =>
        entries.map(({ to, headers, tags: { client = "" } }) => {
          const messageId = `message-${mailbox.length}`;
          const [, token = ""] = /\/p\/([^>]+)>/.exec(headers?.[0]?.value ?? "") ?? [];
          mailbox.push({ campaign: tags.campaign ?? "", client, to, token, messageId });
          return { is: "accepted" as const, messageId };
        }),
    },
  };

  const plan = async (given: Partial<Campaign> = {}): Promise<Campaign> => {
    later();
    const campaign = testCampaign(account, given);
    await db.writeBatch(campaignWrites(campaign, account));
    await planCampaign({ accountId: account.id, campaignId: campaign.id }, planner, () => true);
    return campaign;
  };

  /** Sends what is planned. */
  const send = async ({ id }: Pick<Campaign, "id">): Promise<Delivered[]> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await workOnChunk(next, sender);
    await planCampaign({ accountId: account.id, campaignId: id }, planner, () => true);
    return mailbox.filter(({ campaign }) => campaign === id);
  };

  return {
    account,
    db,
    table: memory.table,
    clock,
    snapshots: kept,
    mailbox,
    clients: all,
    call,
    submit,
    importRow,
    plan,
    send,
  };
};
