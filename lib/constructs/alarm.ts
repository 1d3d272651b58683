import { Duration } from "aws-cdk-lib";
import {
  Alarm as CloudWatchAlarm,
  ComparisonOperator,
  type IMetric,
  TreatMissingData,
} from "aws-cdk-lib/aws-cloudwatch";
import type { Construct } from "constructs";

export interface AlarmProps {
  readonly metric: IMetric;
  /** The alarm rings above this. @default 0 */
  readonly above?: number;
  /** How many periods of the metric in a row. @default 1 */
  readonly periods?: number;
  /** What this means for the business and what to do: a sentence for whoever is woken by it. */
  readonly impact: string;
}

/** An alarm nobody understands is switched off: this one cannot be made without saying what it means. */
export class Alarm extends CloudWatchAlarm {
  constructor(scope: Construct, id: string, { metric, above = 0, periods = 1, impact }: AlarmProps) {
    super(scope, id, {
      metric,
      threshold: above,
      evaluationPeriods: periods,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: impact,
    });
  }
}

/** The usual window of an alarm. */
export const fiveMinutes = Duration.minutes(5);
