import type { AppDeps } from "../../shared/app/use-case.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import type { DomainEvent } from "../../shared/events/event.ts";
import { type AccountId, isId } from "../../shared/ids.ts";
import { chunkPages } from "./chunk-list.ts";
import type { RecipientNews } from "./mail-event.ts";
import { recordTogether } from "./recording.ts";
import type { Snapshots } from "./snapshots.ts";
import type { CampaignId } from "./store.ts";

export interface UnsubscriptionDeps extends AppDeps {
  snapshots: Pick<Snapshots, "read">;
}

/** Counts a client who unsubscribed by the link in a campaign's e-mail; as with other news, once. */
export const recordUnsubscription = async (event: DomainEvent, deps: UnsubscriptionDeps): Promise<void> => {
  const { campaignId, clientId } = event.resource;
  if (typeof campaignId !== "string" || !isId("campaign", campaignId) || !isRefusal(event.resource)) return;
  const db = deps.table.of(event.accountId as AccountId);
  const place = await placeOf(db, campaignId, String(clientId), deps.snapshots);
  if (!place) return deps.log.info("PROVIDER_EVENT_UNMATCHED", { type: event.type });
  const news: RecipientNews = { accountId: event.accountId, campaignId, ...place, flags: ["unsubscribed"] };
  await recordTogether(db, campaignId, [news]);
};

/** Whether this very change said no: the link also opens the other choices, to who gets no marketing already. */
const isRefusal = ({ before, after, marketingRefusedAt }: DomainEvent["resource"]): boolean =>
  !wantsMarketing(after) && (wantsMarketing(before) || marketingRefusedAt !== undefined);

const wantsMarketing = (subscriptions: unknown): boolean => {
  const email = (subscriptions as { email?: { marketing?: unknown } } | undefined)?.email;
  return email?.marketing === true;
};

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
