import {
  type AnswerOf,
  type BodyOf,
  methodOf,
  type ParamsOf,
  pathOf,
  type QueryOf,
  type Route,
} from "../../shared/http/contract.ts";

/**
 * Calls routes by their manifests: a call names a route, and the types of its parameters, query, body and answer follow
 * from the contract that the server checks. For tests; partners have the package in `client/`.
 *
 * @example
 * const api = routeClient({ baseUrl: url, token: apiKey });
 * const { body: vip } = await api.call(clients.routes.list, { query: { tag: "VIP" } });
 */
export interface RouteClient {
  /** @throws ProblemError for every answer that is no success */
  call<R extends Route>(route: R, request?: RequestOf<R>): Promise<Answered<R>>;
  /** Every item of a list, page after page. */
  all<R extends Route>(route: R, request?: RequestOf<R>): AsyncGenerator<ItemOf<R>>;
}

export interface ClientOptions {
  /** The API's address without `/v1`. */
  baseUrl: string;
  /** An API key or an access token; none for public routes. */
  token?: string;
  /** For a person in several accounts. */
  accountId?: string;
  fetch?: typeof fetch;
}

type Given<Name extends string, T> = [T] extends [undefined]
  ? { [N in Name]?: undefined }
  : Record<string, never> extends T
    ? { [N in Name]?: T }
    : { [N in Name]: T };

/** What a query holds before it is read: texts, numbers, booleans, and groups such as `field`. */
type Writable<T> = { [Name in keyof T]: T[Name] };

export type RequestOf<R extends Route> = (keyof ParamsOf<R> extends never
  ? { params?: undefined }
  : { params: ParamsOf<R> }) & {
  query?: [QueryOf<R>] extends [undefined] ? undefined : Partial<Writable<QueryOf<R>>>;
} & Given<"body", BodyOf<R>> & {
    idempotencyKey?: string;
    /** The version that is being changed. */
    ifMatch?: number;
  };

export interface Answered<R extends Route> {
  status: number;
  headers: Headers;
  body: AnswerOf<R>;
}

type ItemOf<R extends Route> = AnswerOf<R> extends { data: (infer Item)[] } ? Item : never;

/** A problem document (RFC 9457) as an error. */
class ProblemError extends Error {
  readonly status: number;
  readonly problem: Record<string, unknown>;
  constructor(status: number, problem: Record<string, unknown>) {
    super(`${status}: ${String(problem.detail ?? problem.title)}`);
    this.name = "ProblemError";
    this.status = status;
    this.problem = problem;
  }
}

export const routeClient = (options: ClientOptions): RouteClient => {
  const send = options.fetch ?? fetch;

  const call = async <R extends Route>(route: R, request?: RequestOf<R>): Promise<Answered<R>> => {
    const { params, query, body, idempotencyKey, ifMatch } = (request ?? {}) as LooseRequest;
    const answer = await send(`${options.baseUrl}${fill(pathOf(route.key), params)}${queryString(query)}`, {
      method: methodOf(route.key),
      headers: {
        ...(options.token ? { authorization: `Bearer ${options.token}` } : {}),
        ...(options.accountId ? { "clientele-account": options.accountId } : {}),
        ...(idempotencyKey ? { "idempotency-key": idempotencyKey } : {}),
        ...(ifMatch === undefined ? {} : { "if-match": `"${ifMatch}"` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const content = /json/.test(answer.headers.get("content-type") ?? "") ? JSON.parse(text) : text;
    if (!answer.ok) throw new ProblemError(answer.status, typeof content === "object" ? content : { detail: text });
    return { status: answer.status, headers: answer.headers, body: content };
  };

  async function* all<R extends Route>(route: R, request?: RequestOf<R>): AsyncGenerator<ItemOf<R>> {
    let cursor: string | undefined;
    do {
      const paged = { ...request, query: { ...request?.query, ...(cursor ? { cursor } : {}) } } as RequestOf<R>;
      const { body } = (await call(route, paged)) as { body: { data: ItemOf<R>[]; nextCursor?: string } };
      yield* body.data;
      cursor = body.nextCursor;
    } while (cursor);
  }

  return { call, all };
};

interface LooseRequest {
  params?: Record<string, string>;
  query?: Record<string, unknown>;
  body?: unknown;
  idempotencyKey?: string;
  ifMatch?: number;
}

const fill = (path: string, params: Record<string, string> = {}): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ""));

const queryString = (query: Record<string, unknown> = {}): string => {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    if (Array.isArray(value)) for (const one of value) search.append(name, String(one));
    else if (typeof value === "object" && value !== null)
      for (const [key, inner] of Object.entries(value)) search.set(`${name}.${key}`, String(inner));
    else search.set(name, String(value));
  }
  const text = search.toString();
  return text === "" ? "" : `?${text}`;
};
