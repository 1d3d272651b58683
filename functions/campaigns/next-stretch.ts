import { later } from "../../shared/clock.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import {
  type Audience,
  type Campaign,
  type CampaignPlan,
  type CampaignTemplate,
  CHUNK_SIZE,
  type Exclusion,
  type PlannedChunk,
} from "../../shared/entities/campaign.ts";
import { type Client, clientSortKey } from "../../shared/entities/client.ts";
import type { Ids } from "../../shared/ids.ts";
import { languageOf } from "../../shared/messaging/language.ts";
import { type AudienceEntry, audiencePage, isInAudience } from "./audience.ts";
import { clientsById, needsClient } from "./audience-clients.ts";
import { exclusionOf } from "./eligibility.ts";
import { latecomersOf } from "./latecomers.ts";
import type { Recipient, Snapshots } from "./snapshots.ts";

/** By how much the clocks of two machines may differ. */
const SKEW_SECONDS = 2;

/** What one step found. */
interface Found {
  recipients: Recipient[];
  excluded: Exclusion[];
  cursor?: string;
  phase: CampaignPlan["phase"];
}

interface Tools {
  snapshots: Snapshots;
  ids: Ids;
  /** Clients looked at in one step. */
  stretch: number;
}

/** The plan one step further, its snapshot written: `last` holds the new chunks. */
export const nextStretch = async (
  db: AccountTable,
  campaign: Campaign,
  plan: CampaignPlan,
  template: Pick<CampaignTemplate, "language">,
  { snapshots, ids, stretch }: Tools,
): Promise<CampaignPlan> => {
  const { audience } = campaign;
  if (!audience) throw new Error(`The campaign ${campaign.id} is sent without an audience.`);
  const step = { db, campaign, audience, plan, language: template.language, stretch };
  const found = plan.phase === "walk" ? await walk(step) : await late(step, snapshots);
  const { cursor, last, carry, ...rest } = plan;
  const next: CampaignPlan = {
    ...rest,
    version: plan.version + 1,
    phase: found.phase,
    ...(found.cursor === undefined ? {} : { cursor: found.cursor }),
    recipients: plan.recipients + found.recipients.length,
    matched: plan.matched + found.recipients.length + found.excluded.length,
    excluded: counted(plan.excluded, found.excluded),
  };
  const flush = found.phase === "complete";
  if (found.recipients.length === 0 && !(flush && carry)) return { ...next, ...(carry ? { carry } : {}) };

  const waiting = carry ? (await snapshots.read(carry.segment)).slice(carry.offset) : [];
  const { lines, chunks } = pack([...waiting, ...found.recipients], flush);
  const segment = `campaigns/${campaign.accountId}/${campaign.id}/${ids.next("item")}.txt`;
  await snapshots.write(segment, lines);
  const offset = chunks.reduce((sum, { size }) => sum + size, 0);
  return {
    ...next,
    chunks: plan.chunks + chunks.length,
    last: { segment, firstChunk: plan.chunks, chunks },
    ...(offset < lines.length ? { carry: { segment, offset } } : {}),
  };
};

interface Step {
  db: AccountTable;
  campaign: Campaign;
  audience: Audience;
  plan: CampaignPlan;
  language: string;
  stretch: number;
}

/** The next clients of the audience's lists. */
const walk = async ({ db, campaign, audience, plan, language, stretch }: Step): Promise<Found> => {
  const page = await audiencePage(db, audience, plan.cursor, stretch);
  const { optedInOnly } = campaign;
  const told = (entry: AudienceEntry) => entry.mail !== "ok" && !needsClient(entry, optedInOnly);
  const clients = await clientsById(
    db,
    page.entries.filter((entry) => !told(entry)),
  );
  const found: Found = { recipients: [], excluded: [], ...(page.next ? { cursor: page.next } : {}), phase: "walk" };
  for (const entry of page.entries) {
    const client = clients.get(entry.id);
    if (told(entry)) found.excluded.push(...(entry.mail && entry.mail !== "ok" ? [entry.mail] : []));
    else if (entry.sort === undefined || (client && isAtRest(client, entry.sort, audience, plan))) {
      const reason = exclusionOf(client, optedInOnly);
      if (reason || !client) found.excluded.push(reason ?? "not_found");
      else found.recipients.push({ id: client.id, language: languageOf(client.language, language) });
    }
  }
  if (!page.next) found.phase = "clientIds" in audience ? "complete" : "latecomers";
  return found;
};

/**
 * A client that is renamed moves in the list, perhaps from behind the walk to before it, or the other way. So the walk
 * takes a client only where its list entry is the current one and nothing was changed since the walk began: whoever is
 * left out here is among the {@link latecomersOf}, who are compared with all that was planned.
 */
const isAtRest = (client: Client, sort: string, audience: Audience, { startedAt }: CampaignPlan): boolean =>
  clientSortKey(client) === sort &&
  client.updatedAt < later(new Date(startedAt), -SKEW_SECONDS).toISOString() &&
  isInAudience(client, audience);

const late = async (
  { db, campaign, audience, plan, language, stretch }: Step,
  snapshots: Snapshots,
): Promise<Found> => {
  const clients = await latecomersOf(db, audience, plan, snapshots);
  const sorted = clients.map((client) => ({ client, reason: exclusionOf(client, campaign.optedInOnly) }));
  const eligible = sorted.filter(({ reason }) => reason === undefined).map(({ client }) => client);
  const rest = eligible.length > stretch;
  return {
    recipients: eligible
      .slice(0, stretch)
      .map((client) => ({ id: client.id, language: languageOf(client.language, language) })),
    // Those without an e-mail are found again in every step, so they are counted in the last one.
    excluded: rest ? [] : sorted.flatMap(({ reason }) => reason ?? []),
    phase: rest ? "latecomers" : "complete",
  };
};

const counted = (before: CampaignPlan["excluded"], found: readonly Exclusion[]): CampaignPlan["excluded"] => {
  const excluded = { ...before };
  for (const reason of found) excluded[reason] = (excluded[reason] ?? 0) + 1;
  return excluded;
};

/** Full chunks of one language each; who is left over waits for the next stretch, behind the chunks in the snapshot. */
const pack = (recipients: readonly Recipient[], flush: boolean): { lines: Recipient[]; chunks: PlannedChunk[] } => {
  const lines: Recipient[] = [];
  const left: Recipient[] = [];
  const chunks: PlannedChunk[] = [];
  for (const [language, group] of Map.groupBy(recipients, (recipient) => recipient.language)) {
    for (let start = 0; start < group.length; start += CHUNK_SIZE) {
      const part = group.slice(start, start + CHUNK_SIZE);
      if (part.length < CHUNK_SIZE && !flush) left.push(...part);
      else {
        chunks.push({ language, offset: lines.length, size: part.length });
        lines.push(...part);
      }
    }
  }
  return { lines: [...lines, ...left], chunks };
};
