import type { IncomingMessage } from "node:http";
import type { ApiDeclaration } from "../assembly/deployment.ts";

export type Cors = NonNullable<ApiDeclaration["cors"]>;
type Headers = Record<string, string>;

/** A browser's question before a request: API Gateway answers it itself, whatever the routes are. */
export const isPreflight = ({ method, headers }: IncomingMessage): boolean =>
  method === "OPTIONS" && headers.origin !== undefined && headers["access-control-request-method"] !== undefined;

/** The answer's headers for a preflight; none when the origin is not allowed. */
export const preflightHeaders = (cors: Cors, request: IncomingMessage): Headers => {
  const origin = allowedOrigin(cors, request.headers.origin);
  if (origin === undefined) return {};
  return {
    "access-control-allow-origin": origin,
    ...(cors.AllowMethods.length > 0 && { "access-control-allow-methods": cors.AllowMethods.join(",") }),
    ...(cors.AllowHeaders.length > 0 && { "access-control-allow-headers": cors.AllowHeaders.join(",").toLowerCase() }),
    ...(cors.MaxAge !== undefined && { "access-control-max-age": String(cors.MaxAge) }),
    ...common(cors, origin),
  };
};

/** Headers added to every answer; those the function set itself are replaced. */
export const responseHeaders = (cors: Cors, origin: string | undefined): Headers => {
  const allowed = allowedOrigin(cors, origin);
  if (allowed === undefined) return {};
  return {
    "access-control-allow-origin": allowed,
    ...(cors.ExposeHeaders.length > 0 && {
      "access-control-expose-headers": cors.ExposeHeaders.join(",").toLowerCase(),
    }),
    ...common(cors, allowed),
  };
};

const common = ({ AllowCredentials }: Cors, origin: string): Headers => ({
  ...(AllowCredentials && { "access-control-allow-credentials": "true" }),
  ...(origin !== "*" && { vary: "origin" }),
});

/** `*`, an origin, or a scheme with any host (`https://*`). */
const allowedOrigin = ({ AllowOrigins }: Cors, origin: string | undefined): string | undefined => {
  if (origin === undefined) return undefined;
  if (AllowOrigins.includes("*")) return "*";
  const isAllowed = AllowOrigins.some(
    (allowed) => allowed === origin || (allowed.endsWith("://*") && origin.startsWith(allowed.slice(0, -1))),
  );
  return isAllowed ? origin : undefined;
};
