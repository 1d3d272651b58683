import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { type ClientRequest, createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { BatchGetItemCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { type Call, type Change, costOf, type Key, writtenKeys } from "./calls.ts";
import type { Marshalled } from "./units.ts";

/** Answers a call of another service than the table; undefined for what it does not know. */
export type OtherServices = (target: string, path: string, body: Buffer) => Promise<unknown> | undefined;

export interface Door {
  url: string;
  /** The calls since the last `reset`, in the order in which they were answered. */
  calls: Call[];
  reset(): void;
  close(): Promise<void>;
}

interface DoorSettings {
  /** Where DynamoDB Local answers. */
  engine: string;
  /** A client that does not go through this door. */
  direct: DynamoDBClient;
  tableName: string;
  others: OtherServices;
}

/**
 * Stands between the functions and DynamoDB Local: the functions run as they are deployed, and every call is counted on
 * its way, with the items that it changes.
 */
export const openDoor = async ({ engine, direct, tableName, others }: DoorSettings): Promise<Door> => {
  const calls: Call[] = [];
  const rounds = roundsOf(() => port);

  const table = async (request: IncomingMessage, operation: string, body: Buffer): Promise<HttpReply> => {
    const round = Number(request.headers[ROUND]);
    const asked: Record<string, unknown> = JSON.parse(body.toString());
    const keys = writtenKeys(operation, asked);
    const before = await imagesOf(keys);
    const reply = await fetch(engine, {
      method: "POST",
      headers: passedOn(request),
      body: JSON.stringify({ ...asked, ReturnConsumedCapacity: "INDEXES" }),
    });
    const text = await reply.text();
    if (reply.ok) {
      const after = await imagesOf(keys);
      const changes = keys.map((_, index): Change => ({ before: before[index], after: after[index] }));
      const answer: Record<string, unknown> = JSON.parse(text);
      calls.push({ operation, round, changes, keys, ...costOf({ operation, request: asked, answer, changes }) });
    }
    return { status: reply.status, body: text, type: "application/x-amz-json-1.0" };
  };

  const imagesOf = async (keys: readonly Key[]): Promise<(Marshalled | undefined)[]> => {
    if (keys.length === 0) return [];
    const Keys = keys.map(({ pk, sk }) => ({ pk: { S: pk }, sk: { S: sk } }));
    const found = await direct.send(
      new BatchGetItemCommand({ RequestItems: { [tableName]: { Keys, ConsistentRead: true } } }),
    );
    const items = found.Responses?.[tableName] ?? [];
    return keys.map(({ pk, sk }) => items.find((item) => item.pk?.S === pk && item.sk?.S === sk));
  };

  const server = createServer(async (request, response) => {
    try {
      const body = await bodyOf(request);
      const target = String(request.headers["x-amz-target"] ?? "");
      const [service, operation = ""] = target.split(".");
      if (service === TABLE_SERVICE) return send(response, await table(request, operation, body));
      const answer = await others(target, request.url ?? "", body);
      if (answer === undefined) throw new Error(`Nobody answers ${target} ${request.url}.`);
      send(response, {
        status: 200,
        body: typeof answer === "string" ? answer : JSON.stringify(answer),
        type: "application/x-amz-json-1.1",
      });
    } catch (error) {
      // 4xx, so that the SDK does not try again.
      const message = error instanceof Error ? error.message : String(error);
      send(response, { status: 400, body: JSON.stringify({ __type: "BenchFailure", message }), type: "text/plain" });
    }
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    reset() {
      calls.length = 0;
      rounds.reset();
    },
    close() {
      rounds.stop();
      return closed(server);
    },
  };
};

const TABLE_SERVICE = "DynamoDB_20120810";
const ROUND = "x-bench-round";

/**
 * Which round trip to the table a request of this process belongs to: one more than the latest that had been answered when
 * it was made. Told by its sender, not by its arrival: what is sent together may well arrive apart.
 */
const roundsOf = (port: () => number) => {
  const isOurs = (request: ClientRequest) =>
    String(request.getHeader("host")).endsWith(`:${port()}`) &&
    String(request.getHeader("x-amz-target")).startsWith(TABLE_SERVICE);
  let answered = 0;
  const sent = (message: unknown) => {
    const { request } = message as { request: ClientRequest };
    if (isOurs(request)) request.setHeader(ROUND, String(answered + 1));
  };
  const received = (message: unknown) => {
    const { request } = message as { request: ClientRequest };
    if (isOurs(request)) answered = Math.max(answered, Number(request.getHeader(ROUND)));
  };
  subscribe("http.client.request.created", sent);
  subscribe("http.client.response.finish", received);
  return {
    reset: () => {
      answered = 0;
    },
    stop: () => {
      unsubscribe("http.client.request.created", sent);
      unsubscribe("http.client.response.finish", received);
    },
  };
};

interface HttpReply {
  status: number;
  body: string;
  type: string;
}

const send = (response: ServerResponse, { status, body, type }: HttpReply): void => {
  response.writeHead(status, { "content-type": type }).end(body);
};

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
};

const passedOn = ({ headers }: IncomingMessage): Record<string, string> => ({
  "content-type": String(headers["content-type"]),
  "x-amz-target": String(headers["x-amz-target"]),
  authorization: String(headers.authorization),
});

const closed = (server: Server): Promise<void> =>
  new Promise((done) => {
    server.close(() => done());
    server.closeAllConnections();
  });
