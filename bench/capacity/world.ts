import { glob } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { project } from "../../functions/changes/project.ts";
import type { StreamRecord } from "../../shared/db/stream.ts";
import { documentClient, openTable, type Table } from "../../shared/db/table.ts";
import { put } from "../../shared/db/writes.ts";
import { type Account, accounts, apiKeyHashes, apiKeys, members, memberships } from "../../shared/entities/account.ts";
import { type Manifest, methodOf, type Route } from "../../shared/http/contract.ts";
import type { HttpAnswer } from "../../shared/http/problem.ts";
import type { HttpEvent } from "../../shared/http/read-request.ts";
import { derivedId } from "../../shared/ids.ts";
import type { Log } from "../../shared/log.ts";
import { sampleAccount, sampleKey } from "../support/sample-account.ts";
import type { Call, Change } from "./calls.ts";
import { type CountingProxy, openCountingProxy } from "./counting-proxy.ts";
import { otherServices, subOf, USER_POOL, USER_POOL_CLIENT } from "./other-services.ts";

const root = resolve(import.meta.dirname, "../..");

export interface Caller {
  account: Account;
  apiKey: string;
  /** An access token of the account's owner. */
  token: string;
  ownerId: string;
  /** The owner's address. */
  email: string;
}

/** A request as a case asks for it; a route's template stands in `route`. */
export interface Asked {
  route: string;
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  headers?: Record<string, string>;
  /** @default key */
  as?: "key" | "person" | "nobody";
}

export interface Answered {
  status: number;
  body: Record<string, unknown>;
  text: string;
  calls: Call[];
}

export interface World {
  /** The table, uncounted. */
  table: Table;
  routes: Route[];
  /** The feature whose manifest has a route. */
  featureOf(route: string): string;
  callerOf(name: string): Promise<Caller>;
  /** Sends a request to the function of its route and answers with what that cost. @throws Error for a refusal */
  send(caller: Caller, asked: Asked): Promise<Answered>;
  /** Lets the projector follow everything that was sent since the last time. */
  project(): Promise<void>;
  /** Puts an object where the functions look for it. */
  keepObject(bucket: string, key: string, text: string): void;
  close(): Promise<void>;
}

interface Engine {
  url: string;
  direct: DynamoDBClient;
  tableName: string;
}

type Handler = (event: HttpEvent) => Promise<HttpAnswer>;

/** The project's functions with their real dependencies, on a table whose calls are counted. One in a process. */
export const openWorld = async ({ url, direct, tableName }: Engine): Promise<World> => {
  const services = otherServices();
  const proxy = await openCountingProxy({ engine: url, direct, tableName, others: services.answer });
  Object.assign(process.env, environment(proxy, tableName));
  const table = openTable(documentClient(direct), tableName);
  const { routes, handlers, features } = await functions();
  const callers = new Map<string, Promise<Caller>>();
  let pending: Change[] = [];

  const send = async (caller: Caller, asked: Asked): Promise<Answered> => {
    const handler = handlers.get(asked.route);
    if (!handler) throw new Error(`No function serves ${asked.route}.`);
    proxy.reset();
    const { statusCode, body } = await quietly(() => handler(eventOf(caller, asked)));
    if (statusCode >= 400) throw new Error(`${asked.route} was answered with ${statusCode}: ${body}`);
    const calls = proxy.calls.filter(({ keys }) => !keys.some(({ pk }) => pk.includes("#RATE#")));
    pending.push(...calls.flatMap(({ changes }) => changes));
    return { status: statusCode, body: body.startsWith("{") ? JSON.parse(body) : {}, text: body, calls };
  };

  const opened = async (name: string): Promise<Caller> => {
    const caller = await writeCaller(table, name, services.tokenFor);
    // Whoever has called within the last minute is known: measured is the request, not the first one of a function.
    for (const route of oneListEach(routes, handlers)) {
      await send(caller, { route });
      await send(caller, { route, as: "person" });
    }
    return caller;
  };

  return {
    table,
    routes,
    featureOf: (route) => features.get(route) ?? "",
    callerOf(name) {
      const known = callers.get(name) ?? opened(name);
      callers.set(name, known);
      return known;
    },
    send,
    async project() {
      const records = pending.map(recordOf);
      pending = [];
      for (let start = 0; start < records.length; start += 100) {
        const answer = await project(
          { Records: records.slice(start, start + 100) },
          { table, log: throwing, setAside },
        );
        if (answer.batchItemFailures.length > 0) throw new Error("The projector left something undone.");
      }
    },
    keepObject: (bucket, key, text) => void services.objects.set(`/${bucket}/${key}`, text),
    close: () => proxy.close(),
  };
};

/** What the functions read from their environment; in AWS the CDK sets it. */
const environment = ({ url }: CountingProxy, tableName: string): Record<string, string> => ({
  AWS_REGION: "ca-central-1",
  AWS_ACCESS_KEY_ID: "bench",
  AWS_SECRET_ACCESS_KEY: "bench",
  AWS_ENDPOINT_URL: url,
  STAGE: "bench",
  TABLE_NAME: tableName,
  FILES_BUCKET: "files",
  QUARANTINE_BUCKET: "quarantine",
  SIGNING_SECRET_ARN: "signing",
  USER_POOL_ID: USER_POOL,
  USER_POOL_CLIENT_ID: USER_POOL_CLIENT,
  SENDER_EMAIL: "mail@clientele.example",
  PUBLIC_URL: "https://pages.example",
  SIGN_UP: "open",
  WAITING_PLACES: "10",
  RATE_LIMIT_PER_KEY: "100000000",
  RATE_LIMIT_PER_ACCOUNT: "100000000",
  IDENTITY_CACHE_MS: "86400000",
});

interface Functions {
  routes: Route[];
  /** The function of each route, by its key; and the feature that it belongs to. */
  handlers: Map<string, Handler>;
  features: Map<string, string>;
}

/** Every routed function, as it is deployed. */
const functions = async (): Promise<Functions> => {
  const routes: Route[] = [];
  const handlers = new Map<string, Handler>();
  const features = new Map<string, string>();
  for await (const file of glob("functions/*/{manifest,*-manifest}.ts", { cwd: root })) {
    const declared: Record<string, unknown> = await import(join(root, file));
    const manifest = Object.values(declared).find(isManifest);
    if (!manifest) throw new Error(`${file} exports no manifest.`);
    if (Object.keys(manifest.routes).length === 0) continue;
    const { feature, entry = "api" } = manifest;
    const { handler }: { handler: Handler } = await import(join(root, "functions", feature, `${entry}.ts`));
    for (const route of Object.values(manifest.routes)) {
      routes.push(route);
      handlers.set(route.key, handler);
      features.set(route.key, manifest.feature);
    }
  }
  return { routes, handlers, features };
};

const isManifest = (value: unknown): value is Manifest =>
  typeof value === "object" && value !== null && "feature" in value && "routes" in value;

/** For each function with callers one of its lists. */
const oneListEach = (routes: readonly Route[], handlers: ReadonlyMap<string, Handler>): string[] => {
  const lists = routes.filter(
    ({ key, access }) => methodOf(key) === "GET" && !key.includes("{") && access !== "public" && access !== "signed-in",
  );
  return [...new Map(lists.toReversed().map(({ key }) => [handlers.get(key), key as string])).values()];
};

const writeCaller = async (table: Table, name: string, tokenFor: (sub: string) => string): Promise<Caller> => {
  const account = sampleAccount(name);
  const { secret, stored } = sampleKey(account);
  const { version, createdAt, createdBy, updatedAt, updatedBy, source } = account;
  const provenance = { version, createdAt, createdBy, updatedAt, updatedBy, source };
  const email = `owner-${name}@garage.example`;
  const owner = { personId: subOf(email), accountId: account.id, role: "owner", editClients: true } as const;
  const memberId = derivedId("member", "bench", name);
  const db = table.of(account.id);
  await db.commit([
    put(accounts, account),
    put(members, { ...owner, id: memberId, email, name: "Marie Tremblay", status: "active", ...provenance }),
    put(memberships, { ...owner, memberId }),
    put(apiKeyHashes, stored),
    put(apiKeys, {
      id: stored.keyId,
      accountId: account.id,
      name: "Measurements",
      scopes: stored.scopes,
      hash: stored.hash,
      hint: secret.slice(0, 7),
      ...provenance,
    }),
  ]);
  return { account, apiKey: secret, token: tokenFor(owner.personId), ownerId: memberId, email };
};

const eventOf = (caller: Caller, { route, params = {}, query, body, headers = {}, as = "key" }: Asked): HttpEvent => {
  const [method = "", template = ""] = route.split(" ");
  const bearer = { key: caller.apiKey, person: caller.token, nobody: undefined }[as];
  return {
    routeKey: route,
    rawPath: template.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? ""),
    headers: {
      ...(bearer ? { authorization: `Bearer ${bearer}` } : {}),
      ...(body !== undefined && { "content-type": "application/json" }),
      ...headers,
    },
    pathParameters: params,
    ...(query ? { queryStringParameters: query } : {}),
    requestContext: { requestId: "bench", http: { method, sourceIp: "203.0.113.7" } },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  };
};

const recordOf = ({ before, after }: Change, index: number): StreamRecord => ({
  eventName: before ? (after ? "MODIFY" : "REMOVE") : "INSERT",
  dynamodb: {
    SequenceNumber: String(index).padStart(21, "0"),
    ApproximateCreationDateTime: Math.floor(Date.now() / 1000),
    ...(before ? { OldImage: before } : {}),
    ...(after ? { NewImage: after } : {}),
  },
});

/** Whatever goes wrong in a measurement ends it. */
const setAside = async (): Promise<never> => {
  throw new Error("The projector set a change aside.");
};

const throwing: Log = {
  info: () => undefined,
  error: (_, error) => {
    throw error;
  },
  metric: () => undefined,
};

/** Functions write their log to the standard output, where a measurement's own words go. */
const quietly = async <T>(work: () => Promise<T>): Promise<T> => {
  const { write } = process.stdout;
  process.stdout.write = () => true;
  try {
    return await work();
  } finally {
    process.stdout.write = write;
  }
};
