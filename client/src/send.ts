import ky, { isHTTPError, isNetworkError, isTimeoutError } from "ky";
import type { Answered } from "./answer.ts";
import { ClienteleError, ConnectionError, type ProblemDocument, ProblemError, TimeoutError } from "./errors.ts";
import { secondsToWait } from "./retry-after.ts";

/** A request as it is sent, however often. */
export interface Sending {
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: string | FormData;
  /** Done once however often it is sent, so that it may be sent again when nobody knows what became of it. */
  repeatable: boolean;
  fetch: (request: Request) => Promise<Response>;
  signal?: AbortSignal;
  timeout: number | false;
  totalTimeout: number;
  maxRetries: number;
}

/**
 * Sends a request until it is answered: again after 0.3, 0.6, 1.2 … seconds at most (a random part of that, so that
 * callers do not come back all at once), or when `Retry-After` says.
 *
 * @throws ProblemError, ConnectionError, TimeoutError, or the reason of the signal
 */
export const send = async (sending: Sending): Promise<Answered<string>> => {
  const { method, url, headers, body, signal } = sending;
  const ends = Date.now() + sending.totalTimeout;
  try {
    const response = await ky(url, {
      method,
      headers,
      body,
      signal,
      redirect: "manual",
      fetch: async (request) => whole(await sending.fetch(request as Request)),
      timeout: sending.timeout,
      totalTimeout: sending.totalTimeout,
      retry: {
        limit: sending.maxRetries,
        methods: [method.toLowerCase()],
        statusCodes: [429, 502, 503, 504],
        afterStatusCodes: [429, 503],
        backoffLimit: 8000,
        jitter: true,
        retryOnTimeout: true,
        shouldRetry: ({ error }) => mayTryAgain(error, sending.repeatable, ends),
      },
    });
    return { data: await response.text(), status: response.status, headers: response.headers };
  } catch (error) {
    throw signal?.aborted ? signal.reason : inOurWords(error, sending);
  }
};

/** An answer that breaks off is none: it is read within the try that brought it. */
const whole = async (response: Response): Promise<Response> => {
  refuseRedirect(response);
  const { status, statusText, headers } = response;
  const body = await response.arrayBuffer();
  return new Response(body.byteLength > 0 ? body : null, { status, statusText, headers });
};

/** The API leads nowhere else. Followed, a creation would become a read, or somebody else would get what is sent. */
const refuseRedirect = ({ type, status, headers }: Response): void => {
  if (type !== "opaqueredirect" && ![301, 302, 303, 307, 308].includes(status)) return;
  const to = headers.get("location") ?? "elsewhere";
  throw new ClienteleError(`The answer leads to ${to}, where nothing is sent: is this the API's address?`);
};

/** Undefined where the status decides. */
const mayTryAgain = (error: Error, repeatable: boolean, ends: number): boolean | undefined => {
  if (!isHTTPError(error)) return repeatable ? undefined : false;
  const { status, headers } = error.response;
  // Nobody waits for what would come too late.
  if (Date.now() + secondsToWait(headers) * 1000 >= ends) return false;
  // Too many requests: it was not looked at, so it can be sent again, whatever it is.
  if (status === 429) return undefined;
  if (!repeatable) return false;
  // The try before is still being carried out; its answer is given to the next one.
  return status === 409 && codeOf(error.data) === "request-in-progress" ? true : undefined;
};

const codeOf = (data: unknown): string | undefined =>
  isProblem(data) ? data.type.replace(/^.*#problem-/, "") : undefined;

const inOurWords = (error: unknown, { method, url }: Sending): unknown => {
  const what = `${method} ${url.replace(/\?.*/, "")}`;
  if (isHTTPError(error)) return problemOf(error.data, error.response);
  if (isTimeoutError(error)) return new TimeoutError(`${what} was not answered in time.`, { cause: error });
  if (isNetworkError(error))
    return new ConnectionError(`${what} could not be sent, or its answer could not be read.`, { cause: error });
  return error;
};

/** What stands between the API and its caller may answer with a page of its own. */
const problemOf = (data: unknown, { status, statusText, headers }: Response): ProblemError => {
  const detail = typeof data === "string" ? data.slice(0, 500) : undefined;
  const other = { type: "about:blank", title: statusText || `Status ${status}`, status, ...(detail && { detail }) };
  return new ProblemError(isProblem(data) ? data : other, headers);
};

const isProblem = (data: unknown): data is ProblemDocument =>
  typeof data === "object" && data !== null && "type" in data && typeof data.type === "string" && "status" in data;
