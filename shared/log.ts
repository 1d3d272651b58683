/** The catalogue of log codes: what an operator can search for. No personal data ever goes into a log. */
export const logCodes = {
  REQUEST: "one answered HTTP request",
  REQUEST_FAILED: "a request failed for a reason of ours",
  MESSAGE_FAILED: "a queue message could not be handled and returns to its queue",
  RECORD_FAILED: "a change of the table could not be handled",
  RECORD_SET_ASIDE: "a change that can never be followed was put aside, and the others went on",
  RECOUNT_NOT_PLANNED: "the nightly comparison of an account's counters could not be planned; its next change plans it",
  RATE_LIMIT_UNAVAILABLE: "the rate limit could not be checked; the request was let through",
  JOB_STEP: "a worker saved the progress of a job",
  CAMPAIGN_STEP: "a campaign worker saved its progress",
  MAIL_SENT: "an e-mail was handed to the provider",
  MAIL_SKIPPED: "an e-mail was not sent: what it was about is gone",
  PARTS_LEFT: "the parts of an upload that was given up stay until the bucket forgets them",
  WEBHOOK_NOT_SIGNED: "a webhook's secret could not be read: the stage's own was replaced since; it must be rotated",
  PROVIDER_EVENT: "a provider event was recorded",
  PROVIDER_EVENT_UNMATCHED: "a provider event belongs to nothing we sent",
} as const;

export type LogCode = keyof typeof logCodes;
type Fields = Record<string, string | number | boolean | undefined>;

export interface Log {
  info(code: LogCode, fields?: Fields): void;
  error(code: LogCode, error: unknown, fields?: Fields): void;
  /** A CloudWatch metric in the embedded metric format: one log line, no API call. */
  metric(name: string, value: number, unit: "Count" | "Milliseconds", dimensions?: Record<string, string>): void;
}

const write = (line: Record<string, unknown>) => process.stdout.write(`${JSON.stringify(line)}\n`);

/** One JSON line per entry, as CloudWatch Logs Insights reads it. */
export const jsonLog = (base: Fields = {}): Log => ({
  info: (code, fields) => write({ level: "INFO", code, ...base, ...fields }),
  error: (code, error, fields) => write({ level: "ERROR", code, ...base, ...fields, error: describe(error) }),
  metric: (name, value, unit, dimensions = {}) =>
    write({
      _aws: {
        Timestamp: Date.now(),
        CloudWatchMetrics: [
          { Namespace: "Clientele", Dimensions: [Object.keys(dimensions)], Metrics: [{ Name: name, Unit: unit }] },
        ],
      },
      ...dimensions,
      [name]: value,
    }),
});

const describe = (error: unknown) =>
  error instanceof Error
    ? { name: error.name, message: error.message, stack: error.stack, cause: error.cause && String(error.cause) }
    : { message: String(error) };
