import { ok, useCase } from "../../shared/app/use-case.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import type { Campaign, Exclusion } from "../../shared/entities/campaign.ts";
import { invalid } from "../../shared/errors.ts";
import { type AudienceEntry, audiencePage } from "./audience.ts";
import { clientsById, needsClient } from "./audience-clients.ts";
import { exclusionOf } from "./eligibility.ts";
import { routes } from "./manifest.ts";
import { campaignOr404 } from "./store.ts";

interface AudienceSummary {
  matched: number;
  included: number;
  excluded: { reason: Exclusion; count: number }[];
}

/** Entries read at once: a megabyte of the lists, DynamoDB's own page. */
const AT_ONCE = 8000;

/** Who would get the campaign now, and why the others would not. */
export const summarizeAudience = useCase(routes.audience, async ({ params, db }) =>
  ok(await audienceSummary(db, await campaignOr404(db, params.id))),
);

const audienceSummary = async (
  db: AccountTable,
  { audience, optedInOnly }: Pick<Campaign, "audience" | "optedInOnly">,
): Promise<AudienceSummary> => {
  if (!audience) throw invalid("/audience", "The campaign has no audience yet");
  const reasons = new Map<Exclusion, number>();
  let matched = 0;
  let cursor: string | undefined;
  do {
    const page = await audiencePage(db, audience, cursor, AT_ONCE);
    matched += page.entries.length;
    for (const reason of await exclusionsOf(db, page.entries, optedInOnly)) {
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    }
    cursor = page.next;
  } while (cursor !== undefined);
  const excluded = [...reasons].map(([reason, count]) => ({ reason, count }));
  return { matched, included: matched - excluded.reduce((sum, { count }) => sum + count, 0), excluded };
};

const exclusionsOf = async (
  db: AccountTable,
  entries: readonly AudienceEntry[],
  optedInOnly: boolean,
): Promise<Exclusion[]> => {
  const unclear = entries.filter((entry) => needsClient(entry, optedInOnly));
  const found = await clientsById(db, unclear);
  return entries.flatMap((entry) => {
    if (needsClient(entry, optedInOnly)) return exclusionOf(found.get(entry.id), optedInOnly) ?? [];
    return entry.mail && entry.mail !== "ok" ? entry.mail : [];
  });
};
