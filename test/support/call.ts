import { CONSISTENCY, readConsistencyToken } from "../../shared/app/consistency-token.ts";
import type { FieldError } from "../../shared/errors.ts";
import { type AnswerOf, methodOf, type ParamsOf, pathOf, type Route } from "../../shared/http/contract.ts";
import type { HttpAnswer } from "../../shared/http/problem.ts";
import type { HttpEvent } from "../../shared/http/read-request.ts";

type Handler = (event: HttpEvent) => Promise<HttpAnswer>;

export interface TestRequest<R extends Route = Route> {
  params?: ParamsOf<R>;
  /** A text is sent as it is: for what is given twice, or written oddly. */
  query?: Record<string, string> | string;
  /** Any names; they reach the handler in lower case, as API Gateway sends them. */
  headers?: Record<string, string>;
  /** Sent as JSON, or as a form where the route is for those; a string is sent as it is. */
  body?: unknown;
}

/** A problem document, as every refusal is answered. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  errors?: FieldError[];
  [member: string]: unknown;
}

export interface TestAnswer<Body> {
  status: number;
  headers: Record<string, string>;
  /** The body of a success as the contract types it; what a refusal says stands in `problem`. */
  body: Body;
  problem: Problem;
  /** The body to the byte. */
  text: string;
}

let requests = 0;

/** The event that API Gateway would make of a request for this route. */
export const httpEvent = <R extends Route>(route: R, request: TestRequest<R> = {}): HttpEvent => {
  const { params = {}, query, headers = {}, body } = request;
  requests += 1;
  const parameters: Record<string, string> = { ...params };
  const rawPath = pathOf(route.key).replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(parameters[name] ?? missing(name)),
  );
  return {
    routeKey: `ANY ${pathOf(route.key)}`,
    rawPath,
    headers: {
      ...(body !== undefined && { "content-type": route.form ? FORM : "application/json" }),
      ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    },
    pathParameters: parameters,
    ...queryOf(query),
    requestContext: {
      requestId: `test-${requests}`,
      http: { method: methodOf(route.key), sourceIp: "203.0.113.7" },
    },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : written(body, route) }),
  };
};

const FORM = "application/x-www-form-urlencoded";

const written = (body: unknown, { form }: Route): string =>
  form ? new URLSearchParams(body as Record<string, string>).toString() : JSON.stringify(body);

/** Calls a feature's handler in this process. */
export const call = async <R extends Route>(
  handler: Handler,
  route: R,
  request: TestRequest<R> = {},
): Promise<TestAnswer<AnswerOf<R>>> => {
  const { statusCode, headers, body } = await handler(httpEvent(route, request));
  // Whatever was written, its token can be given to a list.
  if (headers[CONSISTENCY] !== undefined) readConsistencyToken(headers[CONSISTENCY]);
  const content: unknown = /\bjson\b/.test(headers["content-type"] ?? "") ? JSON.parse(body) : body;
  return { status: statusCode, headers, body: content as AnswerOf<R>, problem: content as Problem, text: body };
};

const queryOf = (query: TestRequest["query"]) => {
  const rawQueryString = typeof query === "string" ? query : new URLSearchParams(query).toString();
  const byName = Map.groupBy(new URLSearchParams(rawQueryString), ([name]) => name);
  const joined = [...byName].map(([name, pairs]) => [name, pairs.map(([, value]) => value).join(",")]);
  return { rawQueryString, queryStringParameters: Object.fromEntries(joined) as Record<string, string> };
};

const missing = (name: string): never => {
  throw new Error(`The path needs {${name}}.`);
};
