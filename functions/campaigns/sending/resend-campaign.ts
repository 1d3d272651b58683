import { born, revised } from "../../../shared/app/actor.ts";
import { accepted, useCase } from "../../../shared/app/use-case.ts";
import { insert, replace } from "../../../shared/db/writes.ts";
import { type Campaign, campaigns } from "../../../shared/entities/campaign.ts";
import { putTemplate } from "../../../shared/entities/campaign-template.ts";
import { AppError, invalid } from "../../../shared/errors.ts";
import type { CampaignDeps } from "../deps.ts";
import { audienceOf } from "../drafts/references.ts";
import { accountWarnings } from "../drafts/warnings.ts";
import { accountNow } from "../mail/letterhead.ts";
import { compile } from "../mail/subjects.ts";
import { withoutSubject } from "../mail/without-subject.ts";
import { routes } from "../manifest.ts";
import { firstOfChain, MOST_RESENDS, mustBeAlone } from "../planning/resend-chain.ts";
import { presentCampaign } from "../present.ts";
import { campaignOr404 } from "../store.ts";
import { momentOf, startedAt, timed } from "./starting.ts";

/**
 * Sends a campaign that is over again: as a new one, with a ledger of its own. To those who got it, to those of them who
 * did not open it, or to the rest of the audience; whom that means is decided when it is sent.
 */
export const resendCampaign = useCase(
  routes.resend,
  async ({ params, body, actor, db, now }, { ids, senderEmail }: CampaignDeps) => {
    const [source, account] = await Promise.all([campaignOr404(db, params.id), accountNow(db, actor)]);
    const given = body.audience && (await audienceOf(db, actor, body.audience));
    if (given && body.to !== "others") throw invalid("/audience", "Only `others` can have another audience");
    const moment = momentOf(body.at, now);
    mustBeOver(source);
    const root = await firstOfChain(db, source);
    const { resends = [] } = root;
    if (resends.length >= MOST_RESENDS)
      throw new AppError("conflict", `A campaign can be sent again ${MOST_RESENDS} times; write a new one.`);
    if (body.to === "others") await mustBeAlone(db, root);
    const id = ids.next("campaign");
    const next = startedAt(
      {
        ...contentOf(source, body.subject),
        id,
        accountId: db.accountId,
        name: body.name ?? source.name,
        channel: source.channel,
        audience: given ?? source.audience,
        optedInOnly: source.optedInOnly,
        resend: { of: source.id, to: body.to, root: root.id },
        status: "draft",
        round: 0,
        ...born(actor, now),
      },
      moment,
      now,
    );
    return accepted({ ...presentCampaign(next, now), warnings: accountWarnings(account) }, [
      insert(campaigns, next),
      putTemplate(await compile(next, account, senderEmail)),
      replace(campaigns, { ...root, resends: [...resends, id], ...revised(root, actor, now) }, root),
      ...timed(next, moment, now),
    ]);
  },
);

const mustBeOver = ({ status, audience }: Campaign): void => {
  if (status !== "finished" && status !== "cancelled")
    throw new AppError("conflict", `A campaign that is ${status} cannot be sent again.`);
  if (!audience) throw new AppError("conflict", "The campaign was cancelled before anybody was chosen.");
};

/** The same e-mail, with another subject or the one that won. */
const contentOf = (
  { callToAction, content, translations, abTest, winner = 0 }: Campaign,
  subject: string | undefined,
): Pick<Campaign, "callToAction" | "content" | "translations"> => {
  const parts = { ...(callToAction ? { callToAction } : {}) };
  if (subject === undefined && !abTest) return { ...parts, content, ...(translations ? { translations } : {}) };
  const won = (language: "fr" | "en") =>
    subject === undefined ? abTest?.translations?.[language]?.[winner] : undefined;
  const translated = (language: "fr" | "en") => {
    const [rest, translatedSubject] = [withoutSubject(translations?.[language]), won(language)];
    return { ...rest, ...(translatedSubject === undefined ? {} : { subject: translatedSubject }) };
  };
  return {
    ...parts,
    content: { ...content, subject: subject ?? abTest?.subjects[winner] ?? content.subject },
    translations: { fr: translated("fr"), en: translated("en") },
  };
};
