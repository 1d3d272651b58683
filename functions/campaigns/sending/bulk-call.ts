import type { AccountTable } from "../../../shared/db/table.ts";
import type { Campaign, CampaignTemplate } from "../../../shared/entities/campaign.ts";
import type { CampaignChunk } from "../../../shared/entities/campaign-chunk.ts";
import type { Exclusion } from "../../../shared/entities/campaign-plan.ts";
import type { BulkEntry, BulkMail } from "../../../shared/messaging/bulk-mailer.ts";
import { exclusionOf } from "../../../shared/messaging/marketing-exclusion.ts";
import { unsubscribeHeaders } from "../../../shared/messaging/unsubscribe-headers.ts";
import { linksOf } from "../mail/mail-links.ts";
import { readerOf, valuesFor } from "../mail/personal-mail.ts";
import { triedOn } from "../planning/ab-test.ts";
import { placesOf } from "../recording/recipients.ts";
import { readTemplate } from "../store.ts";
import type { ChunkClients } from "./chunk-clients.ts";
import type { Corrected } from "./corrected-addresses.ts";
import type { Pace } from "./pace.ts";

/** One call of the provider. */
export interface BulkCall {
  mail: BulkMail;
  /** Whose entry is which: places in the chunk. */
  places: number[];
  /** Who gets nothing after all, and why. */
  skipped: [index: number, reason: Exclusion][];
  /** Some must wait until it is known whether their address is theirs. */
  waits: boolean;
}

interface Tools {
  templates: Templates;
  pace: Pick<Pace, "callSize">;
  signingKey: () => Promise<string>;
  publicUrl: string;
}

/** The e-mail for the waiting recipients of a chunk. */
export const bulkCallFor = async (
  db: AccountTable,
  campaign: Campaign,
  chunk: CampaignChunk,
  { clients, hashes, standingOf }: ChunkClients,
  corrected: Corrected,
  { templates, pace, signingKey, publicUrl }: Tools,
): Promise<BulkCall> => {
  const [template, key] = await Promise.all([templates.of(db, campaign), signingKey()]);
  const mail = template.mails[chunk.language];
  const call: BulkCall = {
    mail: { ...headOf(template, campaign), template: mail, entries: [] },
    places: [],
    skipped: [],
    waits: corrected.undecided.size > 0,
  };
  const due = placesOf(chunk.outcome, "pending").filter((index) => !corrected.undecided.has(index));
  const entries: BulkEntry[] = [];
  for (const index of due.slice(0, pace.callSize)) {
    const client = clients[index];
    const taken = corrected.taken.has(index) ? "same_address" : undefined;
    const reason = exclusionOf(client, campaign.optedInOnly, standingOf) ?? taken;
    const hash = hashes[index];
    if (reason || !client?.email || !hash) call.skipped.push([index, reason ?? "no_address"]);
    else {
      const reader = readerOf(template, client, chunk.language, triedOn(campaign, chunk) ?? campaign.winner);
      const place = { accountId: client.accountId, campaignId: campaign.id, clientId: client.id };
      const here = { ...place, chunk: chunk.number, recipient: index };
      const links = linksOf(here, hash, mail.target !== undefined, publicUrl, key);
      entries.push({
        to: client.email,
        values: valuesFor(mail, reader, chunk.language, links),
        headers: unsubscribeHeaders(links.unsubscribe),
        tags: { chunk: String(chunk.number), recipient: String(index), client: client.id },
      });
      call.places.push(index);
    }
  }
  return { ...call, mail: { ...call.mail, entries } };
};

const headOf = ({ from, replyTo }: CampaignTemplate, { accountId, id }: Campaign) => ({
  from,
  replyTo,
  tags: { account: accountId, campaign: id },
});

/** The compiled e-mails of campaigns that are sent: they do not change within a round, so each worker reads them once. */
export interface Templates {
  of(db: AccountTable, campaign: Pick<Campaign, "id" | "round">): Promise<CampaignTemplate>;
}

const KEPT = 20;

export const rememberedTemplates = (): Templates => {
  const known = new Map<string, Promise<CampaignTemplate>>();
  return {
    of(db, { id, round }) {
      // A round that changes the e-mail writes it in the same transaction, and it is read after the round: it is that round's
      // e-mail, or a later one's.
      const name = `${id} ${round}`;
      const reading = known.get(name) ?? readTemplate(db, id);
      if (known.size >= KEPT) known.clear();
      known.set(name, reading);
      reading.catch(() => known.delete(name));
      return reading;
    },
  };
};
