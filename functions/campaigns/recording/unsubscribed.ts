import type { AppDeps } from "../../../shared/app/use-case.ts";
import type { AccountTable } from "../../../shared/db/table.ts";
import type { EventOf } from "../../../shared/events/kind.ts";
import { isId } from "../../../shared/ids.ts";
import type { subscription } from "../../clients/kinds.ts";
import { chunkPages } from "../planning/chunk-list.ts";
import type { Snapshots } from "../planning/snapshots.ts";
import type { CampaignId } from "../store.ts";
import type { RecipientNews } from "./mail-event.ts";
import { recordTogether } from "./recording.ts";

export interface UnsubscriptionDeps extends AppDeps {
  snapshots: Pick<Snapshots, "read">;
}

type Unsubscription = EventOf<typeof subscription.created>;

/** Counts a client who unsubscribed by the link in a campaign's e-mail; as with other news, once. */
export const recordUnsubscription = async (
  { type, accountId, resource }: Unsubscription,
  deps: UnsubscriptionDeps,
): Promise<void> => {
  const { campaignId, clientId } = resource;
  if (campaignId === undefined || !isId("campaign", campaignId) || !isRefusal(resource)) return;
  const db = deps.table.of(accountId);
  const place = await placeOf(db, campaignId, clientId, deps.snapshots);
  if (!place) return deps.log.info("PROVIDER_EVENT_UNMATCHED", { type });
  const news: RecipientNews = { accountId, campaignId, ...place, flags: ["unsubscribed"] };
  await recordTogether(db, campaignId, [news]);
};

/** Whether this very change said no: the link also opens the other choices, to who gets no marketing already. */
const isRefusal = ({ before, after, marketingRefusedAt }: Unsubscription["resource"]): boolean =>
  !wantsMarketing(after) && (wantsMarketing(before) || marketingRefusedAt !== undefined);

const wantsMarketing = (subscriptions: Unsubscription["resource"]["before"]): boolean =>
  subscriptions?.email.marketing === true;

/** Where a client stands among the recipients. The link does not say it, so the snapshots are searched. */
const placeOf = async (
  db: AccountTable,
  id: CampaignId,
  clientId: string,
  snapshots: UnsubscriptionDeps["snapshots"],
): Promise<Pick<RecipientNews, "chunk" | "recipient"> | undefined> => {
  const searched = new Map<string, number>();
  for await (const chunks of chunkPages(db, id)) {
    for (const { number, segment, offset, size } of chunks) {
      const known = searched.get(segment);
      const line = known ?? (await snapshots.read(segment)).findIndex((recipient) => recipient.id === clientId);
      searched.set(segment, line);
      if (line >= offset && line < offset + size) return { chunk: number, recipient: line - offset };
    }
  }
  return undefined;
};
