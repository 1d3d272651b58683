import { isOutage } from "../aws/outage.ts";
import type { Stored } from "../db/entity.ts";
import type { AccountTable } from "../db/table.ts";
import { AlreadyExists, VersionConflict } from "../db/writes.ts";
import { AppError } from "../errors.ts";
import { type Access, type AnswerShape, type Manifest, methodOf, type Route } from "../http/contract.ts";
import { openCursor, sealCursor } from "../http/cursor.ts";
import { type HttpAnswer, type LoadFrench, parseOr422, problemAnswer } from "../http/problem.ts";
import { parseBody, rawBody } from "../http/read-body.ts";
import {
  type HttpEvent,
  hasAlready,
  mustBeText,
  queryObject,
  queryPairs,
  refuseRoute,
  routeKeyOf,
} from "../http/read-request.ts";
import { holds } from "../http/scopes.ts";
import { lazy } from "../lazy.ts";
import { sameContent } from "../same-content.ts";
import type { Actor } from "./actor.ts";
import { BEHIND, CONSISTENCY, consistencyHeader } from "./consistency-token.ts";
import type { Deps } from "./deps.ts";
import { AlreadyAnswered, type Idempotency, idempotency, replayed } from "./idempotency.ts";
import type { Answer, AppDeps, Call, UseCase } from "./use-case.ts";
import { admit } from "./visibility.ts";

const DEFAULT_LIMIT = 25;
/** A change without If-Match is read and applied again when somebody else was faster; after that the caller decides. */
const RERUNS = 6;

/**
 * What does the work of each route of a contract; a route without one does not compile. Each is loaded with its first
 * request, its schemas with it: a function starts sooner, and reads only what it is asked for.
 */
export type UseCasesOf<Routes extends Manifest["routes"], D extends AppDeps = Deps> = {
  readonly [Key in Routes[keyof Routes]["key"]]: () => Promise<UseCase<D>>;
};

/** The Lambda entry of a feature: its use cases, looked up by the route that API Gateway matched. */
export const api = <D extends Deps>(
  build: () => D,
  useCases: Readonly<Record<string, () => Promise<UseCase<D>>>>,
  { french }: { /** What only this feature refuses with. */ readonly french?: LoadFrench } = {},
) => {
  const byRoute = new Map(Object.entries(useCases).map(([key, load]) => [key, lazy(load)]));
  let deps: D | undefined;

  return async (event: HttpEvent): Promise<HttpAnswer> => {
    const requestId = event.requestContext.requestId;
    const route = routeKeyOf(event) ?? event.routeKey;
    const started = performance.now();
    let answer: HttpAnswer;
    let useCase: UseCase<D> | undefined;
    try {
      deps ??= build();
      useCase = await byRoute.get(route)?.();
      answer = useCase ? await respond(event, useCase, deps) : refuseRoute(event, byRoute.keys());
    } catch (error) {
      if (!(error instanceof AppError)) deps?.log.error("REQUEST_FAILED", error, { requestId, route });
      answer = await problemAnswer(isOutage(error) ? tryAgain() : error, event, french);
    }
    answer.headers["x-request-id"] = requestId;
    answer = forMethod(event, answer, useCase?.route);
    deps?.log.info("REQUEST", {
      requestId,
      route,
      status: answer.statusCode,
      ms: Math.round(performance.now() - started),
    });
    return answer;
  };
};

/** HEAD is GET without the body; who has what GET would answer is told so, without it. */
const forMethod = (event: HttpEvent, answer: HttpAnswer, route: Route | undefined): HttpAnswer => {
  const { method } = event.requestContext.http;
  if (method !== "GET" && method !== "HEAD") return answer;
  const { etag } = answer.headers;
  if (route?.cacheable && answer.statusCode === 200 && etag !== undefined && hasAlready(event, etag)) {
    const { "content-type": _, ...headers } = answer.headers;
    return { statusCode: 304, headers, body: "" };
  }
  return method === "HEAD" ? { ...answer, body: "" } : answer;
};

const tryAgain = (): AppError => new AppError("unavailable", undefined, { headers: { "retry-after": "2" } });

const respond = async <D extends Deps>(event: HttpEvent, useCase: UseCase<D>, deps: D): Promise<HttpAnswer> => {
  const { route } = useCase;
  const now = deps.clock.now();
  mustBeText(event);
  const raw = rawBody(event);
  switch (useCase.for) {
    case "public": {
      const call = {
        ...(await readCall(event, route, raw, now)),
        headers: event.headers,
        cookies: event.cookies ?? [],
        ip: event.requestContext.http.sourceIp,
      };
      return commitAndRender(route, await useCase.handle(call, deps), deps);
    }
    case "person": {
      const person = await deps.identify.person(event.headers.authorization);
      return commitAndRender(
        route,
        await useCase.handle({ ...(await readCall(event, route, raw, now)), person }, deps),
        deps,
      );
    }
    case "account": {
      const { authorization, "clientele-account": account } = event.headers;
      const actor = await deps.identify.actor(authorization, account, now);
      const limitHeaders = await deps.limiter.take(actor, now);
      allow(actor, route.access);
      admit(actor, route);
      const answer = await respondToActor(event, useCase, deps, actor, raw, now);
      Object.assign(answer.headers, limitHeaders);
      return answer;
    }
  }
};

const commitAndRender = async (route: Route, answer: Answer, deps: AppDeps): Promise<HttpAnswer> => {
  const rendered = render(route, answer);
  await (answer.in ? deps.table.of(answer.in) : deps.table.global).commit(answer.writes);
  return rendered;
};

const respondToActor = async <D extends Deps>(
  event: HttpEvent,
  useCase: UseCase<D> & { for: "account" },
  deps: D,
  actor: Actor,
  raw: string,
  now: Date,
): Promise<HttpAnswer> => {
  const { route } = useCase;
  const db = deps.table.of(actor.accountId);
  const key = methodOf(route.key) === "POST" ? event.headers["idempotency-key"] : undefined;
  const receipt = key === undefined ? undefined : idempotency(key, actor, `${route.key}\n${event.rawPath}\n${raw}`);
  const ifMatch = event.headers["if-match"];
  const binding = lazy(() => ({ accountId: actor.accountId, list: listName(event) }));

  const attempt = async (): Promise<HttpAnswer> => {
    const call = await readCall(event, route, raw, now);
    const { cursor } = event.queryStringParameters ?? {};
    if (cursor) {
      const [sortKey = "", ...rest] = openCursor(cursor, binding(), await deps.signingKey());
      call.page.after = rest.length === 2 ? [sortKey, rest[0] ?? "", rest[1] ?? ""] : [sortKey];
    }
    const match = matcher(ifMatch, actor);
    const wait = route.follows && (await waitIfTold(event, route, db));
    const known = { ...call, actor, db, match };
    const answer = await useCase.handle(wait ? { ...known, ...wait } : known, deps);
    const nextCursor = answer.next && sealCursor(answer.next, binding(), await deps.signingKey());
    const rendered = render(route, nextCursor ? { ...answer, body: { ...asObject(answer.body), nextCursor } } : answer);
    if (wait?.behind !== undefined) rendered.headers[BEHIND] = String(wait.behind);
    return commit(route, answer, mayRead(actor, route.access) ? rendered : unread(rendered));
  };

  const commit = async (of: Route, answer: Answer, rendered: HttpAnswer): Promise<HttpAnswer> => {
    if (answer.writes.length > 0) Object.assign(rendered.headers, consistencyHeader(answer.writes));
    const writes = receipt ? [receipt.remember(rendered, now), ...answer.writes] : answer.writes;
    try {
      await db.commit(writes);
      return rendered;
    } catch (error) {
      if (
        error instanceof AlreadyExists &&
        answer.asExisting &&
        sameContent(ofCaller(error.existing), ofCaller(error.attempted))
      )
        return render(of, {
          ...answer,
          body: answer.asExisting(error.existing),
          headers: { ...answer.headers, ...consistencyHeader([{ do: "put", item: error.existing }]) },
        });
      throw error;
    }
  };

  for (let run = 1; ; run++) {
    try {
      return await attempt();
    } catch (error) {
      const before = error instanceof AlreadyAnswered ? error : await answeredBefore(receipt, db);
      if (before) return replayed(before, event.rawPath, db);
      if (!(error instanceof VersionConflict) || ifMatch !== undefined) throw error;
      if (run >= RERUNS) throw new AppError("conflict", "The resource is being changed by many at once; try again.");
    }
  }
};

/** A request that fails on its second run may have succeeded on its first: the stored answer wins. */
const answeredBefore = async (receipt: Idempotency | undefined, db: Parameters<Idempotency["recall"]>[0]) => {
  try {
    await receipt?.recall(db);
  } catch (error) {
    if (error instanceof AlreadyAnswered) return error;
    throw error;
  }
  return undefined;
};

/** The write that a read is to show, and whether lists do after waiting for it. Loaded by who asks for it alone. */
const waitIfTold = async (event: HttpEvent, { follows }: Route, db: AccountTable) => {
  const consistency = follows && (event.queryStringParameters?.consistency ?? event.headers[CONSISTENCY]);
  if (!consistency) return undefined;
  if (follows === "changes") return { consistency };
  const { waitForLists } = await import("./wait-for-writes.ts");
  return { consistency, behind: await waitForLists(db, consistency) };
};

const readCall = async (event: HttpEvent, route: Route, raw: string, now: Date): Promise<Call<Route>> => {
  const asked = queryObject(event);
  if (route.follows) delete asked.consistency;
  const read = route.query && parseOr422(route.query(), asked);
  // What is at hand is not waited for: a turn of the queue is as long as many a check.
  const query = read instanceof Promise ? await read : read;
  const sent = route.body && parseBody(event, route, raw);
  const given = sent instanceof Promise ? await sent : sent;
  const body = route.body && parseOr422(route.body(), given);
  const limit = Number(asObject(query).limit ?? DEFAULT_LIMIT);
  return {
    params: (event.pathParameters ?? {}) as Call<Route>["params"],
    query: query as Call<Route>["query"],
    body: (body instanceof Promise ? await body : body) as Call<Route>["body"],
    page: { limit },
    now,
  };
};

const NO_FILTERS = new Set(["cursor", "limit", "consistency"]);

/** Which list a cursor is for: the path and the query, whatever its order, without the place and the size of the page. */
const listName = (event: HttpEvent): string => {
  const query = queryPairs(event)
    .filter(([name]) => !NO_FILTERS.has(name))
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return JSON.stringify([event.rawPath, query]);
};

const allow = (actor: Actor, access: Access): void => {
  if (access === "signed-in" || (access !== "public" && holds(actor, access))) return;
  throw new AppError("forbidden", `This needs the scope ${access}.`);
};

/** Whether a caller who may change something may read it, too. */
const mayRead = (actor: Actor, access: Access): boolean =>
  !access.endsWith(":write") || holds(actor, `${access.slice(0, -":write".length)}:read`);

/** The answer for those who may not read: of what was there before no more than its version. What they made they know. */
const unread = (answer: HttpAnswer): HttpAnswer => {
  const { etag } = answer.headers;
  const isOld = answer.statusCode === 200 || (answer.statusCode === 202 && etag !== undefined);
  return isOld ? { statusCode: 204, headers: etag === undefined ? {} : { etag }, body: "" } : answer;
};

const matcher = (ifMatch: string | undefined, actor: Actor) => (current: { version: number }) => {
  if (ifMatch === undefined) {
    if (actor.account.settings.requireIfMatch) throw new AppError("if-match-required");
    return;
  }
  // By strong comparison, so that a weak tag never matches (RFC 9110, section 13.1.1).
  const named = ifMatch.split(",").map((tag) => tag.trim());
  if (!named.includes("*") && !named.includes(`"${current.version}"`))
    throw new AppError("version-mismatch", `The resource is at version ${current.version} by now.`);
};

const render = (route: Route, { status, body, headers }: Answer): HttpAnswer => {
  const shape: AnswerShape = route.answers[status] ?? (typeof body === "string" ? "page" : "empty");
  if (shape === "page") return { statusCode: status, headers: { ...headers }, body: String(body ?? "") };
  if (shape === "empty") return { statusCode: status, headers: { ...headers }, body: "" };
  const content = shape === "document" ? body : shape().parse(body);
  const own: Record<string, string> = { "content-type": "application/json" };
  const version = route.versioned ? asObject(content).version : undefined;
  if (version !== undefined) own.etag = `"${version}"`;
  return {
    statusCode: status,
    headers: headers ? Object.assign(own, headers) : own,
    body: typeof content === "string" ? content : JSON.stringify(content),
  };
};

const asObject = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};

/** Without what the table adds to an item to find it by. */
const ofCaller = (item: Stored): object =>
  Object.fromEntries(Object.entries(item).filter(([name]) => !name.startsWith("gsi") && !BESIDE_IT.has(name)));
const BESIDE_IT = new Set(["foundBy", "index", "listedBy"]);
