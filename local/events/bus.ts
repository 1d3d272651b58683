import { randomUUID } from "node:crypto";
import type { RuleDeclaration } from "../assembly/deployment.ts";
import type { BusEntry } from "../front-door/contract.ts";
import { compilePattern } from "./pattern.ts";
import type { Targets } from "./targets.ts";
import { targetInput } from "./transform.ts";

export interface Bus {
  /**
   * Answers once every matching target has the event: what was accepted is not lost by a kill.
   * @throws when a bus of that name is not in the template.
   */
  put(entries: BusEntry[]): Promise<{ eventId: string }[]>;
  /** Hands an event to the targets of one rule, whatever its pattern: a scheduled rule has none. */
  fire(rule: RuleDeclaration, event: object): Promise<void>;
}

interface BusOptions {
  buses: string[];
  rules: RuleDeclaration[];
  targets: Targets;
  region: string;
  accountId: string;
}

/** The default bus and those of the template, with their rules. */
export const createBus = ({ buses, rules, targets, region, accountId }: BusOptions): Bus => {
  const names = new Set(["default", ...buses]);
  const patterned = rules
    .filter(({ State, EventPattern }) => State !== "DISABLED" && EventPattern)
    .map((rule) => ({ rule, matches: compilePattern(rule.EventPattern) }));
  for (const { name, EventBusName } of rules) {
    if (!names.has(EventBusName))
      throw new Error(`Rule ${name} is on the bus ${EventBusName}, which is not in the template`);
  }

  const putOne = async (entry: BusEntry): Promise<{ eventId: string }> => {
    if (!names.has(entry.busName)) throw new Error(`Event bus ${entry.busName} does not exist.`);
    const event = toEvent(entry, region, accountId);
    const matching = patterned.filter(({ rule, matches }) => rule.EventBusName === entry.busName && matches(event));
    await Promise.all(matching.map(({ rule }) => fire(rule, event)));
    return { eventId: event.id };
  };

  const fire = async (rule: RuleDeclaration, event: object): Promise<void> => {
    const deliveries = rule.Targets.map((target) =>
      targets.deliver({
        arn: target.Arn,
        body: targetInput(target, event, rule),
        groupId: target.SqsParameters?.MessageGroupId,
        retries: target.RetryPolicy?.MaximumRetryAttempts,
        deadLetterArn: target.DeadLetterConfig?.Arn,
        from: `Rule ${rule.name}`,
      }),
    );
    await Promise.all(deliveries);
  };

  return { put: (entries) => Promise.all(entries.map(putOne)), fire };
};

/** https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html */
const toEvent = (entry: BusEntry, region: string, accountId: string) => ({
  version: "0",
  id: entry.id ?? randomUUID(),
  "detail-type": entry.detailType,
  source: entry.source,
  account: accountId,
  time: seconds(entry.time ?? new Date()),
  region,
  resources: entry.resources ?? [],
  detail: entry.detail,
});

/** The event of a rule that runs on a schedule. */
export const scheduledEvent = (ruleArn: string, at: Date, region: string, accountId: string) => {
  const entry = {
    source: "aws.events",
    detailType: "Scheduled Event",
    detail: {},
    busName: "default",
    resources: [ruleArn],
  };
  return toEvent({ ...entry, time: at }, region, accountId);
};

const seconds = (time: Date): string => time.toISOString().replace(/\.\d+Z$/, "Z");
