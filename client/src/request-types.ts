/** What `openapi-typescript` says of one operation. */
export interface Operation {
  parameters: { query?: unknown; header?: unknown; path?: unknown };
  requestBody?: unknown;
  responses: object;
}

/** For one call: they come before those of the client. */
export interface CallOptions {
  /** Ends the call: it rejects with the signal's reason. */
  signal?: AbortSignal;
  /** Milliseconds that one try may take. */
  timeout?: number;
  /** Milliseconds that the whole call may take, its waits and retries included. */
  totalTimeout?: number;
  /** How often it is tried again. */
  maxRetries?: number;
  /** Which account is meant, for a person who belongs to several. */
  accountId?: string;
}

/** The members of a path by their names, beside `query`, `body` and what steers the call. */
export type RequestOf<O extends Operation> = PathOf<O> &
  Member<"query", QueryOf<O>> &
  BodyOf<O> &
  HeadersOf<O> &
  CallOptions;

/** Nothing need be said where nothing is required. */
export type Arguments<O extends Operation> =
  Record<never, never> extends RequestOf<O> ? [request?: RequestOf<O>] : [request: RequestOf<O>];

type PathOf<O extends Operation> = O["parameters"] extends { path: infer Path } ? Path : unknown;

type Member<Name extends string, T> = [T] extends [never]
  ? unknown
  : Record<never, never> extends T
    ? { [N in Name]?: T }
    : { [N in Name]: T };

/** Filters by custom fields are called as in the address: `"field.plate": "ABC"`. */
type QueryOf<O extends Operation> = O["parameters"] extends { query?: infer Query }
  ? Query extends { field?: unknown }
    ? Omit<Query, "field"> & { [Name in `field.${string}`]: string }
    : Exclude<Query, undefined>
  : never;

type BodyOf<O extends Operation> = O extends { requestBody: { content: { "application/json": infer Body } } }
  ? { body: Body }
  : O extends { requestBody?: { content: { "application/json": infer Body } } }
    ? { body?: Body }
    : unknown;

type HeadersOf<O extends Operation> = (Takes<O, "Idempotency-Key"> extends true
  ? {
      /** Names what is to be done once; one is made for the call unless it is given. Give your own to be safe over restarts. */
      idempotencyKey?: string;
    }
  : unknown) &
  (Takes<O, "If-Match"> extends true
    ? {
        /** The version that is being changed, or its ETag: 412 when it is no longer that. */
        ifMatch?: number | string;
      }
    : unknown);

type Takes<O extends Operation, Name extends string> = O["parameters"] extends { header?: infer Header }
  ? Name extends keyof Exclude<Header, undefined>
    ? true
    : false
  : false;

/** What a success answers: `undefined` where it answers nothing, as to keys that may change something but not read it. */
export type AnswerOf<O extends Operation> = {
  [Status in keyof O["responses"]]: Status extends 200 | 201 | 202 | 204 ? ContentOf<O["responses"][Status]> : never;
}[keyof O["responses"]];

type ContentOf<R> = R extends { content: { "application/json": infer Content } } ? Content : undefined;
