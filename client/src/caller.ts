import { version } from "../generated/version.ts";
import { addressOf } from "./address.ts";
import type { Answered } from "./answer.ts";
import { withToken } from "./authorize.ts";
import { ClienteleError } from "./errors.ts";
import { type ClienteleOptions, defaults } from "./options.ts";
import type { CallOptions } from "./request-types.ts";
import { send } from "./send.ts";

/** An operation at run time. */
export interface RoutedOperation {
  readonly method: string;
  readonly path: string;
  readonly is: readonly ("public" | "list" | "idempotent by key")[];
}

/** A request without its types; what has no name here is a parameter of the path. */
export interface LooseRequest extends CallOptions {
  query?: Record<string, string>;
  body?: unknown;
  idempotencyKey?: string;
  ifMatch?: number | string;
  [param: string]: unknown;
}

/** Sends requests of one client. */
export type Caller = (operation: RoutedOperation, request: LooseRequest) => Promise<Answered<unknown>>;

export const callerFor = (options: ClienteleOptions): Caller => {
  const baseUrl = options.baseUrl.replace(/(?:\/v1)?\/*$/, "");
  const sendPublic = options.fetch ?? ((request: Request) => fetch(request));
  const sendOwn = withToken(sendPublic, options.token);
  const common = {
    accept: "application/json, application/problem+json",
    ...languageOf(options),
    ...programOf(options),
  };

  return async (operation, request) => {
    const { query, body, idempotencyKey, ifMatch, accountId, signal, timeout, totalTimeout, maxRetries, ...params } =
      request;
    const isPublic = operation.is.includes("public");
    const account = isPublic ? undefined : (accountId ?? options.accountId);
    const key = operation.is.includes("idempotent by key") ? (idempotencyKey ?? crypto.randomUUID()) : undefined;
    const answered = await send({
      method: operation.method,
      url: addressOf(baseUrl, operation.path, params, query),
      headers: {
        ...common,
        ...(account !== undefined && { "clientele-account": account }),
        ...(key !== undefined && { "idempotency-key": key }),
        ...(ifMatch !== undefined && { "if-match": typeof ifMatch === "number" ? `"${ifMatch}"` : ifMatch }),
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      // Sent again after all, what names a version would be told that somebody else has changed it.
      repeatable: key !== undefined || (operation.method !== "POST" && ifMatch === undefined),
      fetch: isPublic ? sendPublic : sendOwn,
      signal,
      timeout: timeout ?? options.timeout ?? defaults.timeout,
      totalTimeout: totalTimeout ?? options.totalTimeout ?? defaults.totalTimeout,
      maxRetries: maxRetries ?? options.maxRetries ?? defaults.maxRetries,
    });
    return { ...answered, data: contentOf(answered) };
  };
};

const contentOf = ({ data, headers }: Answered<string>): unknown => {
  if (data === "") return undefined;
  const type = headers.get("content-type") ?? "no type";
  if (!/\bjson\b/.test(type)) throw new ClienteleError(`The answer is ${type}, not JSON: is this the API's address?`);
  try {
    return JSON.parse(data);
  } catch (cause) {
    throw new ClienteleError("The answer is no JSON, although it says so.", { cause });
  }
};

const languageOf = ({ language }: ClienteleOptions): Record<string, string> =>
  language === undefined ? {} : { "accept-language": language };

/** Browsers say who they are themselves, and ask the API's leave before they send a header of this name. */
const programOf = ({ userAgent }: ClienteleOptions): Record<string, string> =>
  "document" in globalThis || "WorkerGlobalScope" in globalThis
    ? {}
    : { "user-agent": `${userAgent === undefined ? "" : `${userAgent} `}clientele-client/${version}` };
