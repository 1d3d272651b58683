import * as z from "zod/mini";
import { parse } from "../assembly/deployment.ts";
import { mintedKey } from "../assembly/identify.ts";
import type { Resolver } from "../assembly/resolve.ts";
import type { JsonCall } from "./engine-call.ts";

const unserved = z.optional(z.unknown());
const passed = z.optional(z.unknown());

const PoolShape = z.strictObject({
  AccountRecoverySetting: passed,
  AdminCreateUserConfig: passed,
  AliasAttributes: passed,
  AutoVerifiedAttributes: passed,
  EmailVerificationMessage: passed,
  EmailVerificationSubject: passed,
  MfaConfiguration: passed,
  Policies: passed,
  Schema: passed,
  SmsVerificationMessage: passed,
  UserAttributeUpdateSettings: passed,
  UsernameAttributes: passed,
  UsernameConfiguration: passed,
  VerificationMessageTemplate: passed,
  DeletionProtection: unserved,
  EmailConfiguration: unserved,
  EnabledMfas: unserved,
  UserPoolAddOns: unserved,
  UserPoolName: unserved,
  UserPoolTags: unserved,
  UserPoolTier: unserved,
});

const ClientShape = z.strictObject({
  UserPoolId: z.string(),
  AccessTokenValidity: passed,
  EnableTokenRevocation: passed,
  ExplicitAuthFlows: passed,
  GenerateSecret: passed,
  IdTokenValidity: passed,
  PreventUserExistenceErrors: passed,
  ReadAttributes: passed,
  RefreshTokenValidity: passed,
  SupportedIdentityProviders: passed,
  TokenValidityUnits: passed,
  WriteAttributes: passed,
  AllowedOAuthFlows: unserved,
  AllowedOAuthFlowsUserPoolClient: unserved,
  AllowedOAuthScopes: unserved,
  AuthSessionValidity: unserved,
  CallbackURLs: unserved,
  ClientName: unserved,
  LogoutURLs: unserved,
});

interface Pools {
  UserPools?: { Id: string; Name: string }[];
}
interface Clients {
  UserPoolClients?: { ClientId: string; ClientName: string }[];
}

/**
 * Creates user pools and their clients, or finds those of an earlier run: the engine gives out the ids, so a pool is
 * known again by its name, which is its place in the template.
 */
export const provisionPeople = async (
  resolver: Resolver,
  cognito: JsonCall,
  minted: Map<string, string>,
): Promise<void> => {
  const all = (type: string) => resolver.resources.filter(({ resource }) => resource.Type === type);
  const { UserPools = [] } = await cognito<Pools>("ListUserPools", { MaxResults: 60 });
  for (const located of all("AWS::Cognito::UserPool")) {
    const name = mintedKey(located);
    const existing = UserPools.find(({ Name }) => Name === name)?.Id;
    const id = existing ?? (await createPool(name, parse(PoolShape, located, resolver), cognito));
    minted.set(name, id);
  }
  for (const located of all("AWS::Cognito::UserPoolClient")) {
    const name = mintedKey(located);
    const client = parse(ClientShape, located, resolver);
    const { UserPoolClients = [] } = await cognito<Clients>("ListUserPoolClients", {
      UserPoolId: client.UserPoolId,
      MaxResults: 60,
    });
    const existing = UserPoolClients.find(({ ClientName }) => ClientName === name)?.ClientId;
    minted.set(name, existing ?? (await createClient(name, client, cognito)));
  }
};

const createPool = async (
  PoolName: string,
  properties: z.infer<typeof PoolShape>,
  cognito: JsonCall,
): Promise<string> => {
  const { UserPool } = await cognito<{ UserPool: { Id: string } }>("CreateUserPool", { ...properties, PoolName });
  return UserPool.Id;
};

const createClient = async (
  ClientName: string,
  properties: z.infer<typeof ClientShape>,
  cognito: JsonCall,
): Promise<string> => {
  const { UserPoolClient } = await cognito<{ UserPoolClient: { ClientId: string } }>("CreateUserPoolClient", {
    ...properties,
    ClientName,
  });
  return UserPoolClient.ClientId;
};
