import { list, record as object } from "../template.ts";
import type { RecordedStack } from "./record.ts";

interface Grant {
  /** Logical id of what is published to. */
  readonly to: string;
  readonly service: string;
  readonly action: string;
  readonly by: string;
}

/** Services that must get through a policy that the template writes: it replaces the one that AWS would write. */
export const closedPolicies = (stack: RecordedStack): string[] =>
  wanted(stack).flatMap(({ to, service, action, by }) =>
    allows(stack, to, service, action) ? [] : [`${to} shuts out ${service} (${action}), by which ${by} reaches it`],
  );

const wanted = ({ resources }: RecordedStack): Grant[] =>
  Object.entries(resources).flatMap(([by, { type, properties }]): Grant[] => {
    switch (type) {
      case "AWS::CloudWatch::Alarm":
        return ["AlarmActions", "OKActions", "InsufficientDataActions"]
          .flatMap((name) => list(properties[name]))
          .filter((to) => resources[idOf(to)]?.type === "AWS::SNS::Topic")
          .map((to) => ({ to: idOf(to), service: "cloudwatch.amazonaws.com", action: "sns:Publish", by }));
      case "AWS::Events::Rule":
        return list(properties.Targets)
          .flatMap((target) => [object(target).Arn, object(object(target).DeadLetterConfig).Arn])
          .filter((to) => resources[idOf(to)]?.type === "AWS::SQS::Queue")
          .map((to) => ({ to: idOf(to), service: "events.amazonaws.com", action: "sqs:SendMessage", by }));
      case "AWS::S3::Bucket": {
        const log = object(properties.LoggingConfiguration).DestinationBucketName;
        if (log === undefined) return [];
        return [{ to: idOf(log), service: "logging.s3.amazonaws.com", action: "s3:PutObject", by }];
      }
      default:
        return [];
    }
  });

/** SNS and SQS know a policy each; without one, SNS lets the services of its own account in, and SQS and S3 nobody. */
const allows = ({ resources }: RecordedStack, to: string, service: string, action: string): boolean => {
  const policies = Object.values(resources).filter(({ type, properties }) => {
    const holders = {
      "AWS::SNS::TopicPolicy": "Topics",
      "AWS::SQS::QueuePolicy": "Queues",
      "AWS::S3::BucketPolicy": "Bucket",
    };
    const holder = Object.entries(holders).find(([name]) => name === type)?.[1];
    return holder !== undefined && list(properties[holder]).some((one) => idOf(one) === to);
  });
  if (policies.length === 0) return resources[to]?.type === "AWS::SNS::Topic";
  return policies
    .flatMap(({ properties }) => list(object(properties.PolicyDocument).Statement).map(object))
    .some(
      ({ Effect, Principal, Action }) =>
        Effect === "Allow" &&
        list(object(Principal).Service).includes(service) &&
        list(Action).some((one) => one === action || one === `${action.split(":")[0]}:*`),
    );
};

/** The logical id that a reference names. */
const idOf = (reference: unknown): string => {
  const { Ref: ref, "Fn::GetAtt": attribute } = object(reference);
  return String(ref ?? list(attribute)[0] ?? "");
};
