import { filledIn } from "../../../functions/campaigns/mail/placeholders.ts";
import type { BulkEntry, BulkMail, BulkMailer, BulkResult } from "../../../shared/messaging/bulk-mailer.ts";
import type { Gate } from "./memory-table.ts";
import type { Random } from "./random.ts";

/** How a provider behaves: each a probability per call, or per recipient. */
export interface Temper {
  /** The call is refused for its rate. */
  throttled: number;
  /** The call is taken, wholly or in part, and its answer is lost. */
  dropped: number;
  /** A recipient is put off, in a call that is answered. */
  putOff: number;
  /** A recipient is refused for good. */
  refused: number;
  /** A second event for the same news. */
  repeated: number;
  /** What becomes of an e-mail that was taken, in the provider's events. */
  delivered: number;
  bounced: number;
  complained: number;
  opened: number;
  /** Whether nothing more is taken today. @default it never is */
  spent?: () => boolean;
  /** Whether nothing of that sender is taken. @default everything is */
  blocks?: (from: string) => boolean;
}

export const evenTemper: Temper = {
  throttled: 0,
  dropped: 0,
  putOff: 0,
  refused: 0,
  repeated: 0,
  delivered: 0,
  bounced: 0,
  complained: 0,
  opened: 0,
};

export const badTemper: Temper = {
  throttled: 0.1,
  dropped: 0.15,
  putOff: 0.1,
  refused: 0.03,
  repeated: 0.2,
  delivered: 0.5,
  bounced: 0,
  complained: 0,
  opened: 0.1,
};

export interface SimulatedProvider {
  /** Every e-mail that was taken, in order. */
  taken: {
    campaign: string;
    to: string;
    client: string;
    chunk: number;
    recipient: number;
    subject: string;
    from: string;
  }[];
  /** Who was refused for good. */
  refused: Set<string>;
  /** Places, as `campaign.chunk.recipient`, whose acceptance nobody was told of. */
  ambiguous: Set<string>;
  calls: number;
  mailerFor(gate: Gate, hears?: Witness): BulkMailer;
}

/** Who watches a worker's calls. */
export interface Witness {
  /** The places of a call that was made, as `campaign.chunk.recipient`. */
  called(places: string[]): void;
  taken(client: string): void;
}

const nobody: Witness = { called: () => undefined, taken: () => undefined };

/** SES as far as campaigns see it; events go to `publish`, after a delay in milliseconds. */
export const simulatedProvider = (
  random: Random,
  temper: Temper,
  publish: (event: unknown, delayMs: number) => void,
  slowestMs: number,
): SimulatedProvider => {
  let ids = 0;
  const provider: SimulatedProvider = {
    taken: [],
    refused: new Set(),
    ambiguous: new Set(),
    calls: 0,
    mailerFor: (gate, witness = nobody) => ({
      async send(mail) {
        await gate("before call");
        provider.calls += 1;
        witness.called(mail.entries.map((entry) => placeOf(mail, entry)));
        const results = answer(mail, witness.taken);
        await gate("after call");
        return results;
      },
    }),
  };

  const placeOf = ({ tags }: BulkMail, entry: BulkEntry) =>
    `${tags.campaign}.${entry.tags.chunk}.${entry.tags.recipient}`;

  const answer = (mail: BulkMail, onTaken: (client: string) => void): BulkResult[] => {
    if (temper.spent?.())
      return mail.entries.map(() => ({ is: "later", reason: "ACCOUNT_DAILY_QUOTA_EXCEEDED", seconds: 900 }));
    if (temper.blocks?.(mail.from))
      return mail.entries.map(() => ({ is: "blocked", reason: "MAIL_FROM_DOMAIN_NOT_VERIFIED" }));
    if (random.chance(temper.throttled)) return mail.entries.map(() => ({ is: "later", reason: "throttled" }));
    const dropped = random.chance(temper.dropped);
    const upTo = dropped ? random.below(mail.entries.length + 1) : mail.entries.length;
    return mail.entries.map((entry, index): BulkResult => {
      const result: BulkResult =
        index < upTo ? take(mail, entry, onTaken) : { is: "unknown", reason: "never reached the provider" };
      if (!dropped) return result;
      provider.ambiguous.add(placeOf(mail, entry));
      return { is: "unknown", reason: "the connection broke" };
    });
  };

  const take = (mail: BulkMail, entry: BulkEntry, onTaken: (client: string) => void): BulkResult => {
    const client = entry.tags.client ?? "";
    if (random.chance(temper.putOff)) return { is: "later", reason: "ACCOUNT_THROTTLED" };
    if (provider.refused.has(client) || random.chance(temper.refused)) {
      provider.refused.add(client);
      return { is: "refused", reason: "MESSAGE_REJECTED" };
    }
    onTaken(client);
    ids += 1;
    const messageId = `message-${ids}`;
    provider.taken.push({
      campaign: mail.tags.campaign ?? "",
      subject: filledIn(mail.template.subject, entry.values),
      to: entry.to,
      client,
      chunk: Number(entry.tags.chunk),
      recipient: Number(entry.tags.recipient),
      from: mail.from,
    });
    tell(mail, entry, messageId);
    return { is: "accepted", messageId };
  };

  const tell = (mail: BulkMail, entry: BulkEntry, messageId: string): void => {
    const kinds = ["Send"];
    if (random.chance(temper.bounced)) kinds.push("Bounce");
    else if (random.chance(temper.delivered)) kinds.push("Delivery");
    if (random.chance(temper.complained)) kinds.push("Complaint");
    if (random.chance(temper.opened)) kinds.push("Open", ...(random.chance(0.5) ? ["Click"] : []));
    for (const kind of kinds) {
      const event = sesEvent(kind, mail, entry, messageId);
      publish(event, random.below(slowestMs));
      while (random.chance(temper.repeated)) publish(event, random.below(slowestMs));
    }
  };

  return provider;
};

/** An event as SES puts it on the default bus. */
export const sesEvent = (
  eventType: string,
  mail: Pick<BulkMail, "tags">,
  entry: Pick<BulkEntry, "to" | "tags">,
  messageId: string,
) => {
  const tags = Object.fromEntries(
    Object.entries({ ...mail.tags, ...entry.tags }).map(([name, value]) => [name, [value]]),
  );
  const timestamp = "2026-03-02T15:00:05.000Z";
  const details: Record<string, unknown> = {
    Bounce: {
      bounce: { bounceType: "Permanent", bouncedRecipients: [{ emailAddress: entry.to }], timestamp },
    },
    Complaint: { complaint: { complainedRecipients: [{ emailAddress: entry.to }], timestamp } },
  };
  return {
    source: "aws.ses",
    "detail-type": `Email ${eventType}`,
    detail: {
      eventType,
      mail: { messageId, timestamp, destination: [entry.to], tags },
      ...(details[eventType] ?? { [eventType.toLowerCase()]: { timestamp } }),
    },
  };
};
