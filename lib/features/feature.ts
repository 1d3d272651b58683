import { Duration, NestedStack } from "aws-cdk-lib";
import type { EventPattern } from "aws-cdk-lib/aws-events";
import type { Manifest } from "../../shared/http/contract.ts";
import type { MailKind } from "../../shared/messaging/mail-kind.ts";
import { backgroundOf } from "../background.ts";
import { Alarm, fiveMinutes } from "../constructs/alarm.ts";
import { BusRule } from "../constructs/bus-rule.ts";
import { FeatureFunction, type FunctionSettings } from "../constructs/feature-function.ts";
import { type ConsumeOptions, QueueConsumer } from "../constructs/queue-consumer.ts";
import { type FollowOptions, StreamConsumer } from "../constructs/stream-consumer.ts";
import type { AppStack } from "../stacks/app-stack.ts";

export interface OwnEvents {
  /** Such as `client.updated`. */
  readonly types: readonly string[];
  /** An EventBridge pattern of the resource that the event tells of. @default whatever it says */
  readonly resource?: Readonly<Record<string, unknown>>;
}

export interface OnOptions {
  /** What it means for the business when the events are not handled, and what to do. */
  readonly impact: string;
}

/**
 * One feature: the functions of one folder under `functions/`, what wakes them and what they may touch. A function is
 * named as its file is; its bundle is found by that name. It is deployed as a stack within the stack of the app, which
 * CloudFormation would let hold no more than 500 resources: see docs/adr/0023.
 */
export abstract class Feature extends NestedStack {
  protected readonly app: AppStack;
  readonly #manifest: Manifest;

  constructor(app: AppStack, manifest: Manifest) {
    super(app, pascal(manifest.feature));
    this.app = app;
    this.#manifest = manifest;
  }

  get #name(): string {
    return this.#manifest.feature;
  }

  /** The function behind the manifest's routes: it may read and write the table, know its callers and sign cursors. */
  protected api(settings: FunctionSettings = {}): FeatureFunction {
    const api = this.publicApi(settings);
    this.app.table.grantWrite(api);
    this.app.signing.grantRead(api);
    this.app.people.setVariables(api);
    return api;
  }

  /** The function behind routes that ask nobody who they are and touch nothing. */
  protected publicApi(settings: FunctionSettings = {}): FeatureFunction {
    return this.#serve(this.#manifest, settings);
  }

  /**
   * The function behind the feature's pages: a link is the key, so it knows no callers. It may read and write the table;
   * whatever else its pages do is granted to it, and to no other feature's.
   */
  protected pages(manifest: Manifest): FeatureFunction {
    const pages = this.#serve(manifest);
    this.app.table.grantWrite(pages);
    return pages;
  }

  #serve(manifest: Manifest, settings: FunctionSettings = {}): FeatureFunction {
    const { entry = "api", summary } = manifest;
    const api = this.worker(entry, { memory: 1024, timeout: Duration.seconds(29), ...settings });
    const { rateLimits } = this.app.settings;
    api.setVariable("RATE_LIMIT_PER_KEY", String(rateLimits.perKey));
    api.setVariable("RATE_LIMIT_PER_ACCOUNT", String(rateLimits.perAccount));
    api.setVariable("IDENTITY_CACHE_MS", String(identityCache.toMilliseconds()));
    this.app.http.serve(manifest, api);
    new Alarm(api, "Alarm", {
      metric: api.lambda.metricErrors({ period: fiveMinutes }),
      impact: `Requests of "${summary}" crash or take too long: staff and clients see errors. ${runbook(this.#name)}`,
    });
    return api;
  }

  /** A function that no route leads to. */
  protected worker(entry: string, settings: FunctionSettings = {}): FeatureFunction {
    return new FeatureFunction(this, pascal(entry), {
      description: `${this.#name}: ${entry}`,
      code: this.app.bundle(this.#name, entry),
      logDays: this.app.settings.logDays,
      environment: {
        STAGE: this.app.settings.stage,
        TABLE_NAME: this.app.table.name,
        PUBLIC_URL: this.app.http.url,
      },
      ...settings,
    });
  }

  /** A queue that the worker empties. */
  protected consume(name: string, worker: FeatureFunction, options: ConsumeOptions): QueueConsumer {
    const impact = `${options.impact} ${runbook(this.#name)}`;
    const { perQueue: concurrency } = backgroundOf(this.app.settings.concurrency);
    return new QueueConsumer(this, `${pascal(name)}Queue`, { name, worker, concurrency, ...options, impact });
  }

  /**
   * Has a worker handle our own events one by one, within a minute each. They come by the queue that all such workers
   * share.
   */
  protected on(events: OwnEvents, name: string, worker: FeatureFunction, { impact }: OnOptions): void {
    this.app.dispatcher.route(this, `${pascal(name)}Rule`, {
      bus: this.app.bus.bus,
      pattern: patternOf(events),
      name,
      worker,
      impact: `${impact} ${runbook(this.#name)}`,
    });
  }

  /** A queue fed by our own events, for work that is long, comes in batches, has a rate of its own or is continued. */
  protected onOwnQueue(
    events: OwnEvents,
    name: string,
    worker: FeatureFunction,
    options: ConsumeOptions,
  ): QueueConsumer {
    const consumer = this.consume(name, worker, options);
    new BusRule(this, `${pascal(name)}Rule`, { bus: this.app.bus.bus, pattern: patternOf(events), consumer });
    return consumer;
  }

  /** Feeds a queue with more of our own events: rare ones that its worker can handle beside the others. */
  protected alsoOn(events: OwnEvents, name: string, consumer: QueueConsumer): void {
    new BusRule(this, `${pascal(name)}Rule`, { bus: this.app.bus.bus, pattern: patternOf(events), consumer });
  }

  /** A queue fed by events of AWS services. */
  protected onAws(
    pattern: EventPattern & { readonly source: string[] },
    name: string,
    worker: FeatureFunction,
    options: ConsumeOptions,
  ): QueueConsumer {
    const consumer = this.consume(name, worker, options);
    new BusRule(this, `${pascal(name)}Rule`, { pattern, consumer });
    return consumer;
  }

  /**
   * Has a worker hear, one by one, what the provider tells of e-mails of some kinds of the feature (`mails.ts`): each of
   * them carries its kind.
   */
  protected onMailEvents(
    kinds: readonly MailKind[],
    name: string,
    worker: FeatureFunction,
    { impact }: OnOptions,
  ): void {
    const { source, detail } = this.app.email.events;
    const tags = { ...detail.mail.tags, kind: kinds.map(({ name: kind }) => kind) };
    this.app.dispatcher.route(this, `${pascal(name)}Rule`, {
      pattern: { source, detail: { eventType: [...fateEvents], mail: { tags } } },
      name,
      worker,
      impact: `${impact} ${runbook(this.#name)}`,
    });
  }

  /** A follower of every change of the table. */
  protected follow(follower: FeatureFunction, options: FollowOptions): StreamConsumer {
    const impact = `${options.impact} ${runbook(this.#name)}`;
    const table = this.app.sourceTable;
    const { perShard: parallel } = backgroundOf(this.app.settings.concurrency);
    return new StreamConsumer(follower, "Stream", { table, follower, parallel, ...options, impact });
  }
}

/** How long a function may believe who a caller is before it looks again. */
const identityCache = Duration.minutes(1);

/** What says what became of an e-mail; that it was handed over is known, and who opened it is nobody's business here. */
const fateEvents = ["Delivery", "DeliveryDelay", "Bounce", "Complaint", "Reject", "Rendering Failure"];

const patternOf = ({ types, resource }: OwnEvents): EventPattern => ({
  detailType: [...types],
  ...(resource && { detail: { resource: { ...resource } } }),
});

const runbook = (feature: string): string => `See docs/runbook.md#${feature}`;
const pascal = (name: string): string => name.replace(/(?:^|-)([a-z0-9])/g, (_, first: string) => first.toUpperCase());
