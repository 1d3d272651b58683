import { type IncomingMessage, request as overHttp, type RequestOptions } from "node:http";
import { request as overTls } from "node:https";
import type { LookupFunction } from "node:net";
import type { AttemptError } from "../../../shared/entities/webhook-delivery.ts";
import { type Address, addressesOf, ForbiddenTarget, type Resolve } from "../targets/resolve-target.ts";
import { secondsToWait } from "./retry-after.ts";

/** How long a receiver may take, from the look-up of its name to the end of its answer. */
const POST_SECONDS = 10;
/** More of an answer is not read. */
const ANSWER_BYTES = 16 * 1024;

export interface PostOptions {
  loopback: boolean;
  resolve: Resolve;
  /** @default {@link POST_SECONDS} */
  seconds?: number;
}

export interface PostOutcome {
  durationMs: number;
  responseStatus?: number;
  /** Absent when the receiver took it. */
  error?: AttemptError;
  /** For how many seconds the receiver asks to be left alone. */
  retryAfter?: number;
}

interface Answered {
  status: number;
  /** As it came. */
  retryAfter?: string | undefined;
}

/** Posts to an address of the public Internet, once. Follows no redirect. */
export const post = async (
  address: string,
  message: { headers: Readonly<Record<string, string>>; body: string },
  { loopback, resolve, seconds = POST_SECONDS }: PostOptions,
): Promise<PostOutcome> => {
  const started = performance.now();
  const signal = AbortSignal.timeout(seconds * 1000);
  const timed = (outcome: Omit<PostOutcome, "durationMs">): PostOutcome => ({
    ...outcome,
    durationMs: Math.round(performance.now() - started),
  });
  try {
    const url = new URL(address);
    const addresses = await before(signal, addressesOf(url, { loopback, resolve }));
    const { status: responseStatus, retryAfter: asked } = await send(url, addresses, message, signal);
    const error = errorOf(responseStatus);
    const retryAfter = secondsToWait(responseStatus, asked, new Date());
    return timed({ responseStatus, ...(error ? { error } : {}), ...(retryAfter ? { retryAfter } : {}) });
  } catch (error) {
    if (error instanceof ForbiddenTarget) return timed({ error: "forbidden_address" });
    return timed({ error: signal.aborted ? "timed_out" : "not_connected" });
  }
};

const errorOf = (status: number): AttemptError | undefined => {
  if (status >= 200 && status < 300) return undefined;
  return status >= 300 && status < 400 ? "redirected" : "bad_status";
};

const before = <T>(signal: AbortSignal, work: Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    work.then(resolve, reject);
  });

const send = (
  url: URL,
  addresses: readonly Address[],
  { headers, body }: { headers: Readonly<Record<string, string>>; body: string },
  signal: AbortSignal,
): Promise<Answered> =>
  new Promise((resolve, reject) => {
    const options: RequestOptions = {
      method: "POST",
      headers: { ...headers, "content-length": Buffer.byteLength(body) },
      // Each attempt has a connection of its own, made to the addresses that were just found good.
      agent: false,
      lookup: only(addresses),
      signal,
    };
    const request = url.protocol === "https:" ? overTls(url, options) : overHttp(url, options);
    // Who has answered has taken it, however the connection ends.
    let answered: Answered | undefined;
    const end = (error: Error) => (answered ? resolve(answered) : reject(error));
    request.on("error", end);
    request.on("response", (response) => {
      const answer = { status: response.statusCode ?? 0, retryAfter: response.headers["retry-after"] };
      answered = answer;
      drain(response, () => {
        request.destroy();
        resolve(answer);
      });
    });
    // A receiver that would speak another protocol (101): nobody asked it to.
    request.on("upgrade", ({ statusCode: status = 0 }, socket) => {
      socket.destroy();
      resolve({ status });
    });
    // Not every end is an error.
    request.on("close", () => end(new Error("The connection was closed.")));
    request.end(body);
  });

/** Reads a little of the answer, so that an honest receiver sees its answer taken; never more. */
const drain = (response: IncomingMessage, end: () => void): void => {
  let read = 0;
  response.on("data", (piece: Buffer) => {
    read += piece.length;
    if (read > ANSWER_BYTES) end();
  });
  response.on("close", end);
  response.on("error", end);
};

/** Whatever is asked for, the answer is these addresses. */
const only =
  (addresses: readonly Address[]): LookupFunction =>
  (_host, { all }, answer) => {
    const [first] = addresses;
    if (all) answer(null, [...addresses]);
    else answer(null, first?.address ?? "", first?.family);
  };
