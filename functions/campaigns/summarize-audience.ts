import { ok, useCase } from "../../shared/app/use-case.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import type { Campaign } from "../../shared/entities/campaign.ts";
import type { Exclusion } from "../../shared/entities/campaign-plan.ts";
import { invalid } from "../../shared/errors.ts";
import { allAddressees } from "./addressees.ts";
import type { AudienceEntry } from "./audience.ts";
import { clientsById, needsClient } from "./audience-clients.ts";
import type { CampaignDeps } from "./deps.ts";
import { exclusionOf } from "./eligibility.ts";
import { routes } from "./manifest.ts";
import { forPlanning } from "./planned-client.ts";
import { campaignOr404 } from "./store.ts";

interface AudienceSummary {
  matched: number;
  included: number;
  excluded: { reason: Exclusion; count: number }[];
}

/** Who would get the campaign now, and why the others would not; clients that share an address are counted each. */
export const summarizeAudience = useCase(routes.audience, async ({ params, db }, { snapshots }: CampaignDeps) => {
  const campaign = await campaignOr404(db, params.id);
  return ok(await audienceSummary(db, campaign, { read: async (key) => (await snapshots()).read(key) }));
});

const audienceSummary = async (
  db: AccountTable,
  campaign: Campaign,
  snapshots: Parameters<typeof allAddressees>[2],
): Promise<AudienceSummary> => {
  if (!campaign.audience) throw invalid("/audience", "The campaign has no audience yet");
  const reasons = new Map<Exclusion, number>();
  let matched = 0;
  for await (const entries of allAddressees(db, campaign, snapshots)) {
    matched += entries.length;
    for (const reason of await exclusionsOf(db, entries, campaign.optedInOnly)) {
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    }
  }
  const excluded = [...reasons].map(([reason, count]) => ({ reason, count }));
  return { matched, included: matched - excluded.reduce((sum, { count }) => sum + count, 0), excluded };
};

const exclusionsOf = async (
  db: AccountTable,
  entries: readonly AudienceEntry[],
  optedInOnly: boolean,
): Promise<Exclusion[]> => {
  const unclear = entries.filter((entry) => needsClient(entry, optedInOnly));
  const found = await clientsById(db, unclear, forPlanning);
  return entries.flatMap((entry) => {
    if (needsClient(entry, optedInOnly)) return exclusionOf(found.get(entry.id), optedInOnly) ?? [];
    return entry.mail && entry.mail !== "ok" ? entry.mail : [];
  });
};
