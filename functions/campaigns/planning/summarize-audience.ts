import { newJob } from "../../../shared/app/new-job.ts";
import { accepted, ok, useCase } from "../../../shared/app/use-case.ts";
import type { AccountTable } from "../../../shared/db/table.ts";
import type { Audience, Campaign } from "../../../shared/entities/campaign.ts";
import type { Exclusion } from "../../../shared/entities/campaign-plan.ts";
import { invalid } from "../../../shared/errors.ts";
import { mostSelected } from "../../../shared/filters/list-sizes.ts";
import type { CampaignDeps } from "../deps.ts";
import { accountWarnings, testWarnings } from "../drafts/warnings.ts";
import { routes } from "../manifest.ts";
import { campaignOr404 } from "../store.ts";
import { addressSet } from "./address-set.ts";
import { audienceCriteria } from "./audience.ts";
import { type AudienceCount, countOn, nothingCounted } from "./audience-count.ts";
import { firstAddressees, MOST_PAGES } from "./first-addressees.ts";
import { knownAddresses, MOST_KNOWN } from "./known-addresses.ts";
import type { Snapshots } from "./snapshots.ts";

/** Clients that are counted one by one in one request. */
const MOST_COUNTED = 10_000;
/** So long is counted on: an answer takes three seconds at most, and a page that has begun a part of one. */
const MOST_MS = 1500;

interface AudienceSummary {
  matched: number;
  /** Counted, or known by a counter; else there are at least so many. */
  matchedExact: boolean;
  included: number;
  excluded: { reason: Exclusion; count: number }[];
  /** Whether all figures were counted. Else `included` and `excluded` are those of the first `counted`, scaled up. */
  exact: boolean;
  counted: number;
}

/** Who would get the campaign now, and why the others would not. What is asked for exactly is counted by a job. */
export const summarizeAudience = useCase(
  routes.audience,
  async ({ params, body, actor, db, now }, { snapshots, ids }: CampaignDeps) => {
    const campaign = await campaignOr404(db, params.id);
    if (!campaign.audience) throw invalid("/audience", "The campaign has no audience yet");
    if (body.exact) {
      const { job, write } = newJob({ kind: "audience", input: { campaignId: campaign.id } }, actor, now, ids);
      return accepted({ job }, [write]);
    }
    const summary = await audienceSummary(db, campaign, { read: async (key) => (await snapshots()).read(key) });
    const warnings = [...accountWarnings(actor.account), ...testWarnings(campaign, summary.included)];
    return ok({ ...summary, warnings });
  },
);

export const audienceSummary = async (
  db: AccountTable,
  campaign: Campaign,
  snapshots: Pick<Snapshots, "read">,
  most = MOST_COUNTED,
): Promise<AudienceSummary> => {
  const end = performance.now() + MOST_MS;
  const known = await knownAddresses(db, MOST_KNOWN);
  const { pages, reached, isAll } = await firstAddressees(db, campaign, snapshots, most);
  const judging = { db, optedInOnly: campaign.optedInOnly, known, reached };
  const met = addressSet();
  let count = nothingCounted;
  let read = 0;
  for await (const entries of pages) {
    count = await countOn(count, entries, judging, met);
    read += 1;
    if (count.counted >= most || read >= MOST_PAGES || performance.now() > end) break;
  }
  const { counted, reasons } = count;
  const size = isAll() || campaign.resend ? undefined : await knownSize(db, campaign.audience);
  return {
    ...scaled(reasons, counted, Math.max(counted, size ?? 0)),
    matchedExact: isAll() || size !== undefined,
    exact: isAll() && known.isAll,
    counted,
  };
};

/** How many an audience is, where a counter knows: everybody, or those who meet one filter. */
const knownSize = async (db: AccountTable, audience: Audience | undefined): Promise<number | undefined> => {
  if (!audience || "clientIds" in audience) return undefined;
  const criteria = audienceCriteria(audience);
  return criteria.text || criteria.lists.length > 1 ? undefined : mostSelected(db, criteria);
};

const scaled = (reasons: AudienceCount["reasons"], counted: number, matched: number) => {
  const excluded = [...reasons].map(([reason, count]) => ({
    reason,
    count: counted === 0 ? count : Math.round((count / counted) * matched),
  }));
  return { matched, included: matched - excluded.reduce((sum, { count }) => sum + count, 0), excluded };
};
