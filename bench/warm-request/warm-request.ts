import { Bench } from "tinybench";
import { presentClient } from "../../functions/clients/present.ts";
import * as schema from "../../functions/clients/schemas.ts";
import { toStored } from "../../shared/db/entity.ts";
import { accounts, apiKeyHashes } from "../../shared/entities/account.ts";
import { stampOf } from "../../shared/entities/client-stamp.ts";
import type { HttpAnswer } from "../../shared/http/problem.ts";
import type { HttpEvent } from "../../shared/http/read-request.ts";
import { storedClient } from "../../shared/projection/stored-client.ts";
import { median } from "../support/median.ts";
import { sampleAccount, sampleKey } from "../support/sample-account.ts";
import { sampleClient } from "../support/sample-clients.ts";
import { clientsStack } from "./stack.ts";

const account = sampleAccount("warm");
const key = sampleKey(account);
const stored = Array.from({ length: 25 }, (_, number) => sampleClient(account.id, number + 1));
const [client = sampleClient(account.id, 1)] = stored;
const { name, email, mobile, tags, language, addresses } = client;
const [{ id: _, ...address } = { id: "" }] = addresses;
const newClient = { name, email, mobile, tags, language, addresses: [address], subscriptions: client.subscriptions };

interface Case {
  route: string;
  event: HttpEvent;
  /** The same JSON and the same schemas, and nothing else. */
  bare(event: HttpEvent): HttpAnswer;
}

const eventOf = (routeKey: string, rest: Partial<HttpEvent> = {}): HttpEvent => ({
  routeKey,
  rawPath: `/v1/clients/${client.id}`,
  headers: { authorization: `Bearer ${key.secret}`, "content-type": "application/json" },
  requestContext: { requestId: "bench", http: { method: routeKey.split(" ")[0] ?? "", sourceIp: "203.0.113.7" } },
  ...rest,
});

const answer = (statusCode: number, content: unknown): HttpAnswer => ({
  statusCode,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(content),
});

const one = presentClient(client);
const page = { data: stored.map((each) => presentClient(each)) };

const cases: Case[] = [
  {
    route: "GET /v1/clients/{id}",
    event: eventOf("GET /v1/clients/{id}", { pathParameters: { id: client.id } }),
    bare: () => {
      schema.nearQuery().parse({});
      return answer(200, schema.client().parse(one));
    },
  },
  {
    route: "GET /v1/clients",
    event: eventOf("GET /v1/clients", { queryStringParameters: { limit: "25" } }),
    bare: ({ queryStringParameters }) => {
      schema.clientListQuery().parse(queryStringParameters);
      return answer(200, schema.clientPage().parse(page));
    },
  },
  {
    route: "POST /v1/clients",
    event: eventOf("POST /v1/clients", { body: JSON.stringify(newClient) }),
    bare: ({ body = "" }) => {
      schema.newClient().parse(JSON.parse(body));
      return answer(201, schema.client().parse(one));
    },
  },
  {
    route: "PATCH /v1/clients/{id}",
    event: eventOf("PATCH /v1/clients/{id}", {
      pathParameters: { id: client.id },
      body: JSON.stringify({ note: "Préfère le matin", tags: ["VIP"], address: undefined }),
    }),
    bare: ({ body = "" }) => {
      schema.clientPatch().parse(JSON.parse(body));
      return answer(200, schema.client().parse(one));
    },
  },
];

export interface WarmRatio {
  route: string;
  ratio: number;
}

/**
 * What a request costs beyond its JSON and its schemas: whole stack ÷ bare handler, by route; medians of one process.
 * @param time milliseconds for each side of each route, in each round
 */
export const warmRatios = async (time: number): Promise<WarmRatio[]> => {
  const items = [
    toStored(accounts, account),
    toStored(apiKeyHashes, key.stored),
    ...stored.map((each) => storedClient(each, stampOf(each))),
  ];
  const stack = clientsStack(items);
  for (const { event, bare } of cases) await mustAnswer(await stack(event), bare(event));
  const rounds: number[][] = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await oneRound(stack, time));
  return cases.map(({ route }, index) => ({ route, ratio: median(rounds.map((ratios) => ratios[index] ?? 0)) }));
};

/** Stack and bare handler take turns, in short rounds: whatever else the machine does meanwhile, it does to both. */
const ROUNDS = 5;

const oneRound = async (stack: ReturnType<typeof clientsStack>, time: number): Promise<number[]> => {
  const bench = new Bench({ time, warmupTime: time / 2 });
  for (const { route, event, bare } of cases) {
    bench.add(`stack ${route}`, async () => void (await stack(event)));
    bench.add(`bare ${route}`, async () => void (await Promise.resolve(bare(event))));
  }
  await bench.run();
  const latency = (task: string): number => {
    const result = bench.getTask(task)?.result;
    if (!result || !("latency" in result)) throw new Error(`${task} was not measured.`);
    return result.latency.p50;
  };
  return cases.map(({ route }) => latency(`stack ${route}`) / latency(`bare ${route}`));
};

/** Both must really answer: a refusal is cheap. */
const mustAnswer = (ours: HttpAnswer, bare: HttpAnswer): void => {
  if (ours.statusCode !== bare.statusCode) throw new Error(`Answered ${ours.statusCode}: ${ours.body}`);
};
