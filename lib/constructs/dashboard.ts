import {
  AlarmStatusWidget,
  Dashboard as CloudWatchDashboard,
  GraphWidget,
  type IMetric,
  Metric,
  Stats,
  TextWidget,
} from "aws-cdk-lib/aws-cloudwatch";
import type { ITableV2 } from "aws-cdk-lib/aws-dynamodb";
import { Construct, type IConstruct } from "constructs";
import { Alarm, fiveMinutes } from "./alarm.ts";
import { FeatureFunction } from "./feature-function.ts";
import type { HttpApi } from "./http-api.ts";
import { QueueConsumer } from "./queue-consumer.ts";
import { reputation } from "./service-alarms.ts";
import { StreamConsumer } from "./stream-consumer.ts";

export interface DashboardProps {
  readonly stage: string;
  readonly http: HttpApi;
  readonly table: ITableV2;
  /** Everything below it that can be watched is. Mount it first. */
  readonly root: IConstruct;
}

/**
 * One page that answers "is it us?": the way of a change from left to right, from the API to the e-mails. With more than
 * fifty metrics it would cost three dollars a month: what each function does beyond that is for Logs Insights.
 */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, { stage, http, table, root }: DashboardProps) {
    super(scope, id);
    const all = root.node.findAll();
    const apis = all
      .filter((construct) => construct instanceof FeatureFunction)
      .filter(({ node }) => node.id === "Api");
    const alarms = all.filter((construct) => construct instanceof Alarm);
    const queues = all.filter((construct) => construct instanceof QueueConsumer);
    const followers = all.filter((construct) => construct instanceof StreamConsumer);

    new CloudWatchDashboard(this, "Dashboard", {
      widgets: [
        [new TextWidget({ markdown: `# Clientèle (${stage})\nEach alarm says what it means.`, width: 24, height: 2 })],
        alarms.length > 0 ? [new AlarmStatusWidget({ alarms, width: 24, height: 6 })] : [],
        [
          graph("Requests", [http.api.metricCount(every(Stats.SUM))]),
          graph("Refusals and errors", [
            http.api.metricClientError(every(Stats.SUM)),
            http.api.metricServerError(every(Stats.SUM)),
          ]),
          graph("Time to answer, ms", [
            http.api.metricLatency({ ...every(Stats.p(50)), label: "half" }),
            http.api.metricLatency({ ...every(Stats.p(99)), label: "99 %" }),
          ]),
        ],
        [
          graph(
            "Errors of what answers requests",
            apis.map(({ lambda, node }) => lambda.metricErrors({ ...every(Stats.SUM), label: shortPath(node.path) })),
          ),
          graph("Errors and refusals of all functions", [
            ofAllFunctions("Errors", Stats.SUM),
            ofAllFunctions("Throttles", Stats.SUM),
          ]),
          graph("Function instances at work", [ofAllFunctions("ConcurrentExecutions", Stats.MAXIMUM)]),
        ],
        [
          graph(
            "Messages waiting",
            queues.map(({ name, queue }) =>
              queue.metricApproximateNumberOfMessagesVisible({ ...every(Stats.MAXIMUM), label: name }),
            ),
          ),
          graph(
            "Dead letters",
            queues.map(({ name, deadLetters }) =>
              deadLetters.metricApproximateNumberOfMessagesVisible({ ...every(Stats.MAXIMUM), label: name }),
            ),
          ),
          graph(
            "Changes followed this late, ms",
            followers.map(({ lag }) => lag),
          ),
        ],
        [
          graph("Table units", [
            table.metricConsumedReadCapacityUnits(every(Stats.SUM)),
            table.metricConsumedWriteCapacityUnits(every(Stats.SUM)),
          ]),
          graph("E-mails", ["Send", "Delivery", "Open", "Click"].map(mail)),
          graph("E-mails refused, as a share", [reputation("BounceRate"), reputation("ComplaintRate")]),
        ],
      ],
    });
  }
}

const every = (statistic: string) => ({ period: fiveMinutes, statistic });
const ofAllFunctions = (metricName: string, statistic: string) =>
  new Metric({ namespace: "AWS/Lambda", metricName, ...every(statistic) });
const mail = (metricName: string) => new Metric({ namespace: "AWS/SES", metricName, ...every(Stats.SUM) });

const graph = (title: string, left: IMetric[]) => new GraphWidget({ title, left, width: 8, height: 6 });

/** `Campaigns/SendChunk` of `Clientele-prod-App/Campaigns/SendChunk`. */
const shortPath = (path: string): string => path.slice(path.indexOf("/") + 1);
