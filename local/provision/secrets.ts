import * as z from "zod/mini";
import { parse } from "../assembly/deployment.ts";
import { mintedKey } from "../assembly/identify.ts";
import { physicalName } from "../assembly/physical-name.ts";
import type { Resolver } from "../assembly/resolve.ts";
import { createSecret, putParameter } from "../secrets/store.ts";

const unserved = z.optional(z.unknown());

const SecretShape = z.strictObject({
  Name: z.optional(z.string()),
  SecretString: z.optional(z.string()),
  GenerateSecretString: z.optional(
    z.strictObject({
      PasswordLength: z.optional(z.int()),
      ExcludeCharacters: z.optional(z.string()),
      ExcludeLowercase: z.optional(z.boolean()),
      ExcludeUppercase: z.optional(z.boolean()),
      ExcludeNumbers: z.optional(z.boolean()),
      ExcludePunctuation: z.optional(z.boolean()),
      IncludeSpace: z.optional(z.boolean()),
      RequireEachIncludedType: z.optional(z.boolean()),
      SecretStringTemplate: z.optional(z.string()),
      GenerateStringKey: z.optional(z.string()),
    }),
  ),
  Description: unserved,
  KmsKeyId: unserved,
  Tags: unserved,
});

const ParameterShape = z.strictObject({
  Name: z.optional(z.string()),
  Type: z.enum(["String", "StringList"]),
  Value: z.string(),
  AllowedPattern: unserved,
  DataType: unserved,
  Description: unserved,
  Tags: unserved,
  Tier: unserved,
});

interface Shelf {
  dataDir: string;
  region: string;
}

/** Makes the secrets of the template on the first start and keeps them; their ARNs end in letters chosen then. */
export const provisionSecrets = (resolver: Resolver, shelf: Shelf, minted: Map<string, string>): void => {
  for (const located of resolver.resources) {
    if (located.resource.Type !== "AWS::SecretsManager::Secret") continue;
    const { Name, SecretString, GenerateSecretString } = parse(SecretShape, located, resolver);
    const name = Name ?? physicalName(located.stack.name, located.logicalId);
    minted.set(mintedKey(located), createSecret(shelf, name, { value: SecretString, generate: GenerateSecretString }));
  }
};

/** Sets the template's parameters to its values. */
export const provisionParameters = (resolver: Resolver, shelf: Shelf): void => {
  for (const located of resolver.resources) {
    if (located.resource.Type !== "AWS::SSM::Parameter") continue;
    const { Type, Value } = parse(ParameterShape, located, resolver);
    putParameter(shelf, resolver.identity(located).ref, Value, Type);
  }
};
