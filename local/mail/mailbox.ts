import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { SentMessage } from "../control/views.ts";
import { AwsError } from "../front-door/answers.ts";
import type { CodeMessage, ConfigurationSetSettings, SesEvent } from "../front-door/contract.ts";
import { addressIn } from "./addresses.ts";
import { openJournal } from "./journal.ts";
import { startPublisher } from "./publisher.ts";
import { type EmailRecord, messageIdOf, partsOfMessageId, type SentRecord } from "./records.ts";
import type { SendRequest } from "./send-requests.ts";
import type { Tracking } from "./tracking.ts";
import { viewOf } from "./view.ts";

interface MailboxOptions {
  dataDir: string;
  region: string;
  accountId: string;
  frontDoorUrl(): string;
  /** Absent: any configuration set is accepted, with tracking on. */
  configurationSets?: ConfigurationSetSettings[];
  publish(configurationSet: string, event: SesEvent): void | Promise<void>;
  log(line: string): void;
}

export interface MessageFilter {
  channel?: "email" | "sms" | undefined;
  /** Any recipient's address or number. */
  to?: string | undefined;
  limit: number;
}

export interface FoundEmail {
  record: EmailRecord;
  entry: number;
}

/** Everything that the product sent to somebody. */
export interface Mailbox {
  /** Keeps an e-mail request: the ids of its messages, in the order of its entries. */
  keepEmail(request: SendRequest, caller: string): string[];
  keepSms(message: { from: string; to: string; text: string }): string;
  keepCode(message: CodeMessage): void;
  /** Newest first, read as it is asked for. */
  list(filter: MessageFilter): Generator<SentMessage>;
  message(messageId: string): SentMessage | undefined;
  email(messageId: string): FoundEmail | undefined;
  /** How many messages there are, e-mails and texts. */
  count(): number;
  close(): Promise<void>;
}

export const openMailbox = (options: MailboxOptions): Mailbox => {
  const { dataDir, frontDoorUrl, configurationSets } = options;
  const folder = join(dataDir, "mail");
  const journal = openJournal(folder);
  const publisher = startPublisher({ ...options, folder, journal });

  const keep = (record: SentRecord): string[] => {
    journal.append(record);
    publisher.wake();
    return record.entries.map((_entry, number) => messageIdOf(record, number));
  };

  const trackingOf = (record: SentRecord): Tracking => {
    const name = record.channel === "email" ? record.configurationSet : undefined;
    if (name === undefined) return { opens: false, clicks: false };
    const types = configurationSets
      ?.find((set) => set.name === name)
      ?.matchingEventTypes.map((type) => type.toUpperCase());
    return { opens: types?.includes("OPEN") ?? true, clicks: types?.includes("CLICK") ?? true };
  };

  const recordOf = (messageId: string): { record: SentRecord; entry: number } | undefined => {
    const parts = partsOfMessageId(messageId);
    if (!parts) return undefined;
    const line = journal.find(parts.id);
    return line?.recipients[parts.entry] && { record: journal.read(line), entry: parts.entry };
  };

  const view = (record: SentRecord, entry: number) => viewOf(record, entry, trackingOf(record), frontDoorUrl());

  return {
    keepEmail(request, caller) {
      checkConfigurationSet(request.configurationSet, configurationSets);
      return keep({ ...newRecord(), channel: "email", ...request, caller });
    },
    keepSms({ from, to, text }) {
      const [messageId = ""] = keep({ ...newRecord(), channel: "sms", from, text, entries: [{ to: [to] }] });
      return messageId;
    },
    keepCode(message) {
      keep(codeRecord(message));
    },
    *list({ channel, to, limit }) {
      let left = limit;
      const wanted = to === undefined ? undefined : addressIn(to);
      for (const line of journal.lines.toReversed()) {
        if (channel && line.channel !== channel) continue;
        for (let entry = line.recipients.length - 1; entry >= 0; entry--) {
          if (wanted !== undefined && !line.recipients[entry]?.includes(wanted)) continue;
          if (left-- <= 0) return;
          yield view(journal.read(line), entry);
        }
      }
    },
    message(messageId) {
      const found = recordOf(messageId);
      return found && view(found.record, found.entry);
    },
    email(messageId) {
      const found = recordOf(messageId);
      return found?.record.channel === "email" ? { record: found.record, entry: found.entry } : undefined;
    },
    count: () => journal.lines.reduce((count, { recipients }) => count + recipients.length, 0),
    async close() {
      await publisher.close();
      journal.close();
    },
  };
};

/** Ids look like those of SES: a time in hex, then what makes them one of a kind. */
const newRecord = (): { id: string; at: string } => {
  const now = new Date();
  return { id: `0100${now.getTime().toString(16).padStart(12, "0")}-${randomUUID()}`, at: now.toISOString() };
};

const codeRecord = ({ channel, to, code, reason }: CodeMessage): SentRecord => {
  const entries = [{ to: [to] }];
  if (channel === "sms") return { ...newRecord(), channel, from: "Cognito", text: `Your code is ${code}.`, entries };
  const content = {
    kind: "simple" as const,
    subject: `${reason}: your code`,
    text: `Your code is ${code}`,
    headers: [],
    attachments: [],
  };
  const from = "no-reply@verificationemail.com";
  return { ...newRecord(), channel, operation: "Cognito", from, replyTo: [], content, entries };
};

const checkConfigurationSet = (name: string | undefined, known: ConfigurationSetSettings[] | undefined): void => {
  if (name === undefined || !known || known.some((set) => set.name === name)) return;
  throw new AwsError("NotFoundException", `Configuration set <${name}> does not exist.`, 404);
};
