/** What `/_local` shows. No imports: its page for people reads this file as well. */

/** A message as `GET /_local/messages` shows it. */
export interface SentMessage {
  messageId: string;
  channel: "email" | "sms";
  from: string;
  /** Several are separated by commas. */
  to: string;
  cc?: string;
  bcc?: string;
  subject?: string;
  text?: string;
  /** As the sender wrote it. */
  html?: string;
  /** As the recipient gets it, with the pixel and the links of open and click tracking. */
  trackedHtml?: string;
  headers: Record<string, string>;
  attachments: AttachmentView[];
  tags: Record<string, string>;
  configurationSet?: string;
  /** RFC 3339. */
  at: string;
  /** Why nothing was sent after all: the template asks for a value that was not given. */
  failure?: string;
}

interface AttachmentView {
  fileName: string;
  contentType: string;
  size: number;
  /** Base64. */
  content: string;
}

/** An e-mail or SMS that somebody sends to the business. */
export interface InboundMessage {
  id: string;
  channel: "email" | "sms";
  from: string;
  to: string;
  subject?: string;
  text?: string;
  attachments: InboundAttachment[];
  /** RFC 3339. */
  at: string;
}

export interface InboundAttachment {
  fileName: string;
  contentType: string;
  /** Base64. */
  content: string;
}

export interface QueueView {
  name: string;
  url: string;
  arn: string;
  visible: number;
  inFlight: number;
  delayed: number;
  /** Name of the dead-letter queue, when it has one. */
  deadLetterQueue?: string;
  maxReceiveCount?: number;
  /** True when another queue sends its dead letters here. */
  isDeadLetterQueue?: boolean;
}

export interface ScheduleView {
  name: string;
  group: string;
  /** `at(…)` or `rate(…)`. */
  expression: string;
  timeZone?: string;
  state: "ENABLED" | "DISABLED";
  /** RFC 3339; absent when it never fires again. */
  nextAt?: string;
  target: string;
  input?: string;
}

interface Happened {
  /** RFC 3339. */
  at: string;
  status: number;
  ms: number;
}

export interface RecentRequest extends Happened {
  method: string;
  path: string;
}

export interface RecentCall extends Happened {
  service: string;
  operation: string;
  functionName: string;
}

/** A fault that somebody has set, as `GET /_local/faults` shows it. */
export interface FaultView {
  service: string;
  mode: string;
  /** Share of the calls that it strikes, 0 to 1; of `partial`, share of the entries. */
  rate: number;
  /** Only calls of functions whose name contains this. */
  function?: string;
  /** Only this operation, such as `SendBulkEmail`. */
  operation?: string;
  /** Strikes left; without it the fault lasts until it is cleared. */
  count?: number;
}
