import type * as z from "zod/mini";
import type { Scope } from "./scopes.ts";

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
export type RouteKey = `${Method} /${string}`;
export type Schema<T = unknown> = z.ZodMiniType<T, unknown>;
export type LazySchema<T = unknown> = () => Schema<T>;

/**
 * Who may call a route: a scope (API keys and people), `signed-in` (whoever is verified, whatever they may do: a
 * `personUseCase` is for people, whatever the account), `public` (nobody is asked; the route brings its own proof, like
 * the token of a link).
 */
export type Access = Scope | "signed-in" | "public";

/**
 * What a route is to field staff who see only the clients assigned to them (the account's setting
 * `restrictFieldToAssigned`). Everybody else sees the whole account everywhere.
 * - `account`: nothing of clients is in it; the same for them as for everybody.
 * - `assigned`: narrowed to the clients assigned to them, what is of another client is 404 (shared/app/visibility.ts).
 * - `own`: narrowed to what they made themselves, the rest is 404.
 * - `all`: reaches beyond their clients; the pipeline refuses with 403 before it reads the request.
 */
export type Visibility = "account" | "assigned" | "own" | "all";

/** Every route that knows its caller says what of the account it shows; one that does not say so does not compile. */
export type Admission =
  | { readonly access: "public"; readonly visibility?: never }
  | { readonly access: Scope | "signed-in"; readonly visibility: Visibility };

/** What a route answers with a success, and where people look on with a refusal: a schema, or `page` (HTML), `document` (JSON as it is), `empty`. */
export type AnswerShape = LazySchema | "empty" | "page" | "document";

/**
 * The contract of one route as plain data. It drives the API Gateway route, the scope check, the validation of requests
 * and answers, the OpenAPI document, the typed client and the tenant matrix; nothing of it is said again elsewhere.
 */
export interface Route<
  Key extends RouteKey = RouteKey,
  Query extends LazySchema | undefined = LazySchema | undefined,
  Body extends LazySchema | undefined = LazySchema | undefined,
  Answers extends Readonly<Record<number, AnswerShape>> = Readonly<Record<number, AnswerShape>>,
> {
  readonly key: Key;
  /** One line for the reference page; also the name of the operation in the typed client's documentation. */
  readonly summary: string;
  readonly description?: string;
  readonly access: Access;
  readonly visibility?: Visibility;
  readonly query?: Query;
  readonly body?: Body;
  /** The body comes from a browser's form or a mailbox, not as JSON. */
  readonly form?: boolean;
  /** Successes only: errors are the same problem documents everywhere. */
  readonly answers: Answers;
  /** Statuses of refusals that do not follow from the rest of the contract. */
  readonly refusals?: readonly number[];
  /** The resource has a version: answers carry an ETag, changes honour If-Match. */
  readonly versioned?: boolean;
  /** The answer changes with its version alone, whoever asks and whenever: `If-None-Match` is heeded (304). */
  readonly cacheable?: boolean;
  /**
   * The answer follows from writes a little later. A caller may name one that it is to show (`?consistency=`): `lists`
   * wait for it before the use case is asked, a use case of `changes` waits itself.
   */
  readonly follows?: "lists" | "changes";
  /** Something to send, used in the OpenAPI document and sent to the running product by its test. */
  readonly example?: { readonly body?: unknown; readonly query?: Readonly<Record<string, string>> };
}

/** Declares a route; the generic arguments are inferred, so that use cases and the client are typed by it. */
export const route = <
  const Key extends RouteKey,
  const Answers extends Readonly<Record<number, AnswerShape>>,
  Query extends LazySchema | undefined = undefined,
  Body extends LazySchema | undefined = undefined,
>(
  key: Key,
  contract: Omit<Route<Key, Query, Body, Answers>, "key" | keyof Admission> & Admission,
): Route<Key, Query, Body, Answers> => ({ key, ...contract });

export interface Manifest<Routes extends Readonly<Record<string, Route>> = Readonly<Record<string, Route>>> {
  /** The folder under `functions/`. */
  readonly feature: string;
  /** The file in it whose function answers the routes. @default `api` */
  readonly entry?: string;
  /** Where the OpenAPI document and the typed client have them. @default the feature */
  readonly tag?: string;
  readonly summary: string;
  readonly routes: Routes;
}

export const manifest = <const Routes extends Readonly<Record<string, Route>>>(
  feature: string,
  summary: string,
  routes: Routes,
  at: Pick<Manifest, "entry" | "tag"> = {},
): Manifest<Routes> => ({ feature, summary, routes, ...at });

type ParamNames<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParamNames<Rest>
  : never;

/** The names between braces in a route's path, as an object of strings. */
export type ParamsOf<R extends Route> = { readonly [Name in ParamNames<R["key"]>]: string };
type Parsed<S> = [NonNullable<S>] extends [never]
  ? undefined
  : NonNullable<S> extends LazySchema<infer T>
    ? T
    : undefined;
export type QueryOf<R extends Route> = Parsed<R["query"]>;
export type BodyOf<R extends Route> = Parsed<R["body"]>;
export type AnswerOf<R extends Route> = {
  [Status in keyof R["answers"]]: R["answers"][Status] extends LazySchema<infer T> ? T : string | undefined;
}[keyof R["answers"]];

export const methodOf = (key: RouteKey): Method => key.slice(0, key.indexOf(" ")) as Method;
export const pathOf = (key: RouteKey): string => key.slice(key.indexOf(" ") + 1);
