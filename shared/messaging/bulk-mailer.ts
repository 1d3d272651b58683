import {
  type BulkEmailEntryResult,
  type BulkEmailStatus,
  SESv2Client,
  SESv2ServiceException,
  SendBulkEmailCommand,
} from "@aws-sdk/client-sesv2";
import { quiet } from "../aws/quiet.ts";
import { lazy } from "../lazy.ts";
import { type MailHeader, oneLine } from "./mail.ts";

/** One call of the provider takes at most so many recipients (Amazon SES, quotas of `SendBulkEmail`). */
export const BULK_LIMIT = 50;

/** One e-mail to up to 50 people, each with their own values. */
export interface BulkMail {
  /** A mailbox (RFC 5322). */
  from: string;
  replyTo?: string | undefined;
  /** `{{name}}` stands where each recipient's value goes; values are put in as they are, so HTML must come escaped. */
  template: { subject: string; html: string; text: string };
  /** Come back with every event of the provider: ASCII letters, digits, `_` and `-` only, 256 at most. */
  tags: Readonly<Record<string, string>>;
  entries: readonly BulkEntry[];
}

export interface BulkEntry {
  to: string;
  /** A value for every `{{name}}` of the template: the provider drops an e-mail that lacks one. */
  values: Readonly<Record<string, string>>;
  headers: readonly MailHeader[];
  tags: Readonly<Record<string, string>>;
}

/** What became of one recipient of a call. */
export type BulkResult =
  | { is: "accepted"; messageId: string }
  /** Never: this e-mail will not be taken. */
  | { is: "refused"; reason: string }
  /** Not taken now; the same call may succeed later. `seconds` where that is known: the quota of the day is spent. */
  | { is: "later"; reason: string; seconds?: number }
  /** Nothing of ours is taken until somebody has mended it. */
  | { is: "blocked"; reason: string }
  /** Taken or not: nobody can tell. */
  | { is: "unknown"; reason: string };

export interface BulkMailer {
  /**
   * One call, never repeated: a repeated call may be a second e-mail. Only a call that was refused as a whole is made
   * again, in halves. One result for each entry; it does not throw.
   */
  send(mail: BulkMail): Promise<BulkResult[]>;
}

/** Long enough for 50 recipients, short enough for a worker's own time limit. */
const REQUEST_MS = 20_000;
/** The quota is of the last 24 hours, so it comes back bit by bit. */
const QUOTA_SECONDS = 900;

const client = lazy(
  () => new SESv2Client({ maxAttempts: 1, requestHandler: { connectionTimeout: 3000, requestTimeout: REQUEST_MS } }),
);

/** Amazon SES with an inline template: nothing to create there, nothing to clean up. */
export const sesBulkMailer = (configurationSet: string, open: () => SESv2Client = client): BulkMailer => {
  const ses = lazy(() => quiet(open()));
  const send = async (mail: BulkMail): Promise<BulkResult[]> => {
    try {
      const answer = await ses().send(new SendBulkEmailCommand(requestOf(mail, configurationSet)));
      return mail.entries.map((_, index) => resultOf(answer.BulkEmailEntryResults?.[index]));
    } catch (error) {
      const result = failureOf(error);
      if (result.is === "refused" && mail.entries.length > 1) return sendHalves(mail);
      return mail.entries.map(() => result);
    }
  };

  /** The call was refused as a whole, so nobody got anything: one bad address must not keep the others from theirs. */
  const sendHalves = async (mail: BulkMail): Promise<BulkResult[]> => {
    const middle = Math.ceil(mail.entries.length / 2);
    const first = await send({ ...mail, entries: mail.entries.slice(0, middle) });
    return [...first, ...(await send({ ...mail, entries: mail.entries.slice(middle) }))];
  };

  return {
    async send(mail) {
      const results = await send(mail);
      const [first] = results;
      // Not a single one of several is taken: then it is the e-mail, not the addresses.
      return results.length > 1 && first && results.every(({ is }) => is === "refused")
        ? results.map(() => ({ is: "blocked", reason: "reason" in first ? first.reason : "" }))
        : results;
    },
  };
};

const requestOf = ({ from, replyTo, template, tags, entries }: BulkMail, configurationSet: string) => ({
  FromEmailAddress: from,
  ...(replyTo ? { ReplyToAddresses: [replyTo] } : {}),
  ConfigurationSetName: configurationSet,
  DefaultContent: {
    Template: {
      TemplateContent: { Subject: oneLine(template.subject), Html: template.html, Text: template.text },
      TemplateData: "{}",
    },
  },
  BulkEmailEntries: entries.map((entry) => ({
    Destination: { ToAddresses: [entry.to] },
    // Whether these add to the default tags or replace them is not documented: each entry carries all of them.
    ReplacementTags: tagList({ ...tags, ...entry.tags }),
    ReplacementHeaders: entry.headers.map(({ name, value }) => ({ Name: name, Value: oneLine(value) })),
    ReplacementEmailContent: { ReplacementTemplate: { ReplacementTemplateData: JSON.stringify(entry.values) } },
  })),
});

const tagList = (tags: Readonly<Record<string, string>>) =>
  Object.entries(tags).map(([Name, Value]) => ({ Name, Value }));

/** The provider's word on one entry (SESv2 API reference, `BulkEmailEntryResult`). */
const resultOf = (entry: BulkEmailEntryResult | undefined): BulkResult => {
  if (!entry?.Status) return { is: "unknown", reason: "no result" };
  const reason = entry.Status;
  switch (entry.Status satisfies BulkEmailStatus) {
    case "SUCCESS":
      return { is: "accepted", messageId: entry.MessageId ?? "" };
    case "TRANSIENT_FAILURE":
    case "ACCOUNT_THROTTLED":
      return { is: "later", reason };
    case "ACCOUNT_DAILY_QUOTA_EXCEEDED":
      return { is: "later", reason, seconds: QUOTA_SECONDS };
    case "ACCOUNT_SENDING_PAUSED":
    case "ACCOUNT_SUSPENDED":
    case "CONFIGURATION_SET_NOT_FOUND":
    case "CONFIGURATION_SET_SENDING_PAUSED":
    case "INVALID_SENDING_POOL_NAME":
    case "MAIL_FROM_DOMAIN_NOT_VERIFIED":
    case "TEMPLATE_NOT_FOUND":
      return { is: "blocked", reason };
    case "FAILED":
    case "INVALID_PARAMETER":
    case "MESSAGE_REJECTED":
      return { is: "refused", reason };
  }
};

const LATER = new Set(["TooManyRequestsException", "ThrottlingException", "Throttling", "LimitExceededException"]);
const REFUSED = new Set(["BadRequestException", "MessageRejected", "ValidationException"]);
/** Both limits of sending are one error, told apart by its message (Amazon SES, errors related to the sending quotas). */
const QUOTA_SPENT = /daily .*quota exceeded/i;
/** The connection never came about, so nothing was handed over. */
const NOT_CONNECTED = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN"]);

/**
 * What a failed call means. An answer that refuses (HTTP 4xx) is proof that nothing was taken. After a server error, a
 * timeout or a broken connection nobody can tell.
 */
const failureOf = (error: unknown): BulkResult => {
  const { name, code } = error instanceof Error ? (error as Error & { code?: unknown }) : { name: "", code: undefined };
  const reason = typeof code === "string" ? code : name;
  if (error instanceof SESv2ServiceException) {
    const status = error.$metadata.httpStatusCode ?? 0;
    if (LATER.has(name) || status === 429)
      return { is: "later", reason, ...(QUOTA_SPENT.test(error.message) ? { seconds: QUOTA_SECONDS } : {}) };
    if (REFUSED.has(name)) return { is: "refused", reason };
    return status >= 400 && status < 500 ? { is: "blocked", reason } : { is: "unknown", reason };
  }
  return NOT_CONNECTED.has(reason) ? { is: "later", reason } : { is: "unknown", reason };
};
