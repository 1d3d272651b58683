import type { RecordedResource, RecordedStack } from "./record.ts";

/** What holds what cannot be made again. */
export const dataTypes = new Set([
  "AWS::DynamoDB::GlobalTable",
  "AWS::DynamoDB::Table",
  "AWS::S3::Bucket",
  "AWS::Cognito::UserPool",
  "AWS::SecretsManager::Secret",
]);

/** The property by which a template names a resource of a type that may be there once in an account and region. */
export const nameProperties: Readonly<Record<string, string>> = {
  "AWS::ApiGatewayV2::DomainName": "DomainName",
  "AWS::CloudWatch::Alarm": "AlarmName",
  "AWS::CloudWatch::Dashboard": "DashboardName",
  "AWS::DynamoDB::GlobalTable": "TableName",
  "AWS::DynamoDB::Table": "TableName",
  "AWS::Events::EventBus": "Name",
  "AWS::Events::Rule": "Name",
  "AWS::IAM::Role": "RoleName",
  "AWS::Lambda::Function": "FunctionName",
  "AWS::Logs::LogGroup": "LogGroupName",
  "AWS::S3::Bucket": "BucketName",
  "AWS::SES::ConfigurationSet": "Name",
  "AWS::SES::EmailIdentity": "EmailIdentity",
  "AWS::SNS::Topic": "TopicName",
  "AWS::SQS::Queue": "QueueName",
  "AWS::Scheduler::ScheduleGroup": "Name",
  "AWS::SecretsManager::Secret": "Name",
};

const entries = ({ resources }: RecordedStack) => Object.entries(resources);
const isKept = ({ deletion, replacement }: RecordedResource) =>
  deletion?.startsWith("Retain") || replacement?.startsWith("Retain");

/** What stays when its stack is deleted and has a fixed name stands in the way of the same stack made again. */
export const duplicateNames = (stack: RecordedStack): string[] =>
  entries(stack).flatMap(([id, resource]) => {
    const name = resource.properties[nameProperties[resource.type] ?? ""];
    if (name === undefined || !isKept(resource)) return [];
    return [`${id} outlives its stack under the name ${JSON.stringify(name)}: the stack cannot be made a second time`];
  });

/** What a first deployment leaves when it fails: all that is kept whatever happens, or refuses to be deleted. */
export const leftovers = (stack: RecordedStack): string[] => [
  ...entries(stack)
    .filter(([, { deletion }]) => deletion === "Retain")
    .map(([id]) => `${id} stays behind when the deployment that creates it fails: it wants RetainExceptOnCreate`),
  ...unguardedOrder(stack),
];

/** Deletion protection also stops a rollback: what has it comes after whatever has none. */
const unguardedOrder = (stack: RecordedStack): string[] => {
  const last = entries(stack).filter(([, resource]) => isProtected(resource));
  const lastIds = new Set(last.map(([id]) => id));
  return last.flatMap(([id]) => {
    const after = following(stack, id);
    const early = entries(stack).filter(
      ([other]) => !lastIds.has(other) && !after.has(other) && !needs(stack, other, id),
    );
    const names = early.map(([other]) => other);
    return names.length === 0
      ? []
      : [`${id} cannot be taken back once ${names.join(", ")} fails: create it after them`];
  });
};

const isProtected = ({ properties }: RecordedResource): boolean =>
  /"DeletionProtection(Enabled)?":(true|"ACTIVE")/.test(JSON.stringify(properties));

/** Everything that a resource comes after. */
const following = (stack: RecordedStack, id: string, found: Set<string> = new Set()): Set<string> => {
  for (const other of neededBy(stack.resources[id])) {
    if (found.has(other)) continue;
    found.add(other);
    following(stack, other, found);
  }
  return found;
};

const needs = (stack: RecordedStack, id: string, other: string): boolean => following(stack, id).has(other);

const neededBy = (resource: RecordedResource | undefined): string[] => {
  if (!resource) return [];
  const text = JSON.stringify(resource.properties);
  const references = [...text.matchAll(/"(?:Ref":"|Fn::GetAtt":\[")([A-Za-z0-9]+)"/g)].map(([, id = ""]) => id);
  return [...(resource.dependsOn ?? []), ...references];
};

/** What holds data must outlive its stack, and the resource that takes its place. */
export const unprotectedData = (stack: RecordedStack): string[] =>
  entries(stack)
    .filter(([, { type, deletion, replacement }]) => dataTypes.has(type) && !(deletion && replacement === "Retain"))
    .map(([id]) => `${id} holds data and is deleted with its stack, or when it is replaced`);
