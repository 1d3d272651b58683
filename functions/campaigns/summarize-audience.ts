import { ok, useCase } from "../../shared/app/use-case.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { addressMark } from "../../shared/entities/address-fact.ts";
import type { Campaign } from "../../shared/entities/campaign.ts";
import type { Exclusion } from "../../shared/entities/campaign-plan.ts";
import { invalid } from "../../shared/errors.ts";
import { exclusionOf } from "../../shared/messaging/marketing-exclusion.ts";
import { allAddressees } from "./addressees.ts";
import type { AudienceEntry } from "./audience.ts";
import { clientsById, needsClient, toldExclusion } from "./audience-clients.ts";
import type { CampaignDeps } from "./deps.ts";
import { type KnownAddresses, knownAddresses } from "./known-addresses.ts";
import { routes } from "./manifest.ts";
import { markSet } from "./mark-set.ts";
import { forPlanning } from "./planned-client.ts";
import { campaignOr404 } from "./store.ts";
import { accountWarnings, testWarnings } from "./warnings.ts";

interface AudienceSummary {
  matched: number;
  included: number;
  excluded: { reason: Exclusion; count: number }[];
}

/** Who would get the campaign now, and why the others would not, counted as when it is planned. */
export const summarizeAudience = useCase(
  routes.audience,
  async ({ params, actor, db }, { snapshots }: CampaignDeps) => {
    const campaign = await campaignOr404(db, params.id);
    const summary = await audienceSummary(db, campaign, { read: async (key) => (await snapshots()).read(key) });
    const warnings = [...accountWarnings(actor.account), ...testWarnings(campaign, summary.included)];
    return ok({ ...summary, warnings });
  },
);

const audienceSummary = async (
  db: AccountTable,
  campaign: Campaign,
  snapshots: Parameters<typeof allAddressees>[2],
): Promise<AudienceSummary> => {
  if (!campaign.audience) throw invalid("/audience", "The campaign has no audience yet");
  const known = await knownAddresses(db);
  const reasons = new Map<Exclusion, number>();
  const met = markSet();
  let matched = 0;
  let included = 0;
  const { pages, reached } = await allAddressees(db, campaign, snapshots);
  for await (const entries of pages) {
    matched += entries.length;
    for (const fate of await fatesOf(db, entries, campaign.optedInOnly, known)) {
      const isRepeated = "address" in fate && (met.has(fate.address) || reached.has(fate.address));
      const reason = "reason" in fate ? fate.reason : isRepeated ? "same_address" : undefined;
      if (reason) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
      else included += 1;
      if ("address" in fate) met.add(fate.address);
    }
  }
  return { matched, included, excluded: [...reasons].map(([reason, count]) => ({ reason, count })) };
};

/** A client gets the e-mail at an address, which is given as its mark, or does not, for a reason. */
type ClientFate = { reason: Exclusion } | { address: string };

/** Clients are read only where the list does not say enough of them. */
export const fatesOf = async (
  db: AccountTable,
  entries: readonly AudienceEntry[],
  optedInOnly: boolean,
  known: KnownAddresses,
): Promise<ClientFate[]> => {
  const told = entries.map((entry) => toldFate(entry, optedInOnly, known));
  const found = await clientsById(
    db,
    entries.filter((_, index) => !told[index]),
    forPlanning,
  );
  return entries.map((entry, index): ClientFate => {
    const client = found.get(entry.id);
    const reason = exclusionOf(client, optedInOnly, known.standingOf);
    return (
      told[index] ??
      (reason ? { reason } : { address: client?.email ? addressMark(db.accountId, client.email) : entry.id })
    );
  });
};

const toldFate = (entry: AudienceEntry, optedInOnly: boolean, known: KnownAddresses): ClientFate | undefined => {
  const reason = toldExclusion(entry, optedInOnly, known);
  if (reason) return { reason };
  if (needsClient(entry, optedInOnly)) return undefined;
  // Lists from before addresses had facts do not hold them: there, everybody counts.
  return { address: entry.address ?? entry.id };
};
