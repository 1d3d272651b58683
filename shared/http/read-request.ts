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
  return `${method === "HEAD" ? "GET" : method} ${pathOf(routeKey as RouteKey)}` as RouteKey;
};

/** @throws AppError `method-not-allowed` with the methods that the path has, `not-found` when it has none */
export const refuseRoute = ({ routeKey, rawPath, requestContext }: HttpEvent, known: Iterable<string>): never => {
  const path = routeKey.slice(routeKey.indexOf(" ") + 1);
  const methods = [...known].filter((key) => pathOf(key as RouteKey) === path).map((key) => methodOf(key as RouteKey));
  if (methods.length === 0) throw new AppError("not-found", `There is nothing at ${rawPath}.`);
  const allowed = methods.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method])).join(", ");
  throw new AppError("method-not-allowed", `${requestContext.http.method} is not among ${allowed}.`, {
    headers: { allow: allowed },
  });
};

/** @throws AppError `bad-request` for a path that holds what no body may */
export const mustBeText = ({ rawPath }: Pick<HttpEvent, "rawPath">): void => {
  if (/[\uFFFE\uFFFF]|%EF%BF%B[EF]/i.test(rawPath))
    throw new AppError("bad-request", "The path may not hold U+FFFE or U+FFFF.");
};

/** The query as an object; `field.make=x` becomes `{ field: { make: "x" } }`. */
export const queryObject = (event: HttpEvent): Record<string, unknown> => {
  const query: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(event.queryStringParameters ?? {})) {
    const dot = name.indexOf(".");
    if (dot < 1) {
      query[name] = value;
      continue;
    }
    const group = name.slice(0, dot);
    const known = query[group];
    query[group] = { ...(typeof known === "object" ? known : {}), [name.slice(dot + 1)]: value };
  }
  return query;
};
