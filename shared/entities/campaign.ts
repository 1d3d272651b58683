import { type Entity, entity, type Provenance } from "../db/entity.ts";
import { keys, partitions } from "../db/keys.ts";
import type { ClientFilters } from "../filters/client-filters.ts";
import type { AccountId, ClientId, Id } from "../ids.ts";
import type { Language, LanguageTag } from "../messaging/language.ts";
import { wordTokens } from "../text/word-tokens.ts";
import { campaignKeys } from "./campaign-keys.ts";

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

/** As every list of clients has them. */
export type AudienceFilter = Omit<ClientFilters, "status" | "includeDisabled">;

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
  /** The campaign that the chain of resends began with; it lists all later ones. */
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

/**
 * `sampling`: the sample is being sent; `waiting`: for what it does with it; `decided`: the rest is sent the winner.
 * `too_few`: there are too few recipients for a test, and all are sent the first subject.
 */
export const testStates = ["sampling", "waiting", "decided", "too_few"] as const;

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
  /** Why nothing is sent although it is being sent, and until when; see functions/campaigns/sending/budget.ts. */
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

export const campaigns: Entity<Campaign> = entity(
  "campaign",
  (campaign) => ({
    ...keys.of(campaign.accountId, campaign.id),
    gsi2pk: partitions.list(campaign.accountId, "CAMPAIGNS").pk,
    gsi2sk: `${campaign.createdAt}#${campaign.id}`,
  }),
  undefined,
  { foundBy: ({ name }) => ({ rules: 1, tokens: wordTokens([name]) }) },
);

/** An e-mail ready to be filled in: `{{…}}` where the provider puts each recipient's values. */
export interface CompiledMail {
  /** The language as the business's country writes it. */
  tag?: LanguageTag;
  subject: string;
  html: string;
  text: string;
  /** The attributes that it names, in the order of their placeholders. */
  attributes: { name: string; fallback: string }[];
  /** Where the button leads in the end, when it leads to us first. */
  target?: string;
}

/** The compiled e-mails of a campaign: made when it is sent and when it is resumed, read by the senders. */
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
