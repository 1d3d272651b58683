/** What the front door and the wiring of the assembly promise each other. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { InboundMessage, QueueView, ScheduleView } from "../control/views.ts";

/** The one account of this machine, as in every address and ARN. */
export const localAccountId = "000000000000";

/** Credentials of the person at the machine: allowed everything, checked for nothing. */
export const operator = { accessKeyId: "operator", secretAccessKey: "operator" } as const;

export interface BusEntry {
  source: string;
  detailType: string;
  detail: unknown;
  /** Name, never ARN; "default" when the caller named none. */
  busName: string;
  time?: Date;
  resources?: string[];
  id?: string;
}

export interface ObjectCreated {
  bucket: string;
  key: string;
  size: number;
  /** Without quotes. */
  etag: string;
  versionId?: string;
  reason: "PutObject" | "PostObject" | "CopyObject" | "CompleteMultipartUpload";
}

export interface SesMail {
  timestamp: string;
  source: string;
  sourceArn: string;
  sendingAccountId: string;
  messageId: string;
  destination: string[];
  headersTruncated: boolean;
  headers: { name: string; value: string }[];
  commonHeaders: { from: string[]; to: string[]; messageId: string; subject: string };
  /** `ses:…` tags and the sender's own, each a list of values. */
  tags: Record<string, string[]>;
}

/** One record of SES event publishing, with the part that its type names (`bounce`, `delivery` …). */
export interface SesEvent {
  eventType: "Send" | "Delivery" | "Bounce" | "Complaint" | "Open" | "Click" | "Rendering Failure" | "Reject";
  mail: SesMail;
  send?: object;
  delivery?: object;
  bounce?: object;
  complaint?: object;
  open?: object;
  click?: object;
  failure?: object;
  reject?: object;
}

/** Given by main to the front door. */
export interface Wiring {
  /** Anything that is no AWS call, no pre-signed S3 call and not under /_local. */
  http(request: IncomingMessage, response: ServerResponse): Promise<void>;
  putEvents(entries: BusEntry[]): Promise<{ eventId: string }[]>;
  /** Runs a function by its name or ARN, and answers with what it returns. @throws FunctionError */
  invoke(functionArn: string, event: unknown): Promise<unknown>;
  /** Keeps an event for a function, which runs soon after; answers once it is kept. */
  invokeLater(functionArn: string, event: string): Promise<void>;
  /** REST-JSON of EventBridge Scheduler: operation (`CreateSchedule` …), path with query, parsed body. */
  scheduler(operation: string, path: string, input: unknown): Promise<{ status: number; body: unknown }>;
  schedules: { list(): ScheduleView[]; run(name: string): Promise<boolean> };
  queues(): Promise<QueueView[]>;
  /** Wakes the stream poller. */
  tableWritten(): void;
  /** Wakes that queue's consumer. */
  messageQueued(queueUrl: string): void;
  /** The upload is answered once this is fulfilled: an object that is stored is told of. */
  objectCreated(event: ObjectCreated): void | Promise<void>;
  /**
   * Publishes it as the template's event destination of that configuration set says. A promise slows the front door's
   * publisher down to the wiring's pace, and marks the event as published only once it is fulfilled.
   */
  sesEvent(configurationSet: string, event: SesEvent): void | Promise<void>;
  /** Takes an inbound message the way the template says; without it the front door puts an event on the default bus. */
  inbound?(message: InboundMessage): Promise<void>;
}

type OneOrMany = string | string[];

/** One statement of a role's policy, with every intrinsic function already resolved. */
export interface PolicyStatement {
  Effect: "Allow" | "Deny";
  Action?: OneOrMany;
  NotAction?: OneOrMany;
  Resource?: OneOrMany;
  NotResource?: OneOrMany;
  Condition?: Record<string, Record<string, OneOrMany | boolean | number>>;
  Sid?: string;
}

/** A function of the template, as the front door sees it. Access-key ids are alphanumeric, as on AWS. */
export interface Caller {
  accessKeyId: string;
  secretAccessKey: string;
  functionName: string;
  roleArn: string;
  statements: PolicyStatement[];
}

/** A rule of a bucket's CORS configuration, in CloudFormation's spelling. */
export interface CorsRule {
  AllowedOrigins: string[];
  AllowedMethods: string[];
  AllowedHeaders?: string[];
  ExposedHeaders?: string[];
  MaxAge?: number;
}

export interface BucketSettings {
  name: string;
  cors: CorsRule[];
}

/** A code or a temporary password on its way to a person. */
export interface CodeMessage {
  channel: "email" | "sms";
  to: string;
  code: string;
  /** Cognito's name for the occasion, such as `ForgotPassword`. */
  reason: string;
}

export interface ConfigurationSetSettings {
  name: string;
  /** `MatchingEventTypes` of its event destinations: OPEN and CLICK switch tracking on. Any case. */
  matchingEventTypes: string[];
}

/** Base URLs of the engines, without a trailing slash. SES, SMS, secrets and the bus need none: the front door is their engine. */
export interface Engines {
  dynamodb: string;
  fauxqs: string;
  cognito: string;
  /** The SQLite file in which the engine keeps the tables and their streams. */
  tablesFile: string;
  /** Hears of every code and temporary password that Cognito would send: the front door puts them into the mailbox. */
  onCode?(listener: (message: CodeMessage) => void): void;
  /** What is known of an engine that does not answer, in a sentence. */
  troubleOf?(engine: "dynamodb" | "fauxqs" | "cognito"): string | undefined;
  stop(): Promise<void>;
}

export interface FrontDoorOptions {
  port: number;
  engines: Omit<Engines, "tablesFile">;
  callers: Caller[];
  region: string;
  accountId: string;
  wiring: Wiring;
  buckets: BucketSettings[];
  /** The tables, with the attributes of their keys. Absent: batches of writes are handed on whole. */
  tables?: { name: string; keys: string[] }[];
  /** Absent: any configuration set is accepted, with tracking on. */
  configurationSets?: ConfigurationSetSettings[];
  /** Domains and addresses that SES has verified. Absent: any sender is taken. */
  identities?: string[];
  dataDir: string;
  /** A line for the console; silent when absent. */
  log?(line: string): void;
}

export interface FrontDoor {
  /** `http://127.0.0.1:4000` */
  url: string;
  close(): Promise<void>;
}
