import type { RecordedStack } from "./record.ts";
import { dataTypes } from "./rule-creation.ts";

/**
 * Properties that CloudFormation cannot change: it makes another, empty resource in place of the one that has the data.
 * From the reference of each type, under "Update requires: Replacement".
 */
const lastingProperties: Readonly<Record<string, readonly string[]>> = {
  "AWS::DynamoDB::GlobalTable": ["TableName", "KeySchema", "LocalSecondaryIndexes"],
  "AWS::S3::Bucket": ["BucketName", "ObjectLockEnabled"],
  // The pool's other lasting properties are refused, not replaced: the deployment fails.
  "AWS::Cognito::UserPool": ["AliasAttributes", "UsernameAttributes", "UsernameConfiguration"],
  "AWS::Cognito::UserPoolClient": ["UserPoolId", "GenerateSecret"],
  "AWS::SecretsManager::Secret": ["Name"],
};

/** Not data, but what people's sessions hang on: they end with the client they began with. */
const lastingTypes = new Set([...dataTypes, "AWS::Cognito::UserPoolClient"]);

/** A key of an index, and how the secret was made, change in place, and with them what is in there. */
const wholeProperties: Readonly<Record<string, readonly string[]>> = {
  "AWS::SecretsManager::Secret": ["GenerateSecretString", "SecretString"],
};

/** Data that a later version would no longer find: a logical id that is gone, or a resource that is made anew. */
export const replacedData = (before: RecordedStack, after: RecordedStack): string[] =>
  Object.entries(before.resources).flatMap(([id, { type, properties }]) => {
    if (!lastingTypes.has(type)) return [];
    const now = after.resources[id];
    if (now?.type !== type) return [`${id} (${type}) is gone: its data stays in AWS, and an empty one takes its place`];
    return [...(lastingProperties[type] ?? []), ...(wholeProperties[type] ?? [])]
      .filter((name) => JSON.stringify(properties[name]) !== JSON.stringify(now.properties[name]))
      .map((name) => `${id} (${type}) is made anew, because ${name} changes`);
  });
