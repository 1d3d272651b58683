import { PAGE_SIZE, planCampaign } from "../../../../functions/campaigns/planning/planning.ts";
import { recordEvents } from "../../../../functions/campaigns/recording/recording.ts";
import { unlimited } from "../../../../functions/campaigns/sending/budget.ts";
import { rememberedTemplates } from "../../../../functions/campaigns/sending/bulk-call.ts";
import { workOnChunk } from "../../../../functions/campaigns/sending/chunk-work.ts";
import type { ChunkMessage, Outbox } from "../../../../functions/campaigns/sending/queues.ts";
import { readEventMessage } from "../../../../functions/campaigns/sending/read-message.ts";
import type { AppDeps } from "../../../../shared/app/use-case.ts";
import { chunksOf } from "../../../../shared/db/table.ts";
import { evenTemper, simulatedProvider, type Temper } from "../../../support/campaigns/provider.ts";
import { seeded } from "../../../support/campaigns/random.ts";
import type { campaignsFeature } from "./feature.ts";

type Objects = Awaited<ReturnType<typeof campaignsFeature>>["snapshots"];

/** The workers of campaigns on the real table, called by hand, with a provider that takes everything. */
export const sender = (deps: AppDeps, objects: Objects, temper: Partial<Temper> = {}) => {
  const waiting: ChunkMessage[] = [];
  const events: unknown[] = [];
  const chunks: Outbox<ChunkMessage> = { send: async (messages) => void waiting.push(...messages) };
  const provider = simulatedProvider(seeded(3), { ...evenTemper, ...temper }, (event) => void events.push(event), 1);
  const workers = {
    ...deps,
    snapshots: {
      write: async (key: string, recipients: Parameters<Objects["set"]>[1]) => void objects.set(key, recipients),
      read: async (key: string) => objects.get(key) ?? [],
    },
    chunks,
    plans: { send: async () => undefined },
    events: chunks,
    pageSize: PAGE_SIZE,
    templates: rememberedTemplates(),
    mailer: provider.mailerFor(async () => undefined),
    pace: { callSize: 50, reserve: () => 0, giveBack: () => undefined },
    budget: unlimited,
    wait: async () => undefined,
    publicUrl: "https://pages.example",
    leaseSeconds: 90,
    settling: { seconds: 300 },
    returnSeconds: 90,
  };
  return {
    provider,
    /** Plans what can be planned and sends what can be sent, then looks whether it is done; `meanwhile` comes between. */
    async run(accountId: string, campaignId: string, meanwhile = async () => undefined as unknown): Promise<void> {
      await planCampaign({ accountId, campaignId }, workers, () => true);
      await meanwhile();
      for (let message = waiting.shift(); message; message = waiting.shift()) await workOnChunk(message, workers);
      await planCampaign({ accountId, campaignId }, workers, () => true);
    },
    /** Writes down what the provider has told by now. */
    async record(): Promise<void> {
      for (const batch of chunksOf(events.splice(0), 100))
        await recordEvents(
          batch.map((body, index) => ({ message: readEventMessage(body), messageId: String(index) })),
          workers,
        );
    },
  };
};
