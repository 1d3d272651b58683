import { keys } from "../../../shared/db/keys.ts";
import type { AccountTable } from "../../../shared/db/table.ts";
import type { Campaign, CampaignContent } from "../../../shared/entities/campaign.ts";
import { type Document, documents } from "../../../shared/entities/document.ts";
import { invalid, noSuch } from "../../../shared/errors.ts";
import { isId } from "../../../shared/ids.ts";

type Written = Pick<Campaign, "content" | "translations">;

/** What every mailbox shows. */
const SHOWN = new Set(["image/png", "image/jpeg", "image/gif"]);

/** A picture that strangers may see: of the library, not of a client, and found clean. */
export const isShowable = ({ status, key, clientId, contentType }: Document): boolean =>
  status === "clean" && key !== undefined && clientId === undefined && SHOWN.has(contentType);

/** The documents that a campaign shows, each with where it says so. */
export const imagesOf = ({ content, translations }: Written): { id: string; pointer: string }[] => {
  const places: [string, CampaignContent | undefined][] = [
    ["/content", content],
    ["/translations/fr", translations?.fr],
    ["/translations/en", translations?.en],
  ];
  return places.flatMap(([pointer, { imageDocumentId: id } = {}]) =>
    id ? [{ id, pointer: `${pointer}/imageDocumentId` }] : [],
  );
};

/** Refuses a picture that is not there, or that must not be shown to everybody. */
export const mustBeShowable = async (db: AccountTable, written: Written): Promise<void> => {
  await Promise.all(
    imagesOf(written).map(async ({ id, pointer }) => {
      const document = isId("document", id) ? await db.get(documents, keys.of(db.accountId, id)) : undefined;
      if (!document) throw noSuch("document", pointer);
      if (!isShowable(document)) throw invalid(pointer, "Choose a PNG, JPEG or GIF picture of the library");
    }),
  );
};

/** The public path of a picture in a campaign's e-mails. */
export const imagePath = ({ accountId, id }: Pick<Campaign, "accountId" | "id">, documentId: string): string =>
  `/i/${accountId}.${id}.${documentId}`;
