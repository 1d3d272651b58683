import { equals } from "../db/conditions.ts";
import { keys, partitions } from "../db/keys.ts";
import type { Table } from "../db/table.ts";
import { update } from "../db/writes.ts";
import {
  type Account,
  type ApiKeyHash,
  accounts,
  apiKeyHashes,
  apiKeys,
  homeOf,
  type Membership,
  memberships,
} from "../entities/account.ts";
import { AppError } from "../errors.ts";
import { scopesOf } from "../http/scopes.ts";
import { type AccountId, hashOf } from "../ids.ts";
import type { Actor, Person } from "./actor.ts";

/** How long a verified key or membership is believed without asking the table again; a revoked key dies within it. */
const BELIEVED_MS = 60_000;
const REMEMBERED = 1000;

/** Verifies an access token of the user pool; answers the person's `sub`. */
export type VerifyToken = (token: string) => Promise<string>;

export interface Identify {
  /** @throws AppError `unauthenticated`, `forbidden` */
  actor(authorization: string | undefined, accountHeader: string | undefined, now: Date): Promise<Actor>;
  person(authorization: string | undefined): Promise<Person>;
}

export const identification = (table: Table, verify: VerifyToken, believedMs = BELIEVED_MS): Identify => {
  const believed = new Map<string, { until: number; value: unknown }>();

  /** What is known already is answered as it is: most requests need not wait for it. */
  const remember = <T>(key: string, now: Date, load: () => Promise<T>): T | Promise<T> => {
    const known = believed.get(key);
    if (known && known.until > now.getTime()) return known.value as T | Promise<T>;
    if (believed.size >= REMEMBERED) believed.clear();
    const value = load();
    const entry = { until: now.getTime() + believedMs, value: value as unknown };
    believed.set(key, entry);
    value.then(
      (loaded) => {
        entry.value = loaded;
      },
      () => believed.delete(key),
    );
    return value;
  };

  const account = (id: AccountId, now: Date): Account | Promise<Account> =>
    remember(`account ${id}`, now, async () => {
      const found = await table.of(id).get(accounts, keys.account(id));
      if (!found) throw new AppError("unauthenticated", "The account no longer exists.");
      return found;
    });

  const keyHolder = async (secret: string, wanted: string | undefined, now: Date): Promise<Actor> => {
    // By the secret itself, which stands in every request's own memory: hashing it each time would be for nothing.
    const holder = remember(`key ${secret}`, now, async () => {
      const hash = hashOf(secret);
      const found = await table.global.get(apiKeyHashes, keys.apiKey(hash));
      if (!found) throw new AppError("unauthenticated", "The API key is unknown or revoked.");
      await noteUse(table, found, now);
      return found;
    });
    const key = holder instanceof Promise ? await holder : holder;
    if (wanted && wanted !== key.accountId)
      throw new AppError("forbidden", "The API key is not one of the account that Clientele-Account names.");
    const owner = account(key.accountId, now);
    return {
      kind: "api_key",
      id: key.keyId,
      accountId: key.accountId,
      account: owner instanceof Promise ? await owner : owner,
      scopes: key.scopes,
    };
  };

  const person = async (authorization: string | undefined): Promise<Person> => {
    const accessToken = bearer(authorization);
    if (accessToken.startsWith("ck_"))
      throw new AppError("unauthenticated", "This route is for people: sign in with POST /v1/session.");
    return { accessToken, id: await verify(accessToken) };
  };

  const member = async (authorization: string | undefined, wanted: string | undefined, now: Date): Promise<Actor> => {
    const { id } = await person(authorization);
    const places = await remember(`person ${id}`, now, async () => {
      const page = await table.global.list(memberships, partitions.memberships(id), { limit: 100, prefix: "acc_" });
      return page.items;
    });
    const place = chosen(places, wanted);
    return {
      kind: "person",
      id: place.memberId,
      personId: id,
      accountId: place.accountId,
      account: await account(place.accountId, now),
      role: place.role,
      scopes: scopesOf(place.role, place.editClients),
    };
  };

  return {
    person,
    actor(authorization, accountHeader, now) {
      const token = bearer(authorization);
      return token.startsWith("ck_") ? keyHolder(token, accountHeader, now) : member(authorization, accountHeader, now);
    },
  };
};

const bearer = (authorization: string | undefined): string => {
  const token = /^Bearer\s+(\S+)$/i.exec(authorization ?? "")?.[1];
  if (token) return token;
  throw new AppError("unauthenticated", "Send `Authorization: Bearer …` with an API key or an access token.");
};

/** The account that `Clientele-Account` names, or the person's home account. */
const chosen = (places: Membership[], wanted: string | undefined): Membership => {
  const home = homeOf(places);
  if (!home) throw new AppError("forbidden", "You belong to no account yet.");
  if (!wanted) return home;
  const place = places.find(({ accountId }) => accountId === wanted);
  if (place) return place;
  throw new AppError("forbidden", "You do not belong to the account that Clientele-Account names.");
};

/** `lastUsedAt` to the hour: one write an hour and key, whatever the traffic. */
const noteUse = async (table: Table, key: ApiKeyHash, now: Date): Promise<void> => {
  const hour = now.toISOString().slice(0, 13);
  if (key.lastUsedHour === hour) return;
  await Promise.allSettled([
    table.global.commit([
      update(keys.apiKey(key.hash), { set: { lastUsedHour: hour } }, equals("entity", apiKeyHashes.name)),
    ]),
    table
      .of(key.accountId)
      .commit([
        update(
          keys.of(key.accountId, key.keyId),
          { set: { lastUsedAt: now.toISOString() } },
          equals("entity", apiKeys.name),
        ),
      ]),
  ]);
};
