import { publicUseCase } from "../../../shared/app/use-case.ts";
import { keys } from "../../../shared/db/keys.ts";
import type { Table } from "../../../shared/db/table.ts";
import { type Document, documents } from "../../../shared/entities/document.ts";
import { notFound } from "../../../shared/errors.ts";
import { isId } from "../../../shared/ids.ts";
import type { CampaignDeps } from "../deps.ts";
import { imagesOf, isShowable } from "../mail/images.ts";
import { routes } from "../manifest.ts";
import { readCampaign } from "../store.ts";

const ADDRESS_SECONDS = 300;

/**
 * Leads to a picture of a campaign's e-mails, or to a logo, whenever they are opened. The address says which campaign shows which
 * document and need not be secret: what it opens was sent to many. Nothing else of the library can be had by it.
 */
export const showImage = publicUseCase(routes.image, async ({ params }, { table, images }: CampaignDeps) => {
  const document = await (params.token.split(".").length === 2 ? findLogo : findImage)(table, params.token);
  if (!document?.key) throw notFound("image");
  const addresses = await images();
  return {
    status: 302,
    writes: [],
    headers: {
      location: await addresses.of({ key: document.key, contentType: document.contentType }, ADDRESS_SECONDS),
      // For as long as where it leads to surely works.
      "cache-control": `public, max-age=${ADDRESS_SECONDS / 2}`,
    },
  };
});

/** What a campaign shows, while it says so. */
const findImage = async (table: Table, token: string): Promise<Document | undefined> => {
  const [accountId = "", campaignId = "", documentId = ""] = token.split(".");
  if (!isId("account", accountId) || !isId("campaign", campaignId) || !isId("document", documentId)) return undefined;
  const db = table.of(accountId);
  const [campaign, document] = await Promise.all([
    readCampaign(db, campaignId),
    db.get(documents, keys.of(accountId, documentId)),
  ]);
  const isShown = campaign && imagesOf(campaign).some(({ id }) => id === documentId);
  return isShown && document && isShowable(document) ? document : undefined;
};

/** The logo of an account, or one that it had: e-mails that were sent then show it. */
const findLogo = async (table: Table, token: string): Promise<Document | undefined> => {
  const [accountId = "", documentId = ""] = token.split(".");
  if (!isId("account", accountId) || !isId("document", documentId)) return undefined;
  const document = await table.of(accountId).get(documents, keys.of(accountId, documentId));
  return document?.use === "logo" && document.status === "clean" ? document : undefined;
};
