import type { AppDeps } from "../../../shared/app/use-case.ts";
import { type AccountTable, chunksOf } from "../../../shared/db/table.ts";
import { type CampaignChunk, campaignChunks, tallyShard } from "../../../shared/entities/campaign-chunk.ts";
import { campaignKeys } from "../../../shared/entities/campaign-keys.ts";
import type { AccountId } from "../../../shared/ids.ts";
import type { ChunkMessage, Outbox } from "../sending/queues.ts";
import type { CampaignId } from "../store.ts";
import { ChunkMoved, recordSeen } from "./ledger.ts";
import type { MailNews, RecipientNews, Suppression } from "./mail-event.ts";
import { pauseIfHarmful } from "./pause-if-harmful.ts";
import { type Flag, withFlags } from "./recipients.ts";
import { suppressClient } from "./suppress-client.ts";

export interface RecorderDeps extends AppDeps {
  chunks: Outbox<ChunkMessage>;
  /** How long events stay hidden when their recorder dies, and some time for the next one; see `Settling`. */
  returnSeconds: number;
}

/** What comes out of the queue of the provider's events: those, and chunks whose senders wait for them. */
export type EventMessage = { news: MailNews; type: string } | { look: ChunkMessage };

interface Received<Content = EventMessage> {
  message: Content;
  messageId: string;
}

/**
 * Writes down what the provider tells, the events of a batch grouped by what they change. Only what is new changes
 * anything, so events may come twice, late and in any order. Answers the messages that must come again.
 */
export const recordEvents = async (received: readonly Received[], deps: RecorderDeps): Promise<string[]> => {
  const looks: Received<ChunkMessage>[] = [];
  const suppressions: Received<Suppression>[] = [];
  const groups = new Map<string, Received<RecipientNews>[]>();
  for (const { message, messageId } of received) {
    if ("look" in message) {
      looks.push({ message: message.look, messageId });
      continue;
    }
    const { recipient, suppression } = message.news;
    if (suppression) suppressions.push({ message: suppression, messageId });
    if (!recipient) deps.log.info("PROVIDER_EVENT_UNMATCHED", { type: message.type });
    else {
      const group = `${recipient.accountId} ${recipient.campaignId} ${tallyShard("recorder", recipient.chunk)}`;
      groups.set(group, [...(groups.get(group) ?? []), { message: recipient, messageId }]);
    }
  }
  const outcomes = await Promise.all([
    ...[...groups.values()].map((group) => attempt(group, deps, recordGroup)),
    ...suppressions.map((one) => attempt([one], deps, suppress)),
  ]);
  const failed = outcomes.flat();
  // Whoever looks must know of the events that came before: with one of them still to be recorded, the look waits.
  const held = failed.length > 0 ? looks.map(({ messageId }) => messageId) : await attempt(looks, deps, passOn);
  return [...new Set([...failed, ...held])];
};

const attempt = async <Content>(
  group: readonly Received<Content>[],
  deps: RecorderDeps,
  handle: (messages: Content[], deps: RecorderDeps) => Promise<void>,
): Promise<string[]> => {
  try {
    await handle(
      group.map(({ message }) => message),
      deps,
    );
    return [];
  } catch (error) {
    deps.log.error("MESSAGE_FAILED", error, { messages: group.length });
    return group.map(({ messageId }) => messageId);
  }
};

const passOn = async (looks: ChunkMessage[], { chunks, returnSeconds }: RecorderDeps): Promise<void> => {
  const drained = looks.map((look) => ({ ...look, drained: true }));
  if (drained.length > 0) await chunks.send(drained, returnSeconds);
};

const suppress = async (suppressions: Suppression[], { table, clock }: RecorderDeps): Promise<void> => {
  for (const one of suppressions) await suppressClient(table.of(one.accountId as AccountId), one, clock.now());
};

const TRIES = 8;
/** Chunks in one transaction, of the hundred writes that it may hold. */
const AT_ONCE = 50;

/** News of one campaign whose chunks share a shard of its counters. */
const recordGroup = async (news: RecipientNews[], deps: RecorderDeps): Promise<void> => {
  const [first] = news;
  if (!first) return;
  const db = deps.table.of(first.accountId as AccountId);
  const campaignId = first.campaignId as CampaignId;
  const byChunk = Map.groupBy(news, ({ chunk }) => chunk);
  for (const some of chunksOf([...byChunk.values()], AT_ONCE)) {
    tell(some.flat(), await recordTogether(db, campaignId, some.flat()), deps);
  }
  if (news.some(({ flags }) => flags.includes("bounced") || flags.includes("complained")))
    await pauseIfHarmful(db, campaignId, deps.clock.now());
};

/** The chunks as they were before; somebody else may be recording other news of them. */
export const recordTogether = async (
  db: AccountTable,
  campaignId: CampaignId,
  news: readonly RecipientNews[],
): Promise<CampaignChunk[]> => {
  const numbers = [...new Set(news.map(({ chunk }) => chunk))];
  const keys = numbers.map((number) => campaignKeys.chunk(db.accountId, campaignId, number));
  for (let tries = 1; ; tries++) {
    const chunks = await db.getMany(campaignChunks, keys, { consistent: true });
    const changes = chunks
      .map((before) => ({ before, seen: seenWith(before, news) }))
      .filter(({ before, seen }) => seen !== before.seen);
    try {
      if (changes.length > 0) await recordSeen(db, changes);
      return chunks;
    } catch (error) {
      if (!(error instanceof ChunkMoved) || tries >= TRIES) throw error;
    }
  }
};

const seenWith = ({ number, size, seen, state }: CampaignChunk, news: readonly RecipientNews[]): string =>
  news
    .filter(({ chunk, recipient }) => chunk === number && recipient < size)
    .reduce((sum, { recipient, flags }) => withFlags(sum, recipient, worthKeeping(flags, state)), seen);

/** That the provider took an e-mail is news only while that may be in doubt. */
const worthKeeping = (flags: readonly Flag[], state: CampaignChunk["state"]): Flag[] =>
  flags.filter((flag) => flag !== "accepted" || state !== "sent");

const tell = (news: readonly RecipientNews[], chunks: readonly CampaignChunk[], { log }: RecorderDeps): void => {
  const known = new Map(chunks.map((chunk) => [chunk.number, chunk.size]));
  const matched = news.filter(({ chunk, recipient }) => recipient < (known.get(chunk) ?? 0)).length;
  log.info("PROVIDER_EVENT", { matched });
  if (matched < news.length) log.info("PROVIDER_EVENT_UNMATCHED", { count: news.length - matched });
};
