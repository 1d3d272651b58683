import { Metric, Stats } from "aws-cdk-lib/aws-cloudwatch";
import { type ITableV2, Operation } from "aws-cdk-lib/aws-dynamodb";
import { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { Construct } from "constructs";
import { Alarm, fiveMinutes } from "./alarm.ts";
import type { HttpApi } from "./http-api.ts";

export interface ServiceAlarmsProps {
  readonly http: HttpApi;
  readonly table: ITableV2;
}

/** The operations that the product is allowed; a throttled one is counted under its own name. */
const operations = [
  Operation.GET_ITEM,
  Operation.BATCH_GET_ITEM,
  Operation.QUERY,
  Operation.PUT_ITEM,
  Operation.UPDATE_ITEM,
  Operation.DELETE_ITEM,
  Operation.BATCH_WRITE_ITEM,
  Operation.TRANSACT_WRITE_ITEMS,
];

/** How SES sees the account as a sender: a share of what was sent lately. */
export const reputation = (rate: "BounceRate" | "ComplaintRate"): Metric =>
  new Metric({
    namespace: "AWS/SES",
    metricName: `Reputation.${rate}`,
    period: fiveMinutes,
    statistic: Stats.MAXIMUM,
  });

/** What can go wrong with the services that all features share. */
export class ServiceAlarms extends Construct {
  constructor(scope: Construct, id: string, { http, table }: ServiceAlarmsProps) {
    super(scope, id);
    new Alarm(this, "ServerErrors", {
      metric: http.api.metricServerError({ period: fiveMinutes, statistic: Stats.SUM }),
      above: 5,
      impact: "Staff, partner systems and clients get errors from the API. See docs/runbook.md#api",
    });
    new Alarm(this, "SlowAnswers", {
      metric: http.api.metricLatency({ period: fiveMinutes, statistic: Stats.p(99) }),
      above: 3000,
      periods: 3,
      impact:
        "One request in a hundred takes over three seconds: staff wait with a client before them. " +
        "See docs/runbook.md#api",
    });
    new Alarm(this, "FunctionsThrottled", {
      metric: LambdaFunction.metricAllThrottles({ period: fiveMinutes, statistic: Stats.SUM }),
      above: 5,
      periods: 2,
      impact:
        "The AWS account has no function instances left: requests are refused and work waits in its queues. " +
        "See docs/runbook.md#concurrency",
    });
    new Alarm(this, "TableThrottled", {
      metric: table.metricThrottledRequestsForOperations({ operations, period: fiveMinutes }),
      above: 10,
      impact: "The table refuses requests because one key is too busy: some requests fail. See docs/runbook.md#table",
    });
    new Alarm(this, "Bounces", {
      metric: reputation("BounceRate"),
      above: 0.03,
      impact:
        "More than 3 % of our e-mails bounce; at 5 % Amazon reviews the account and may stop all its mail. Pause the " +
        "running campaigns and find out where their addresses came from. See docs/runbook.md#email",
    });
    new Alarm(this, "Complaints", {
      metric: reputation("ComplaintRate"),
      above: 0.0007,
      impact:
        "More than 7 recipients in 10,000 call our e-mails spam; at 10 Amazon reviews the account and may stop all its " +
        "mail. Pause the running campaigns. See docs/runbook.md#email",
    });
  }
}
