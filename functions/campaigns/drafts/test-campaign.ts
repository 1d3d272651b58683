import type { Actor } from "../../../shared/app/actor.ts";
import { accepted, useCase } from "../../../shared/app/use-case.ts";
import { later, secondsSinceEpoch } from "../../../shared/clock.ts";
import { partitions } from "../../../shared/db/keys.ts";
import type { AccountTable } from "../../../shared/db/table.ts";
import { insert } from "../../../shared/db/writes.ts";
import { members } from "../../../shared/entities/account.ts";
import { campaignTests } from "../../../shared/entities/campaign.ts";
import { invalid } from "../../../shared/errors.ts";
import type { ClientId } from "../../../shared/ids.ts";
import { languageOf } from "../../../shared/messaging/language.ts";
import type { CampaignDeps } from "../deps.ts";
import { mustBeTried } from "../mail/subjects.ts";
import { viewer } from "../mail/viewer.ts";
import { routes } from "../manifest.ts";
import { campaignOr404 } from "../store.ts";

const KEPT_SECONDS = 30 * 24 * 3600;
const MEMBERS = 500;

/** Asks for a test e-mail; a worker sends it. Only people of the account can get one. */
export const testCampaign = useCase(routes.test, async ({ params, body, actor, db, now }, { ids }: CampaignDeps) => {
  const campaign = await campaignOr404(db, params.id);
  if (!(campaign.content.subject || campaign.abTest) || !campaign.content.body)
    throw invalid("/content", "Give the e-mail a subject and a body first");
  mustBeTried(body.variant, campaign);
  const [to, client] = await Promise.all([addressee(db, actor, body.to), viewer(db, body.clientId)]);
  const test = {
    id: ids.next("item"),
    accountId: db.accountId,
    campaignId: campaign.id,
    to,
    ...(body.clientId ? { clientId: body.clientId as ClientId } : {}),
    language: body.language ?? languageOf(client.language, actor.account.language),
    ...(body.variant === undefined ? {} : { variant: body.variant }),
    version: 1,
    createdAt: now.toISOString(),
    createdBy: actor.id,
    ttl: secondsSinceEpoch(later(now, KEPT_SECONDS)),
  };
  return accepted({ to }, [insert(campaignTests, test)]);
});

const addressee = async (db: AccountTable, actor: Actor, wanted: string | undefined): Promise<string> => {
  const { items } = await db.list(members, partitions.list(db.accountId, "MEMBERS"), { limit: MEMBERS });
  // A person tests to themself; for an API key it is the account's own address, or its owner's.
  const owner = items.find(({ role }) => role === "owner")?.email;
  const own = items.find(({ id }) => id === actor.id)?.email ?? actor.account.senderEmail ?? owner;
  const to = wanted?.toLowerCase() ?? own;
  if (!to) throw invalid("/to", "Say to whom");
  const known = [actor.account.senderEmail, ...items.map(({ email }) => email)];
  if (!known.some((address) => address?.toLowerCase() === to.toLowerCase()))
    throw invalid("/to", "Tests go to members of the account only");
  return to;
};
