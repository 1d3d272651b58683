import { ok, useCase } from "../../shared/app/use-case.ts";
import { type Language, languageOf } from "../../shared/messaging/language.ts";
import type { CampaignDeps } from "./deps.ts";
import { viewLinks } from "./mail-links.ts";
import { routes } from "./manifest.ts";
import { campaignOr404, readTemplate } from "./store.ts";
import { mustBeTried, readerOf } from "./subjects.ts";
import { mailFor } from "./template.ts";
import { viewer } from "./viewer.ts";
import { warningsOf } from "./warnings.ts";

export const previewCampaign = useCase(
  routes.preview,
  async ({ params, body, actor, db }, { publicUrl }: CampaignDeps) => {
    const campaign = await campaignOr404(db, params.id);
    mustBeTried(body.variant, campaign);
    const [template, client] = await Promise.all([readTemplate(db, campaign.id), viewer(db, body.clientId)]);
    const language: Language = body.language ?? languageOf(client.language, template.language);
    const reader = readerOf(template, client, language, body.variant);
    const mail = mailFor(template.mails[language], reader, language, viewLinks(publicUrl));
    return ok({ language, ...mail, warnings: warningsOf(actor.account, mail) });
  },
);
