import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * US dollars of us-east-1, as Amazon's price pages had them in 2026; these name other regions' only to a browser. They
 * differ by some percent from region to region: the promise of docs/deploy.md is kept at `otherRegions` times these. What
 * is free is free for good, per AWS account: two stages of one account share it.
 */
export const prices = {
  /** https://aws.amazon.com/sqs/pricing/: standard queues, up to 100 billion requests. */
  sqs: { perMillionRequests: 0.4, freeRequests: 1_000_000 },
  /** https://aws.amazon.com/cloudwatch/pricing/: standard resolution, for each metric that an alarm names. */
  alarms: { perMetric: 0.1, freeMetrics: 10 },
  /** The same page: three custom dashboards of up to 50 metrics each are free. */
  dashboards: { each: 3, free: 3, freeUpToMetrics: 50 },
  /** https://aws.amazon.com/secrets-manager/pricing/ */
  secrets: { each: 0.4 },
  /** https://aws.amazon.com/kms/pricing/ */
  keys: { each: 1 },
} as const;

export const otherRegions = 1.15;

/**
 * Lambda asks an empty queue with five long polls at a time, of 20 seconds each: 648,000 requests in 30 days. At most: it
 * may go down to two where a mapping sets no maximum concurrency
 * (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html).
 */
const pollsOfAQueue = 5 * (60 / 20) * 60 * 24 * 30;

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

export interface IdleCost {
  readonly what: string;
  readonly quantity: number;
  readonly dollars: number;
}

/** What the resources of a stage cost in a month in which nothing happens. What is not in it costs nothing by itself. */
export const idleCost = (resources: readonly TemplateResource[]): IdleCost[] => {
  const of = (type: string) => resources.filter(({ Type }) => Type === type);
  const { sqs, alarms, dashboards, secrets, keys } = prices;
  const polls = of("AWS::Lambda::EventSourceMapping").filter(readsQueue).length * pollsOfAQueue;
  const metrics = of("AWS::CloudWatch::Alarm").reduce((sum, alarm) => sum + metricsOfAlarm(alarm), 0);
  const small = of("AWS::CloudWatch::Dashboard").filter((one) => metricsOfDashboard(one) <= dashboards.freeUpToMetrics);
  const paidDashboards = of("AWS::CloudWatch::Dashboard").length - Math.min(small.length, dashboards.free);
  const row = (what: string, quantity: number, dollars: number) => ({ what, quantity, dollars: inCents(dollars) });
  return [
    row(
      "requests by which Lambda asks its queues",
      polls,
      (over(polls, sqs.freeRequests) / 1e6) * sqs.perMillionRequests,
    ),
    row("metrics that alarms watch", metrics, over(metrics, alarms.freeMetrics) * alarms.perMetric),
    row("dashboards that are not free", paidDashboards, paidDashboards * dashboards.each),
    row("secrets", of("AWS::SecretsManager::Secret").length, of("AWS::SecretsManager::Secret").length * secrets.each),
    row("keys of our own", of("AWS::KMS::Key").length, of("AWS::KMS::Key").length * keys.each),
  ];
};

export const together = (costs: readonly IdleCost[]): number =>
  inCents(costs.reduce((sum, { dollars }) => sum + dollars, 0));

/** Streams are read for nothing; a queue's mapping is the one with no place to start from. */
const readsQueue = ({ Properties = {} }: TemplateResource): boolean =>
  Properties.StartingPosition === undefined && Properties.Enabled !== false;

const metricsOfAlarm = ({ Properties: { Metrics } = {} }: TemplateResource): number =>
  Array.isArray(Metrics) ? Metrics.filter((metric) => "MetricStat" in Object(metric)).length : 1;

export const metricsOfDashboard = (dashboard: TemplateResource): number =>
  JSON.stringify(dashboard.Properties?.DashboardBody ?? "")
    .split('\\"metrics\\":[')
    .slice(1)
    .reduce((sum, widget) => sum + (widget.split("]]")[0]?.split("],[").length ?? 0), 0);

const over = (quantity: number, free: number): number => Math.max(0, quantity - free);
const inCents = (dollars: number): number => Math.round(dollars * 100) / 100;

if (import.meta.main) {
  const [folder = "cdk.out"] = process.argv.slice(2);
  const resources = readdirSync(folder)
    .filter((file) => file.endsWith(".template.json"))
    .flatMap((file): TemplateResource[] =>
      Object.values(JSON.parse(readFileSync(join(folder, file), "utf8")).Resources ?? {}),
    );
  const costs = idleCost(resources);
  for (const { what, quantity, dollars } of costs) process.stdout.write(`${dollars.toFixed(2)}  ${quantity} ${what}\n`);
  process.stdout.write(`${together(costs).toFixed(2)}  US$ a month, idle\n`);
}
