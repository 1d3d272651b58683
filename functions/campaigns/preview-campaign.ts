import { ok, useCase } from "../../shared/app/use-case.ts";
import { keys } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { type Client, clients } from "../../shared/entities/client.ts";
import { noSuch } from "../../shared/errors.ts";
import { type Language, languageOf } from "../../shared/messaging/language.ts";
import type { Reader } from "./attributes.ts";
import { routes } from "./manifest.ts";
import { campaignOr404, readTemplate } from "./store.ts";
import { mailFor } from "./template.ts";

export const previewCampaign = useCase(routes.preview, async ({ params, body, db }) => {
  const campaign = await campaignOr404(db, params.id);
  const [template, client] = await Promise.all([readTemplate(db, campaign.id), viewer(db, body.clientId)]);
  const language: Language = body.language ?? languageOf(client.language, template.language);
  return ok({ language, ...mailFor(template.mails[language], client, language, NO_LINK) });
});

/** A preview unsubscribes nobody. */
export const NO_LINK = "#";

/** The client as whom the e-mail is looked at; without one, somebody of whom nothing is known. */
export const viewer = async (
  db: AccountTable,
  clientId: string | undefined,
): Promise<Reader & Pick<Client, "language">> => {
  if (!clientId) return { name: "", fields: {} };
  const client = await db.get(clients, keys.of(db.accountId, clientId));
  if (!client) throw noSuch("client", "/clientId");
  return client;
};
