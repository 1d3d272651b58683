import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SESv2Client } from "@aws-sdk/client-sesv2";
import { compileCampaign } from "../../functions/campaigns/mail/template.ts";
import { PAGE_SIZE, type PlannerDeps, planCampaign } from "../../functions/campaigns/planning/planning.ts";
import { rememberingSnapshots } from "../../functions/campaigns/planning/snapshots.ts";
import { unlimited } from "../../functions/campaigns/sending/budget.ts";
import { rememberedTemplates } from "../../functions/campaigns/sending/bulk-call.ts";
import { workOnChunk } from "../../functions/campaigns/sending/chunk-work.ts";
import type { ChunkMessage, Outbox, PlanMessage } from "../../functions/campaigns/sending/queues.ts";
import type { SenderDeps } from "../../functions/campaigns/sending/sender-deps.ts";
import { systemClock } from "../../shared/clock.ts";
import type { Table } from "../../shared/db/table.ts";
import { put } from "../../shared/db/writes.ts";
import type { Account } from "../../shared/entities/account.ts";
import { type Campaign, campaigns } from "../../shared/entities/campaign.ts";
import { putTemplate } from "../../shared/entities/campaign-template.ts";
import { ulids } from "../../shared/ids.ts";
import { lazy } from "../../shared/lazy.ts";
import { type BulkMail, type BulkMailer, sesBulkMailer } from "../../shared/messaging/bulk-mailer.ts";
import { objectsOnDisk } from "../support/objects-on-disk.ts";

/** Chunks that are sent side by side: as many as a stage has by default (lib/config.ts). */
export const SENDERS = 5;

/** The project's own way to SES, counted. */
export interface Provider extends BulkMailer {
  calls: number;
  recipients: number;
  /** A call to be made again. */
  sample: BulkMail | undefined;
}

/** @param endpoint where something answers as SES does */
export const provider = (endpoint: string): Provider => {
  const credentials = { accessKeyId: "bench", secretAccessKey: "bench" };
  const client = lazy(() => new SESv2Client({ endpoint, region: "ca-central-1", credentials, maxAttempts: 1 }));
  const mailer = sesBulkMailer("bench", client);
  const self: Provider = {
    calls: 0,
    recipients: 0,
    sample: undefined,
    send(mail) {
      self.calls += 1;
      self.recipients += mail.entries.length;
      self.sample ??= mail;
      return mailer.send(mail);
    },
  };
  return self;
};

/** A campaign to everybody in an account, as the send route leaves it. */
export const startedCampaign = async (table: Table, account: Account): Promise<Campaign> => {
  const { version, createdAt, createdBy, updatedAt, updatedBy, source } = account;
  const campaign: Campaign = {
    id: ulids.next("campaign"),
    accountId: account.id,
    name: "Spring",
    channel: "email",
    callToAction: { kind: "link", url: "https://garage.example/spring" },
    content: {
      subject: "{client_first_name|Bonjour}, c'est le printemps",
      title: "Vos pneus d'été",
      body: "Bonjour {client_full_name},\n\nil est temps de **changer vos pneus**.",
      buttonLabel: "Prendre rendez-vous",
    },
    audience: { all: true },
    optedInOnly: true,
    status: "sending",
    round: 1,
    ...{ version, createdAt, createdBy, updatedAt, updatedBy, source },
  };
  await table
    .of(account.id)
    .commit([put(campaigns, campaign), putTemplate(compileCampaign(campaign, account, "mail@garage.example"))]);
  return campaign;
};

/** Plans and sends a campaign with the project's own workers: one planner, some senders, queues in memory. */
export const runCampaign = async (
  table: Table,
  { accountId, id: campaignId }: Pick<Campaign, "accountId" | "id">,
  mailer: Provider,
  afterEach: () => void = () => undefined,
): Promise<void> => {
  const queue = queueInMemory<ChunkMessage>();
  const folder = await mkdtemp(join(tmpdir(), "clientele-bench-"));
  const objects = objectsOnDisk(folder);
  const app = {
    table,
    clock: systemClock,
    ids: ulids,
    log: { info: () => undefined, error: throwing, metric: () => undefined },
    signingKey: async () => "a key for measurements",
  };
  const chunks: Outbox<ChunkMessage> = {
    async send(messages, delaySeconds = 0) {
      if (delaySeconds > 0) throw new Error("A chunk was put off: not every call was taken.");
      queue.put(messages);
    },
  };
  const planner: PlannerDeps = {
    ...app,
    snapshots: rememberingSnapshots(objects),
    chunks,
    plans: { send: async () => undefined },
    pageSize: PAGE_SIZE,
  };
  const sender: SenderDeps = {
    ...app,
    snapshots: rememberingSnapshots(objects),
    templates: rememberedTemplates(),
    chunks,
    events: chunks,
    mailer,
    pace: { callSize: 50, reserve: () => 0, giveBack: () => undefined },
    budget: unlimited,
    wait: async () => undefined,
    publicUrl: "https://pages.example",
    leaseSeconds: 90,
    settling: { seconds: 300 },
  };

  const message: PlanMessage = { accountId, campaignId };
  const plan = planCampaign(message, planner, () => true).finally(queue.end);
  const send = async () => {
    for (let next = await queue.take(); next; next = await queue.take()) {
      await workOnChunk(next, sender);
      afterEach();
    }
  };
  await Promise.all([plan, ...Array.from({ length: SENDERS }, send)]);
  // The planner looks again until every chunk is done.
  await planCampaign(message, planner, () => true);
  const { status } = (await table.of(accountId).get(campaigns, { pk: `${accountId}#${campaignId}`, sk: "@" })) ?? {};
  await rm(folder, { recursive: true });
  if (status !== "finished") throw new Error(`The campaign is ${status}.`);
};

/** Whoever takes from it while it is empty waits, and costs nothing meanwhile. */
const queueInMemory = <Message>() => {
  const waiting: Message[] = [];
  let ended = false;
  let stir: () => void = () => undefined;
  let stirred = new Promise<void>((resolve) => {
    stir = resolve;
  });
  const wake = () => {
    stir();
    stirred = new Promise((resolve) => {
      stir = resolve;
    });
  };
  return {
    put(messages: readonly Message[]): void {
      waiting.push(...messages);
      wake();
    },
    end(): void {
      ended = true;
      wake();
    },
    async take(): Promise<Message | undefined> {
      while (waiting.length === 0 && !ended) await stirred;
      return waiting.shift();
    },
  };
};

const throwing = (_: string, error: unknown): never => {
  throw error;
};
