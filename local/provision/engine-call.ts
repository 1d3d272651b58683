import { Agent, type IncomingHttpHeaders, request } from "node:http";
import { operator } from "../front-door/contract.ts";

/** An error as an engine answered it. `code` is the name without its namespace: `ResourceNotFoundException`. */
export class EngineError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(status: number, code: string, message: string) {
    super(`${code}: ${message}`);
    this.name = "EngineError";
    this.code = code;
    this.status = status;
  }
}

export interface EngineReply {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

// Pollers wait on long polls: without a limit of sockets, none of them holds back another call.
const agent = new Agent({ keepAlive: true });

/**
 * Calls an engine without the SDK and without a valid signature: engines check none, they only read the region and the
 * service from the credential's scope, and want to be told a date.
 */
export const engineRequest = (
  base: string,
  options: { method: string; path: string; service: string; region: string; headers?: Record<string, string> },
  body = "",
  signal?: AbortSignal,
): Promise<EngineReply> => {
  const scope = `${operator.accessKeyId}/20260101/${options.region}/${options.service}/aws4_request`;
  const headers = {
    authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date, Signature=0`,
    "x-amz-date": amzDate(new Date()),
    "content-length": String(Buffer.byteLength(body)),
    ...options.headers,
  };
  return new Promise((resolve, reject) => {
    const outgoing = request(
      `${base}${options.path}`,
      { method: options.method, headers, agent, signal },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("error", reject);
        incoming.on("end", () =>
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            body: Buffer.concat(chunks).toString("utf8"),
          }),
        );
      },
    );
    outgoing.on("error", (error: NodeJS.ErrnoException) => {
      // The engine closed the idle connection just as it was taken: it has read nothing.
      const isStale = outgoing.reusedSocket && error.code === "ECONNRESET";
      if (isStale) resolve(engineRequest(base, options, body, signal));
      else reject(error);
    });
    outgoing.end(body);
  });
};

/** As `20261130T184512Z`. */
const amzDate = (at: Date): string => `${at.toISOString().replaceAll(/[-:]/g, "").slice(0, 15)}Z`;

/** A caller of one service that speaks Amazon's JSON protocol. Types are the caller's claim about the engine's answer. */
export type JsonCall = <Answer = unknown>(operation: string, input: object, signal?: AbortSignal) => Promise<Answer>;

export const jsonService =
  (
    base: string,
    { region, service, target, version = "1.0" }: { region: string; service: string; target: string; version?: string },
  ): JsonCall =>
  async (operation, input, signal) => {
    const headers = { "content-type": `application/x-amz-json-${version}`, "x-amz-target": `${target}.${operation}` };
    const options = { method: "POST", path: "/", service, region, headers };
    const { status, body } = await engineRequest(base, options, JSON.stringify(input), signal);
    if (status < 300) return body === "" ? {} : JSON.parse(body);
    throw asError(status, body);
  };

const asError = (status: number, body: string): EngineError => {
  try {
    const { __type = "", code = __type, message, Message = message } = JSON.parse(body);
    return new EngineError(status, String(code).split("#").at(-1) ?? "", String(Message));
  } catch {
    return new EngineError(status, "UnknownError", body.slice(0, 200));
  }
};
