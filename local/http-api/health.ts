import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError } from "../../shared/errors.ts";
import { problemAnswer } from "../../shared/http/problem.ts";
import { sendReply } from "./response.ts";

type Answering = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

interface HealthOptions {
  /** As callers write it, such as `/v1/health`. */
  path: string;
  /** What is wrong with the machine, a sentence each. */
  troubles(): Promise<string[]>;
}

const retryAfterSeconds = "2";

/**
 * Says on the health route what is wrong with the engines of this machine. On AWS their part is done by services that
 * tell of their own health: there the route asks nothing of anybody.
 */
export const tellingTroubles =
  (answer: Answering, { path, troubles }: HealthOptions): Answering =>
  async (request, response) => {
    const asksForHealth = request.url?.split("?")[0] === path && ["GET", "HEAD"].includes(request.method ?? "");
    const found = asksForHealth ? await troubles() : [];
    if (found.length === 0) return answer(request, response);
    const requestId = randomUUID();
    const unavailable = new AppError("unavailable", found.join(" "), { headers: { "retry-after": retryAfterSeconds } });
    const problem = await problemAnswer(unavailable, {
      routeKey: `GET ${path}`,
      rawPath: path,
      headers: {},
      requestContext: { requestId, http: { method: "GET", sourceIp: "127.0.0.1" } },
    });
    const body = request.method === "HEAD" ? "" : problem.body;
    sendReply(response, { status: problem.statusCode, headers: problem.headers, cookies: [], body }, requestId);
  };
