import { campaign as kind } from "../../../functions/campaigns/kinds.ts";
import { compileCampaign } from "../../../functions/campaigns/mail/template.ts";
import { testResults } from "../../../functions/campaigns/planning/ab-test.ts";
import { countsOf, noCounts, skippedFor, skipsOf, sumOf } from "../../../functions/campaigns/recording/recipients.ts";
import { type Entity, fromStored, isOf, toStored, type Versioned } from "../../../shared/db/entity.ts";
import type { Table } from "../../../shared/db/table.ts";
import { keyOf, put, type Write } from "../../../shared/db/writes.ts";
import type { Account } from "../../../shared/entities/account.ts";
import { type Audience, type Campaign, campaigns } from "../../../shared/entities/campaign.ts";
import {
  type CampaignChunk,
  type Counts,
  campaignChunks,
  campaignTallies,
  skipReasons,
} from "../../../shared/entities/campaign-chunk.ts";
import { campaignKeys } from "../../../shared/entities/campaign-keys.ts";
import { putTemplate } from "../../../shared/entities/campaign-template.ts";
import { type Client, clients } from "../../../shared/entities/client.ts";
import { type AccountId, type ClientId, ulids } from "../../../shared/ids.ts";
import { projectionWrites } from "../../../shared/projection/projection-writes.ts";
import { stamped } from "../stamped.ts";
import { told } from "../told.ts";
import type { MemoryStore } from "./memory-table.ts";

const LONG_AGO = "2026-01-05T10:00:00.000Z";

const provenance = {
  version: 1,
  createdAt: LONG_AGO,
  createdBy: "test",
  updatedAt: LONG_AGO,
  updatedBy: "test",
  source: "api",
};

export const testAccount = (given: Partial<Account> = {}): Account => ({
  id: ulids.next("account"),
  name: "Garage Tremblay",
  country: "CA",
  currency: "CAD",
  timeZone: "America/Toronto",
  language: "fr",
  settings: {},
  ...provenance,
  ...given,
});

/** A client that has agreed to marketing and is tagged VIP, unless told otherwise. */
export const testClient = (accountId: AccountId, number: number, given: Partial<Client> = {}): Client => ({
  id: `cli_${String(number).padStart(26, "0")}` as ClientId,
  accountId,
  name: `Client ${String(number).padStart(5, "0")}`,
  firstName: "Noémie",
  email: `client-${number}@example.org`,
  phones: [],
  addresses: [],
  language: number % 3 === 0 ? "en" : "fr",
  tags: ["VIP"],
  fields: {},
  showNote: false,
  signatureExempt: false,
  disabled: false,
  assignedTo: [],
  status: "active",
  subscriptions: { email: { general: true, marketing: true }, sms: { general: true, marketing: false } },
  ...provenance,
  ...given,
});

/** A client with its places in the lists, as the projector keeps them. */
export const clientWrites = (client: Client): Write[] => [put(clients, client), ...listWrites(client)];

export const listWrites = (client: Client): Write[] =>
  projectionWrites([undefined, stamped(client)]).filter((write) => write.do === "put" && write.item.entity === "facet");

export const testCampaign = (account: Account, given: Partial<Campaign> = {}): Campaign => ({
  id: ulids.next("campaign"),
  accountId: account.id,
  name: "Pneus",
  channel: "email",
  content: { subject: "Bonjour {client_first_name}", title: "Vos pneus", body: "C'est **l'hiver**." },
  audience: { filter: { tag: "VIP" } } satisfies Audience,
  optedInOnly: true,
  status: "sending",
  round: 1,
  ...provenance,
  ...given,
});

/** A campaign as the send route leaves it. */
export const campaignWrites = (campaign: Campaign, account: Account): Write[] => [
  put(campaigns, campaign),
  putTemplate(compileCampaign(campaign, account, "bonjour@clientele.example")),
];

/** What EventBridge puts into the planner's queue. */
export const sendRequested = (campaign: Campaign) => ({
  source: "clientele",
  "detail-type": kind.send_requested.type,
  detail: told(kind.send_requested, campaigns, campaign),
});

export const fill = async (table: Table, accountId: AccountId, writes: readonly Write[]): Promise<void> => {
  await table.of(accountId).writeBatch([...writes]);
};

export const readCampaignNow = async (table: Table, { accountId, id }: Campaign): Promise<Campaign> => {
  const campaign = await table.of(accountId).get(campaigns, campaignKeys.campaign(accountId, id));
  if (!campaign) throw new Error("The campaign is gone.");
  return campaign;
};

/** Changes an item as a person would, whatever workers do at the time. */
const changeItem = <T extends Versioned>(store: MemoryStore, kind: Entity<T>, item: T, change: Partial<T>): T => {
  const stored = store.get(kind.keys(item));
  if (!stored) throw new Error("The item is gone.");
  const now = fromStored(kind, stored);
  const next = { ...now, ...change, version: now.version + 1 };
  store.set(toStored(kind, next));
  return next;
};

export const changeCampaign = (store: MemoryStore, campaign: Campaign, change: Partial<Campaign>): Campaign =>
  changeItem(store, campaigns, campaign, change);

/** With the lists, which follow at once. */
export const changeClient = (store: MemoryStore, client: Client, change: Partial<Client>, now: Date): Client => {
  const stored = store.get(clients.keys(client));
  const before = stored ? fromStored(clients, stored) : client;
  for (const write of listWrites(before)) store.delete(keyOf(write));
  const next = changeItem(store, clients, client, { ...change, updatedAt: now.toISOString() });
  for (const write of listWrites(next)) if (write.do === "put") store.set(write.item);
  return next;
};

export const chunksIn = (store: MemoryStore): CampaignChunk[] => allOf(store, campaignChunks);

type AllCounts = Counts & { skippedFor: ReturnType<typeof skippedFor> };

/** The counters as they stand, and as a recount of the ledger has them. */
export const bothCounts = (store: MemoryStore): { kept: AllCounts; recounted: AllCounts } => {
  const [tallies, chunks] = [allOf(store, campaignTallies), chunksIn(store)];
  const skips = skipReasons.map((reason) => ({
    reason,
    count: chunks.reduce((sum, one) => sum + skipsOf(one)[reason], 0),
  }));
  return {
    kept: { ...sumOf([noCounts(), ...tallies]), skippedFor: skippedFor(tallies) },
    recounted: { ...sumOf(chunks.map(countsOf)), skippedFor: skips.filter(({ count }) => count > 0) },
  };
};

/** The counters of a test's subjects, in the same two ways. */
export const bothResults = (store: MemoryStore, { id, abTest }: Campaign) => {
  const subjects = abTest?.subjects ?? [];
  const ofCampaign = ({ campaignId }: { campaignId: string }) => campaignId === id;
  const chunks = chunksIn(store).filter(ofCampaign);
  return {
    kept: testResults({ subjects }, allOf(store, campaignTallies).filter(ofCampaign)),
    recounted: subjects.map((subject, place) => {
      const { sent, viewed, clicked } = sumOf(chunks.filter(({ variant }) => variant === place).map(countsOf));
      return { subject, sent, viewed, clicked };
    }),
  };
};

const allOf = <T extends object>(store: MemoryStore, kind: Entity<T>): T[] =>
  store
    .all()
    .filter((item) => isOf(kind, item))
    .map((item) => fromStored(kind, item));
