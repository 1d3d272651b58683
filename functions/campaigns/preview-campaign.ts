import { ok, useCase } from "../../shared/app/use-case.ts";
import { type Language, languageOf } from "../../shared/messaging/language.ts";
import { routes } from "./manifest.ts";
import { campaignOr404, readTemplate } from "./store.ts";
import { mailFor } from "./template.ts";
import { NO_LINK, viewer } from "./viewer.ts";

export const previewCampaign = useCase(routes.preview, async ({ params, body, db }) => {
  const campaign = await campaignOr404(db, params.id);
  const [template, client] = await Promise.all([readTemplate(db, campaign.id), viewer(db, body.clientId)]);
  const language: Language = body.language ?? languageOf(client.language, template.language);
  return ok({ language, ...mailFor(template.mails[language], client, language, NO_LINK) });
});
