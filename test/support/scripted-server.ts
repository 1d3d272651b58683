import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** What the server does with one request; without a status it does not answer, or not to the end. */
export type Reply =
  | "hang up"
  | "break off"
  | "never"
  | { status: number; body?: unknown; headers?: Record<string, string> };

export interface Received {
  method: string;
  url: string;
  headers: IncomingMessage["headers"];
  body: string;
}

/** A server that does with each request what a script says; the last reply is for all that come after. */
export const scriptedServer = async (...script: [Reply, ...Reply[]]) => {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const body = (await request.toArray()).join("");
    received.push({ method: request.method ?? "", url: request.url ?? "", headers: request.headers, body });
    reply(response, script[Math.min(received.length, script.length) - 1] ?? "never");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
  });
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received };
};

const reply = (response: ServerResponse, what: Reply): void => {
  if (what === "never") return;
  if (what === "hang up") {
    response.socket?.destroy();
    return;
  }
  if (what === "break off") {
    response.writeHead(200, { "content-type": "application/json", "content-length": 100 });
    response.write('{"id":', () => response.socket?.destroy());
    return;
  }
  const { status, body, headers } = what;
  const text = typeof body === "string" ? body : body === undefined ? "" : JSON.stringify(body);
  const type = status >= 400 ? "application/problem+json" : "application/json";
  response.writeHead(status, { "content-type": type, ...headers }).end(text);
};

export const problem = (status: number, code: string, more: object = {}, headers?: Record<string, string>): Reply => ({
  status,
  body: { type: `/docs#problem-${code}`, title: `Problem ${code}`, status, ...more },
  ...(headers && { headers }),
});
