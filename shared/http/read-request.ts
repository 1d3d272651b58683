import { AppError } from "../errors.ts";
import { methodOf, pathOf, type RouteKey } from "./contract.ts";

/** The part of API Gateway's HTTP API event (payload format 2.0) that the product reads. */
export interface HttpEvent {
  /** `ANY` and the path's pattern, or `$default`: which method it is stands in `requestContext`. */
  routeKey: string;
  rawPath: string;
  headers: Record<string, string | undefined>;
  /** Each as `name=value`; they do not stand among the headers. */
  cookies?: string[];
  pathParameters?: Record<string, string | undefined> | undefined;
  /** As it was sent; a parameter that is given twice stands in it twice. */
  rawQueryString?: string | undefined;
  /** Several values of one name, joined by commas. */
  queryStringParameters?: Record<string, string | undefined> | undefined;
  requestContext: { requestId: string; http: { method: string; sourceIp: string } };
  body?: string | undefined;
  isBase64Encoded?: boolean;
}

/**
 * The contract's key of the route that was asked for. HEAD is answered by GET (RFC 9110, section 9.3.2). API Gateway
 * matches paths only, so that a function knows which methods a path has.
 */
export const routeKeyOf = ({ routeKey, requestContext }: HttpEvent): RouteKey | undefined => {
  if (!routeKey.includes(" ")) return undefined;
  const { method } = requestContext.http;
  // API Gateway names the method where a route has its own.
  if (routeKey.startsWith(method) && routeKey[method.length] === " " && method !== "HEAD") return routeKey as RouteKey;
  return `${method === "HEAD" ? "GET" : method} ${pathOf(routeKey as RouteKey)}` as RouteKey;
};

/** @throws AppError `method-not-allowed` with the methods that the path has, `not-found` when it has none */
export const refuseRoute = ({ routeKey, rawPath, requestContext }: HttpEvent, known: Iterable<string>): never => {
  const path = routeKey.slice(routeKey.indexOf(" ") + 1);
  const methods = [...known].filter((key) => pathOf(key as RouteKey) === path).map((key) => methodOf(key as RouteKey));
  if (methods.length === 0) throw new AppError("not-found", `There is nothing at ${rawPath}.`);
  const allowed = methods.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method])).join(", ");
  throw new AppError(
    "method-not-allowed",
    `This address does not take ${requestContext.http.method}; use ${allowed}.`,
    {
      headers: { allow: allowed },
    },
  );
};

/** @throws AppError `bad-request` for a path that holds what no body may */
export const mustBeText = ({ rawPath }: Pick<HttpEvent, "rawPath">): void => {
  if (/[\uFFFE\uFFFF]|%EF%BF%B[EF]/i.test(rawPath))
    throw new AppError("bad-request", "The path may not hold U+FFFE or U+FFFF.");
};

/**
 * The query as it was sent, or as API Gateway joins it where that is all there is.
 * @throws AppError `bad-request` where it is not UTF-8: another text would be searched for than was meant
 */
export const queryPairs = ({ rawQueryString, queryStringParameters = {} }: HttpEvent): [string, string][] => {
  const pairs: [string, string][] =
    rawQueryString === undefined
      ? Object.entries(queryStringParameters).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
      : [...new URLSearchParams(rawQueryString)];
  if (pairs.flat().some((text) => text.includes("\uFFFD")))
    throw new AppError("bad-request", "Send the query in UTF-8: it holds bytes, or U+FFFD, that stand for no letter.");
  return pairs;
};

/** Whether a caller has this version already (RFC 9110, section 13.1.2): by weak comparison, `*` is any. */
export const hasAlready = ({ headers }: Pick<HttpEvent, "headers">, etag: string): boolean => {
  const named = headers["if-none-match"]?.split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  return named?.some((tag) => tag === "*" || tag === etag) ?? false;
};

/**
 * The query as an object: what is given several times becomes a list, `field.make=x` becomes `{ field: { make: "x" } }`.
 * So does `field[make]=x`, as many clients write objects by themselves. Every name is a member, `__proto__` too.
 */
export const queryObject = (event: HttpEvent): Record<string, unknown> => {
  if (!event.rawQueryString && event.queryStringParameters === undefined) return {};
  const query = new Map<string, unknown>();
  const groups = new Map<string, Map<string, unknown>>();
  for (const [name, value] of queryPairs(event)) {
    const [group, key] = placeOf(name) ?? [];
    if (group === undefined || key === undefined) {
      add(query, name, value);
      continue;
    }
    const members = groups.get(group) ?? new Map<string, unknown>();
    groups.set(group, members);
    add(members, key, value);
  }
  for (const [group, members] of groups) add(query, group, Object.fromEntries(members));
  return Object.fromEntries(query);
};

/** The group and the member that a name speaks of; in brackets the member may carry its group, as the document names it. */
const placeOf = (name: string): [group: string, member: string] | undefined => {
  const [, group, member] = /^([^.[\]]+)\[(.+)\]$/s.exec(name) ?? [];
  if (group !== undefined && member !== undefined)
    return [group, member.startsWith(`${group}.`) ? member.slice(group.length + 1) : member];
  const dot = name.indexOf(".");
  return dot < 1 ? undefined : [name.slice(0, dot), name.slice(dot + 1)];
};

const add = (members: Map<string, unknown>, name: string, value: unknown): void => {
  const known = members.get(name);
  members.set(name, members.has(name) ? [known, value].flat() : value);
};
