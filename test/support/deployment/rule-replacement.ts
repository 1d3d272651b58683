import type { RecordedStack } from "./record.ts";
import { factsOf, valueAt } from "./resource-facts.ts";
import { dataTypes } from "./rule-creation.ts";

/** What the schemas do not tell: changes that make an empty resource, or a new value, in place of the one that is there. */
const furtherProperties: Readonly<Record<string, readonly string[]>> = {
  // Refused rather than replaced: the deployment fails.
  "AWS::Cognito::UserPool": ["AliasAttributes", "UsernameAttributes", "UsernameConfiguration"],
  // How the secret was made: another way is another value, and with it every signed link ends.
  "AWS::SecretsManager::Secret": ["GenerateSecretString", "SecretString"],
  "AWS::S3::Bucket": ["ObjectLockEnabled"],
};

/**
 * Besides what holds data: the client that people's sessions hang on, and the API whose address stands in links that were
 * sent.
 */
const lastingTypes = new Set([...dataTypes, "AWS::Cognito::UserPoolClient", "AWS::ApiGatewayV2::Api"]);

/** What a later version would no longer find: a logical id that is gone, or a resource that is made anew. */
export const replacedData = (before: RecordedStack, after: RecordedStack): string[] =>
  Object.entries(before.resources).flatMap(([id, { type, properties }]) => {
    if (!lastingTypes.has(type)) return [];
    const now = after.resources[id];
    if (now?.type !== type) return [`${id} (${type}) is gone: its data stays in AWS, and an empty one takes its place`];
    return whatReplaces(type)
      .filter((name) => !isSame(valueAt(properties, name), valueAt(now.properties, name)))
      .map((name) => `${id} (${type}) is made anew, because ${name} changes`);
  });

const whatReplaces = (type: string): string[] => {
  const { createOnly, sometimesCreateOnly } = factsOf(type);
  return [...createOnly, ...sometimesCreateOnly, ...(furtherProperties[type] ?? [])];
};

/**
 * CloudFormation makes the new resource before it deletes the old one: with a name of its own that stays, the new one
 * meets the old one and the upgrade fails.
 */
export const collidingReplacements = (before: RecordedStack, after: RecordedStack): string[] =>
  Object.entries(before.resources).flatMap(([id, { type, properties }]) => {
    const now = after.resources[id];
    if (now?.type !== type) return [];
    const { createOnly, identifier } = factsOf(type);
    const names = createOnly.filter((name) => identifier.includes(name));
    const isNamed = names.length > 0 && names.every((name) => isFixed(valueAt(now.properties, name)));
    if (!isNamed || names.some((name) => !isSame(valueAt(properties, name), valueAt(now.properties, name)))) return [];
    return createOnly
      .filter((name) => !isSame(valueAt(properties, name), valueAt(now.properties, name)))
      .map(
        (name) =>
          `${id} (${type}) is made anew under the name that it has, because ${name} changes: it is there already`,
      );
  });

const isFixed = (value: unknown): boolean => typeof value === "string" || typeof value === "number";
const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
