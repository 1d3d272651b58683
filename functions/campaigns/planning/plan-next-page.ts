import { later } from "../../../shared/clock.ts";
import type { AccountTable } from "../../../shared/db/table.ts";
import type { Audience, Campaign, CampaignTemplate } from "../../../shared/entities/campaign.ts";
import type { CampaignPlan, Exclusion } from "../../../shared/entities/campaign-plan.ts";
import { clientSortKey } from "../../../shared/entities/client.ts";
import type { Ids } from "../../../shared/ids.ts";
import { languageOf } from "../../../shared/messaging/language.ts";
import { exclusionOf } from "../../../shared/messaging/marketing-exclusion.ts";
import { settleAll } from "../../../shared/settle-all.ts";
import { variantOf } from "./ab-test.ts";
import type { AddressSet } from "./address-set.ts";
import type { Addressees } from "./addressees.ts";
import { type AudienceEntry, isInAudience } from "./audience.ts";
import { clientsById, toldExclusion } from "./audience-clients.ts";
import type { KnownAddresses } from "./known-addresses.ts";
import { LAG_SECONDS, latecomersOf, type RecentClients } from "./latecomers.ts";
import { type LeftOut, readLeftOut, writeLeftOut } from "./left-out.ts";
import { packChunks } from "./pack-chunks.ts";
import { forPlanning, type WalkedClient } from "./planned-client.ts";
import { onceEach } from "./same-address.ts";
import type { Recipient, Snapshots } from "./snapshots.ts";

/** By how much the clocks of two machines may differ. */
const SKEW_SECONDS = 2;

/** What one step found. */
interface Found {
  recipients: Recipient[];
  excluded: LeftOut[];
  /** Why those among them who were counted before, and have changed since, were left out then. */
  before?: Exclusion[];
  cursor?: string;
  phase: CampaignPlan["phase"];
}

interface Tools {
  snapshots: Snapshots;
  ids: Ids;
  addressees: Addressees;
  /** Addresses planned so far; those of this page are added. */
  addresses: AddressSet;
  /** What is known against addresses, whoever has them. */
  known: KnownAddresses;
  recents: RecentClients;
  /** Clients read for one page. */
  pageSize: number;
}

/** Plans the next page of recipients and stores its snapshot. `last`: chunks added. `addresses`: addresses added. */
export const planNextPage = async (
  db: AccountTable,
  campaign: Campaign,
  plan: CampaignPlan,
  template: Pick<CampaignTemplate, "language">,
  { snapshots, ids, ...tools }: Tools,
): Promise<CampaignPlan> => {
  const { audience } = campaign;
  if (!audience) throw new Error(`The campaign ${campaign.id} is sent without an audience.`);
  const { addresses } = tools;
  const step: Step = { ...tools, db, campaign, audience, plan, language: template.language };
  const found = plan.phase === "walk" ? await walk(step) : await late(step, snapshots);
  const { before = [] } = found;
  const { cursor, last, carry, ...rest } = plan;
  const segmentOf = () => `campaigns/${campaign.accountId}/${campaign.id}/${ids.next("item")}.txt`;
  // Only those of the walk can be met again.
  const leftOut =
    plan.phase === "walk" && tools.addressees.inLists && found.excluded.length > 0 ? segmentOf() : undefined;
  const keep = async () => leftOut && writeLeftOut(snapshots, leftOut, found.excluded, plan.leftOut);
  const next: CampaignPlan = {
    ...rest,
    version: plan.version + 1,
    phase: found.phase,
    ...(found.cursor === undefined ? {} : { cursor: found.cursor }),
    recipients: plan.recipients + found.recipients.length,
    matched: plan.matched + found.recipients.length + found.excluded.length - before.length,
    excluded: counted(plan.excluded, found.excluded, before),
    ...(leftOut ? { leftOut } : {}),
  };
  const flush = found.phase === "complete";
  if (found.recipients.length === 0 && !(flush && carry)) {
    await keep();
    return { ...next, ...(carry ? { carry } : {}) };
  }

  const recipients = found.recipients.map((recipient, index): Recipient => {
    const variant = variantOf(campaign, recipient.id, plan.recipients + index);
    return variant === undefined ? recipient : { ...recipient, variant };
  });
  for (const { address } of recipients) if (address) addresses.add(address);
  const waiting = carry ? (await snapshots.read(carry.segment)).slice(carry.offset) : [];
  const { lines, chunks } = packChunks([...waiting, ...recipients], flush);
  const segment = segmentOf();
  await settleAll([snapshots.write(segment, lines), keep()]);
  const offset = chunks.reduce((sum, { size }) => sum + size, 0);
  return {
    ...next,
    chunks: plan.chunks + chunks.length,
    sampleChunks: (plan.sampleChunks ?? 0) + chunks.filter(({ variant }) => variant !== undefined).length,
    last: { segment, firstChunk: plan.chunks, chunks },
    ...(offset < lines.length ? { carry: { segment, offset } } : {}),
  };
};

interface Step extends Omit<Tools, "snapshots" | "ids"> {
  db: AccountTable;
  campaign: Campaign;
  audience: Audience;
  plan: CampaignPlan;
  language: string;
}

/**
 * The next of the addressees. A client that is renamed moves in the list, perhaps from behind the walk to before it, or the
 * other way. So the walk takes a client only where its list entry is the current one and nothing was changed since the walk
 * began: whoever is left out here is among the {@link latecomersOf}, who are compared with all that was planned.
 */
const walk = async (step: Step): Promise<Found> => {
  const { db, campaign, audience, addressees, known, plan, pageSize } = step;
  const page = await addressees.page(plan.cursor, pageSize);
  const entries = page.entries.filter(({ id }) => !addressees.leftOut.has(id));
  const { optedInOnly } = campaign;
  const told = new Map<AudienceEntry, Exclusion | undefined>(
    entries.map((entry) => [entry, toldExclusion(entry, optedInOnly, known)]),
  );
  const recents = [...told.values()].some(Boolean) ? await step.recents.ids() : new Set<string>();
  const clients = await clientsById(
    db,
    entries.filter((entry) => !told.get(entry) && !entry.client),
    forPlanning,
  );
  const eligible: WalkedClient[] = [];
  const excluded: LeftOut[] = [];
  const began = new Date(plan.startedAt);
  // What a list itself says of a client may be as old as the list.
  const [skewed, behind] = [later(began, -SKEW_SECONDS).toISOString(), later(began, -LAG_SECONDS).toISOString()];
  const isAtRest = (entry: AudienceEntry): boolean => {
    if (entry.client) return entry.client.updatedAt < behind;
    const client = clients.get(entry.id);
    if (client === undefined || client.updatedAt >= skewed) return false;
    return clientSortKey(client) === entry.sort && isInAudience(client, audience);
  };
  for (const entry of entries) {
    const client = entry.client ?? clients.get(entry.id);
    const reason = told.get(entry);
    if (reason) excluded.push(...(recents.has(entry.id) ? [] : [{ id: entry.id, reason }]));
    else if (!addressees.inLists || isAtRest(entry)) {
      const reason = exclusionOf(client, optedInOnly, known.standingOf);
      if (reason || !client) excluded.push({ id: entry.id, reason: reason ?? "not_found" });
      else eligible.push(client);
    }
  }
  const { first, repeated } = onceEach(eligible, db.accountId, step.addresses, addressees.reached);
  return {
    recipients: first.map((client) => recipientOf(client, step)),
    excluded: [...excluded, ...sameAddress(repeated)],
    ...(page.next ? { cursor: page.next, phase: "walk" } : { phase: addressees.inLists ? "latecomers" : "complete" }),
  };
};

const recipientOf = (
  {
    id,
    language,
    address,
    hash,
  }: Pick<WalkedClient, "id" | "language"> & Required<Pick<Recipient, "address" | "hash">>,
  step: Pick<Step, "language">,
): Recipient => ({ id, language: languageOf(language, step.language), address, hash });

const sameAddress = (repeated: readonly { id: string }[]): LeftOut[] =>
  repeated.map(({ id }) => ({ id, reason: "same_address" }));

const late = async (step: Step, snapshots: Snapshots): Promise<Found> => {
  const { db, campaign, audience, addressees, known, plan, pageSize } = step;
  const changed = await latecomersOf(db, audience, plan, snapshots);
  const clients = changed.filter(({ id }) => !addressees.leftOut.has(id));
  const { optedInOnly } = campaign;
  const sorted = clients.map((client) => ({ client, reason: exclusionOf(client, optedInOnly, known.standingOf) }));
  const eligible = sorted.filter(({ reason }) => reason === undefined).map(({ client }) => client);
  const { first, repeated } = onceEach(eligible, db.accountId, step.addresses, addressees.reached);
  const rest = first.length > pageSize;
  const recipients = first.slice(0, pageSize).map((client) => recipientOf(client, step));
  const reasons = sorted.flatMap(({ client: { id }, reason }) => (reason ? [{ id, reason }] : []));
  // Those that get nothing are found again in every step, so they are counted in the last one.
  const excluded = rest ? [] : [...reasons, ...sameAddress(repeated)];
  const found = new Set([...recipients, ...excluded].map(({ id }) => id));
  const before = [...(await readLeftOut(snapshots, plan.leftOut, found)).values()];
  return { recipients, excluded, before, phase: rest ? "latecomers" : "complete" };
};

const counted = (
  so: CampaignPlan["excluded"],
  found: readonly LeftOut[],
  before: readonly Exclusion[],
): CampaignPlan["excluded"] => {
  const counts = new Map(Object.entries(so) as [Exclusion, number][]);
  for (const { reason } of found) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  for (const reason of before) counts.set(reason, (counts.get(reason) ?? 0) - 1);
  return Object.fromEntries([...counts].filter(([, count]) => count > 0));
};
