import { scopes } from "../../functions/kinds.ts";
import type { Provenance } from "../../shared/db/entity.ts";
import type { Table } from "../../shared/db/table.ts";
import { put } from "../../shared/db/writes.ts";
import {
  type Account,
  type ApiKey,
  accounts,
  apiKeyHashes,
  apiKeys,
  type Member,
  members,
  memberships,
} from "../../shared/entities/account.ts";
import { AppError } from "../../shared/errors.ts";
import type { Scope } from "../../shared/http/scopes.ts";
import { hashOf, newSecret, ulids } from "../../shared/ids.ts";

export interface TestAccount {
  account: Account;
  /** The secret of a key with every scope. */
  apiKey: string;
  headers: { authorization: string };
}

export interface TestMember {
  member: Member;
  /** What Cognito would have given this person. */
  accessToken: string;
  /** Those of a request in this account, even when the person belongs to several. */
  headers: { authorization: string; "clientele-account": string };
}

/** An account in the table, with an API key that may do everything. */
export const anAccount = async (table: Table, given: Partial<Account> = {}): Promise<TestAccount> => {
  const account: Account = {
    id: ulids.next("account"),
    name: "Garage Tremblay",
    country: "CA",
    currency: "CAD",
    timeZone: "America/Toronto",
    language: "fr",
    settings: {},
    ...born(),
    ...given,
  };
  await table.of(account.id).commit([put(accounts, account)]);
  const { apiKey, headers } = await anApiKey(table, account);
  return { account, apiKey, headers };
};

export const anApiKey = async (table: Table, account: Account, allowed: readonly Scope[] = scopes) => {
  const apiKey = `ck_${newSecret()}`;
  const key: ApiKey = {
    id: ulids.next("apiKey"),
    accountId: account.id,
    name: "Test key",
    scopes: [...allowed],
    hash: hashOf(apiKey),
    hint: apiKey.slice(0, 7),
    ...born(),
  };
  const { id: keyId, hash } = key;
  await table
    .of(account.id)
    .commit([put(apiKeys, key), put(apiKeyHashes, { hash, accountId: account.id, keyId, scopes: key.scopes })]);
  return { apiKey, key, headers: { authorization: `Bearer ${apiKey}` } };
};

/** A person who works in the account; the same `personId` in two accounts is one person. */
export const aMember = async (table: Table, account: Account, given: Partial<Member> = {}): Promise<TestMember> => {
  const id = ulids.next("member");
  const member: Member = {
    id,
    accountId: account.id,
    personId: `person-${id}`,
    email: `${id.toLowerCase()}@garage.example`,
    name: "Luc Gagnon",
    role: "staff",
    editClients: true,
    status: "active",
    ...born(),
    ...given,
  };
  const { personId, role, editClients } = member;
  await table
    .of(account.id)
    .commit([
      put(members, member),
      put(memberships, { personId, accountId: account.id, memberId: member.id, role, editClients }),
    ]);
  const accessToken = testToken(personId);
  return {
    member,
    accessToken,
    headers: { authorization: `Bearer ${accessToken}`, "clientele-account": account.id },
  };
};

const TOKEN = "test-token.";

/** The access token of a person, as {@link verifyTestToken} accepts it. */
export const testToken = (personId: string): string => `${TOKEN}${personId}`;

/** Stands for the verification of Cognito's tokens. */
export const verifyTestToken = async (token: string): Promise<string> => {
  if (token.startsWith(TOKEN)) return token.slice(TOKEN.length);
  throw new AppError("unauthenticated", "The access token is not valid or has expired; sign in again.");
};

const born = (): Provenance => {
  const now = new Date().toISOString();
  return { version: 1, createdAt: now, createdBy: "test", updatedAt: now, updatedBy: "test", source: "api" };
};
