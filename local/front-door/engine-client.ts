import { Agent, type IncomingMessage, type RequestOptions, request } from "node:http";
import type { Answer } from "./answers.ts";

export interface EngineRequest {
  method: string;
  /** With the query. */
  path: string;
  headers: Record<string, string | string[]>;
  body: Buffer;
}

export interface EngineAnswer extends Answer {
  body: IncomingMessage;
}

export interface EngineClient {
  send(call: EngineRequest): Promise<EngineAnswer>;
  close(): void;
}

const hopByHop = new Set(["connection", "keep-alive", "transfer-encoding", "date"]);

/** Connections to one engine, kept open. */
export const engineAt = (base: string): EngineClient => {
  const { hostname, port } = new URL(base);
  const agent = new Agent({ keepAlive: true, maxFreeSockets: 64 });
  return {
    async send({ method, path, headers, body }) {
      const options = { agent, hostname, port, method, path, headers: { ...headers, "content-length": body.length } };
      const incoming = await sent(options, body);
      return { status: incoming.statusCode ?? 502, headers: passedOn(incoming), body: incoming };
    },
    close: () => agent.destroy(),
  };
};

const sent = (options: RequestOptions, body: Buffer): Promise<IncomingMessage> => {
  return new Promise((resolve, reject) => {
    const outgoing = request(options, resolve);
    outgoing.on("error", (error: NodeJS.ErrnoException) => {
      // The engine closed an idle connection just as we took it: nothing was read, so it may be said again.
      const isStale = outgoing.reusedSocket && error.code === "ECONNRESET";
      if (isStale) sent(options, body).then(resolve, reject);
      else reject(error);
    });
    outgoing.end(body);
  });
};

const passedOn = ({ headers }: IncomingMessage): Answer["headers"] => {
  const kept: Answer["headers"] = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !hopByHop.has(name)) kept[name] = value;
  }
  return kept;
};
