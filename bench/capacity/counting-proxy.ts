import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { type ClientRequest, createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { BatchGetItemCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { type Call, type Change, costOf, type Key, writtenKeys } from "./calls.ts";
import type { Marshalled } from "./units.ts";

/** Answers a call of another service than the table; undefined for what it does not know. */
export type OtherServices = (target: string, path: string, body: Buffer) => Promise<unknown> | undefined;

export interface CountingProxy {
  url: string;
  /** The calls since the last `reset`, in the order in which they were answered. */
  calls: Call[];
  reset(): void;
  close(): Promise<void>;
}

interface ProxySettings {
  /** Where the engine of the table answers. */
  engine: string;
  /** A client that does not go through this proxy. */
  direct: DynamoDBClient;
  tableName: string;
  others: OtherServices;
}

/**
 * Stands between the functions and the engine of the table: the functions run as they are deployed, and every call is counted on
 * its way, with the items that it changes.
 */
export const openCountingProxy = async ({
  engine,
  direct,
  tableName,
  others,
}: ProxySettings): Promise<CountingProxy> => {
  const calls: Call[] = [];
  const times = timesOf(() => port);

  const table = async (request: IncomingMessage, operation: string, body: Buffer): Promise<HttpReply> => {
    const time = times.of(request);
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
      const cost = costOf({ operation, request: asked, answer, changes });
      calls.push({
        operation,
        changes,
        keys,
        ...cost,
        sent: time.sent,
        get answered() {
          return time.answered;
        },
      });
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
      const type = error instanceof Error && error.name !== "Error" ? error.name : "BenchFailure";
      const message = error instanceof Error ? error.message : String(error);
      send(response, { status: 400, body: JSON.stringify({ __type: type, message }), type: "text/plain" });
    }
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    reset() {
      calls.length = 0;
      times.forget();
    },
    close() {
      times.stop();
      return closed(server);
    },
  };
};

const TABLE_SERVICE = "DynamoDB_20120810";
const CALL = "x-bench-call";

/**
 * When requests to a port of this process were sent and answered, told by their sender: what is sent at once may well
 * arrive one after the other.
 */
const timesOf = (port: () => number) => {
  const times = new Map<string, { sent: number; answered: number }>();
  let moment = 0;
  const isOurs = (request: ClientRequest) => String(request.getHeader("host")).endsWith(`:${port()}`);
  const onSent = (message: unknown) => {
    const { request } = message as { request: ClientRequest };
    if (!isOurs(request)) return;
    moment += 1;
    request.setHeader(CALL, String(moment));
    times.set(String(moment), { sent: moment, answered: Number.POSITIVE_INFINITY });
  };
  const onAnswered = (message: unknown) => {
    const { request } = message as { request: ClientRequest };
    const known = times.get(String(request.getHeader(CALL)));
    moment += 1;
    if (known) known.answered = moment;
  };
  subscribe("http.client.request.created", onSent);
  subscribe("http.client.response.finish", onAnswered);
  return {
    /** Filled in when the answer has come. */
    of: (request: IncomingMessage) => times.get(String(request.headers[CALL])) ?? { sent: 0, answered: 0 },
    forget: () => times.clear(),
    stop: () => {
      unsubscribe("http.client.request.created", onSent);
      unsubscribe("http.client.response.finish", onAnswered);
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
  "x-amz-date": String(headers["x-amz-date"]),
});

const closed = (server: Server): Promise<void> =>
  new Promise((done) => {
    server.close(() => done());
    server.closeAllConnections();
  });
