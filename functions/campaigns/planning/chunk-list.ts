import { partitions } from "../../../shared/db/keys.ts";
import type { AccountTable, Position } from "../../../shared/db/table.ts";
import type { Campaign } from "../../../shared/entities/campaign.ts";
import { type CampaignChunk, campaignChunks } from "../../../shared/entities/campaign-chunk.ts";
import { CHUNK, campaignKeys } from "../../../shared/entities/campaign-keys.ts";
import { type ChunkMessage, messageFor, type Outbox } from "../sending/queues.ts";
import type { CampaignId } from "../store.ts";
import { isHeld } from "./ab-test.ts";

/** About a quarter of a megabyte. */
const AT_ONCE = 500;

/** The chunks of a campaign in order, from a number on, a page at a time. */
export async function* chunkPages(
  db: AccountTable,
  campaignId: CampaignId,
  first = 0,
  atOnce = AT_ONCE,
): AsyncGenerator<CampaignChunk[]> {
  const from = campaignKeys.chunk(db.accountId, campaignId, first).sk;
  let after: Position | undefined;
  do {
    const page = await db.list(campaignChunks, partitions.self(db.accountId, campaignId), {
      from,
      to: `${CHUNK}~`,
      limit: atOnce,
      after,
    });
    yield page.items;
    after = page.next;
  } while (after);
}

/** Queues every chunk that is to be sent and not done: messages that came while the campaign was paused are gone. */
export const queueUnfinished = async (
  db: AccountTable,
  campaign: Campaign,
  chunks: Outbox<ChunkMessage>,
): Promise<void> => {
  for await (const page of chunkPages(db, campaign.id)) {
    const unfinished = page.filter((chunk) => chunk.state !== "sent" && !isHeld(campaign, chunk));
    await chunks.send(unfinished.map(messageFor));
  }
};

/** The snapshots that a campaign's chunks are of. */
export const segmentsOf = async (db: AccountTable, campaignId: CampaignId): Promise<Set<string>> => {
  const segments = new Set<string>();
  for await (const page of chunkPages(db, campaignId)) for (const { segment } of page) segments.add(segment);
  return segments;
};
