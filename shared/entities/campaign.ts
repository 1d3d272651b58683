import { type Entity, entity, type Provenance, type Versioned } from "../db/entity.ts";
import { type Key, keys, partitions } from "../db/keys.ts";
import type { AccountId, ClientId, Id } from "../ids.ts";
import type { Language } from "../messaging/language.ts";
import type { MailStanding } from "./facet.ts";

export const campaignStatuses = ["draft", "scheduled", "sending", "paused", "finished", "cancelled"] as const;
export type CampaignStatus = (typeof campaignStatuses)[number];

export const callToActionKinds = ["book", "pay", "portal", "link"] as const;
export interface CallToAction {
  kind: (typeof callToActionKinds)[number];
  url: string;
  label?: string;
}

export interface CampaignContent {
  subject?: string;
  title?: string;
  /** A subset of Markdown: paragraphs, bold, italic, links, lists. */
  body?: string;
  buttonLabel?: string;
  /** A picture anywhere on the web; or one of the account's library, which then comes first. */
  imageUrl?: string;
  imageDocumentId?: string;
}

/** Whom a campaign goes to. Clients are those of the moment it is sent: active ones that are not disabled. */
export type Audience = { clientIds: ClientId[] } | { filter: AudienceFilter } | { all: true };

export interface AudienceFilter {
  tag?: string;
  type?: string;
  assignedTo?: string;
  mobile?: "with" | "without";
  /** Custom fields by key; their type makes them filterable. */
  field?: Record<string, string>;
}

/** Why a campaign stopped by itself. */
export const pauseReasons = ["asked", "provider", "bounces", "complaints"] as const;
export type PauseReason = (typeof pauseReasons)[number];

/** To whom a campaign is sent again: who got it, who of them did not open it, everybody else of the audience. */
export const resendTargets = ["same", "not_opened", "others"] as const;
export type ResendTarget = (typeof resendTargets)[number];

/** What a campaign is that was made by sending another one again. */
export interface Resend {
  /** The campaign whose recipients are meant. */
  of: Id<"campaign">;
  to: ResendTarget;
  /** The first of the family, which knows all that came after it. */
  root: Id<"campaign">;
}

export const testMetrics = ["viewed", "clicked"] as const;

/** Subjects that are tried on a sample of the recipients, before the rest gets the one that does best. */
export interface AbTest {
  subjects: string[];
  /** The same subjects for clients of that language. */
  translations?: Partial<Record<Language, string[]>>;
  samplePercent: number;
  /** From when every recipient of the sample is accounted for. */
  waitMinutes: number;
  metric: (typeof testMetrics)[number];
}

/** `sampling`: the sample is being sent; `waiting`: for what it does with it; `decided`: the rest is sent the winner. */
export const testStates = ["sampling", "waiting", "decided"] as const;

export type JudgedFrom = Record<"sent" | "bounced" | "complained", number>;

export interface Campaign extends Provenance {
  id: Id<"campaign">;
  accountId: AccountId;
  name: string;
  channel: "email";
  callToAction?: CallToAction;
  content: CampaignContent;
  /** What replaces parts of the content for clients of that language. */
  translations?: Partial<Record<Language, CampaignContent>>;
  audience?: Audience;
  /** Only clients that agreed to marketing; otherwise all that have not refused every e-mail. */
  optedInOnly: boolean;
  status: CampaignStatus;
  /** How often the sending was started: 1 when it was sent, one more with every resumption. */
  round: number;
  pauseReason?: PauseReason;
  /** The counts when it was resumed: somebody has seen them, and what comes after is judged anew. */
  judgedFrom?: JudgedFrom;
  /** Why nothing is sent although it is being sent, and until when; see functions/campaigns/budget.ts. */
  waitingFor?: "daily_limit";
  waitingUntil?: string;
  /** When it is to be sent, or was. */
  scheduledAt?: string;
  startedAt?: string;
  /** When it was over: finished or cancelled. */
  finishedAt?: string;
  resend?: Resend;
  /** The campaigns that were made by sending this one again, or one of those; known to the first of them alone. */
  resends?: Id<"campaign">[];
  abTest?: AbTest;
  testState?: (typeof testStates)[number];
  /** When the winner is picked, once that is known. */
  testEndsAt?: string;
  /** The subject that the rest gets, by its place in the test. */
  winner?: number;
}

export const campaigns: Entity<Campaign> = entity("campaign", (campaign) => ({
  ...keys.of(campaign.accountId, campaign.id),
  gsi2pk: partitions.list(campaign.accountId, "CAMPAIGNS").pk,
  gsi2sk: `${campaign.createdAt}#${campaign.id}`,
}));

/** An e-mail ready to be filled in: `{{…}}` where the provider puts each recipient's values. */
export interface CompiledMail {
  subject: string;
  html: string;
  text: string;
  /** The attributes that it names, in the order of their placeholders. */
  attributes: { name: string; fallback: string }[];
  /** Where the button leads in the end, when it leads to us first. */
  target?: string;
}

/** The compiled e-mails of a campaign: made when the content is saved and when it is sent, read by the senders. */
export interface CampaignTemplate {
  accountId: AccountId;
  campaignId: Id<"campaign">;
  from: string;
  replyTo?: string;
  /** For clients whose language is not known, or not one that we write. */
  language: Language;
  mails: Record<Language, CompiledMail>;
  /** The subjects that are tried, as they were written; the e-mails then have an attribute in the subject's place. */
  subjects?: Record<Language, string[]>;
}

export const campaignTemplates: Entity<CampaignTemplate> = entity("campaign_template", (template) =>
  campaignKeys.template(template.accountId, template.campaignId),
);

/** Why a client of the audience gets nothing. */
export type Exclusion = Exclude<MailStanding, "ok"> | "archived" | "disabled" | "not_found";
/** When the recipients are planned: another one of them has the same address. */
export type PlanExclusion = Exclusion | "same_address";

/** What one call of the mail provider takes (Amazon SES, quotas of `SendBulkEmail`). */
export const CHUNK_SIZE = 50;

/** A stretch of a snapshot's lines that is one chunk. */
export interface PlannedChunk {
  language: Language;
  /** The place of the subject that is tried on them; none for the rest, who get the winner, or where nothing is tried. */
  variant?: number;
  offset: number;
  size: number;
}

/**
 * How far the recipients of a campaign are known. One item, advanced by a condition on its version: whoever advances it
 * decides which snapshot counts; the snapshot of a planner that came second is never referred to.
 */
export interface CampaignPlan extends Versioned {
  accountId: AccountId;
  campaignId: Id<"campaign">;
  startedAt: string;
  /** `walk` through the lists of the audience, then those that moved within them meanwhile, then nothing more. */
  phase: "walk" | "latecomers" | "complete";
  /** Where the walk goes on: after this place. */
  cursor?: string;
  chunks: number;
  recipients: number;
  matched: number;
  excluded: Partial<Record<PlanExclusion, number>>;
  /** Those among the chunks whose subject is tried. */
  sampleChunks?: number;
  /** The round of the campaign whose unfinished chunks are queued. */
  round: number;
  /** What was planned last: made into chunks and queued again by whoever finds it, in case its planner died. */
  last?: { segment: string; firstChunk: number; chunks: PlannedChunk[] };
  /** Recipients too few for a full chunk, waiting for more: the lines of a snapshot from `offset` on. */
  carry?: { segment: string; offset: number };
}

export const campaignPlans: Entity<CampaignPlan> = entity("campaign_plan", (plan) =>
  campaignKeys.plan(plan.accountId, plan.campaignId),
);

/** Up to 50 recipients of one language, sent by one call of the provider. */
export interface CampaignChunk extends PlannedChunk {
  accountId: AccountId;
  campaignId: Id<"campaign">;
  number: number;
  /** The object that holds the recipients; theirs are `size` lines from `offset` on. */
  segment: string;
  /**
   * `planned`: recipients wait. `claimed`: a worker is sending. `unknown`: a worker was lost between call and result.
   * `sent`: every recipient is accounted for.
   */
  state: "planned" | "claimed" | "unknown" | "sent";
  /** How often it was claimed: the number that a claim is known by. */
  attempt: number;
  /** Until when the claim holds; for an unknown one, from when on it may be settled. */
  until?: string;
  /** One character a recipient: see functions/campaigns/recipients.ts. Written by senders only. */
  outcome: string;
  /** Two characters a recipient: flags of what the provider told. Written by the recorder of its events only. */
  seen: string;
  /** Moves with every change of `seen`. */
  seenVersion: number;
}

export const campaignChunks: Entity<CampaignChunk> = entity("campaign_chunk", (chunk) =>
  campaignKeys.chunk(chunk.accountId, chunk.campaignId, chunk.number),
);

export const tallied = [
  "sent",
  "failed",
  "skipped",
  "unknown",
  "delivered",
  "viewed",
  "clicked",
  "engaged",
  "bounced",
  "complained",
  "unsubscribed",
] as const;
export type Tallied = (typeof tallied)[number];
export type Counts = Record<Tallied, number>;

/** What is counted for each subject that is tried, of those it is tried on. */
export const testTallied = ["sent", "viewed", "clicked"] as const;
export type TestTallied = (typeof testTallied)[number];
type TestCounter = `test${number}_${TestTallied}`;
export const testCounter = (variant: number, name: TestTallied): TestCounter => `test${variant}_${name}`;

/** A shard of a campaign's counters; each is changed in the transaction of what it counts, so they cannot drift. */
export interface CampaignTally extends Partial<Counts> {
  accountId: AccountId;
  campaignId: Id<"campaign">;
  shard: number;
  chunksDone?: number;
  /** The same for the chunks whose subject is tried. */
  sampleChunksDone?: number;
  [counter: TestCounter]: number | undefined;
}

/** Chunks that are sent at once rarely meet in the same item; senders and the recorder of events never do. */
export const TALLY_SHARDS = 8;

/** The shard that a chunk's counts go to. */
export const tallyShard = (by: "sender" | "recorder", chunk: number): number =>
  (chunk % (TALLY_SHARDS / 2)) + (by === "sender" ? 0 : TALLY_SHARDS / 2);

export const campaignTallies: Entity<CampaignTally> = entity("campaign_tally", (tally) =>
  campaignKeys.tally(tally.accountId, tally.campaignId, tally.shard),
);

/** A test e-mail that somebody asked for; its worker hears of it by its event. */
export interface CampaignTest {
  id: Id<"item">;
  accountId: AccountId;
  campaignId: Id<"campaign">;
  to: string;
  /** As whom the e-mail is looked at. */
  clientId?: ClientId;
  language: Language;
  /** With which of the subjects that are tried. */
  variant?: number;
  version: number;
  createdAt: string;
  createdBy: string;
  ttl: number;
}

export const campaignTests: Entity<CampaignTest> = entity("campaign_test", (test) =>
  campaignKeys.test(test.accountId, test.campaignId, test.id),
);

/** The items of one campaign: all in its own partition, what the sending moves under one prefix. */
export const campaignKeys = {
  campaign: (account: AccountId, id: Id<"campaign">): Key => keys.of(account, id),
  template: (account: AccountId, id: Id<"campaign">): Key => keys.part(account, id, "TEMPLATE"),
  test: (account: AccountId, id: Id<"campaign">, test: string): Key => keys.part(account, id, `TEST#${test}`),
  plan: (account: AccountId, id: Id<"campaign">): Key => keys.part(account, id, `${RUN}PLAN`),
  chunk: (account: AccountId, id: Id<"campaign">, number: number): Key =>
    keys.part(account, id, `${CHUNK}${String(number).padStart(5, "0")}`),
  tally: (account: AccountId, id: Id<"campaign">, shard: number): Key => keys.part(account, id, `${RUN}TALLY#${shard}`),
};

/** Prefix of the plan and the tallies. */
export const RUN = "RUN#";
/** Prefix of the chunks, which sort by their number. */
export const CHUNK = "CHUNK#";
