import type { IncomingMessage } from "node:http";

export interface RequestParts {
  requestId: string;
  routeKey: string;
  /** As sent, without the query. */
  path: string;
  query: string;
  parameters: Record<string, string>;
  body: Buffer;
  apiId: string;
  accountId: string;
  /** What a Lambda authorizer found out about the caller. */
  authorizer?: unknown;
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** The event of payload format 2.0. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
export const toEvent = (request: IncomingMessage, parts: RequestParts) => {
  const { cookie, ...others } = joinedHeaders(request);
  const cookies = cookie?.split(/;\s*/).filter(Boolean);
  const isText = isTextType(others["content-type"]);
  const domainName = request.headers.host ?? "127.0.0.1";
  const now = new Date();
  return {
    version: "2.0",
    routeKey: parts.routeKey,
    rawPath: parts.path,
    rawQueryString: parts.query,
    ...(cookies && { cookies }),
    headers: others,
    ...(parts.query !== "" && { queryStringParameters: joinedQuery(parts.query) }),
    ...(Object.keys(parts.parameters).length > 0 && { pathParameters: parts.parameters }),
    requestContext: {
      accountId: parts.accountId,
      apiId: parts.apiId,
      ...(parts.authorizer !== undefined && { authorizer: { lambda: parts.authorizer } }),
      domainName,
      domainPrefix: domainName.split(/[.:]/)[0],
      http: {
        method: request.method ?? "GET",
        path: parts.path,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? "127.0.0.1",
        userAgent: others["user-agent"] ?? "",
      },
      requestId: parts.requestId,
      routeKey: parts.routeKey,
      stage: "$default",
      time: commonLogTime(now),
      timeEpoch: now.getTime(),
    },
    ...(parts.body.length > 0 && { body: parts.body.toString(isText ? "utf8" : "base64") }),
    isBase64Encoded: parts.body.length > 0 && !isText,
  };
};

/** One text per name; several values of one name are joined by commas, as API Gateway does. */
const joinedHeaders = ({ headersDistinct }: IncomingMessage): Record<string, string> => {
  const entries = Object.entries(headersDistinct).map(([name, values = []]) => [
    name,
    values.join(name === "cookie" ? "; " : ","),
  ]);
  return Object.fromEntries(entries);
};

const joinedQuery = (query: string): Record<string, string> => {
  const grouped = Map.groupBy(new URLSearchParams(query), ([name]) => name);
  return Object.fromEntries([...grouped].map(([name, pairs]) => [name, pairs.map(([, value]) => value).join(",")]));
};

/** Bodies of other types arrive in Base64; forms too. */
const isTextType = (contentType = "text/plain"): boolean => {
  const type = contentType.split(";")[0]?.trim().toLowerCase() ?? "";
  return type.startsWith("text/") || /^application\/(.+\+)?(json|xml)$|^application\/javascript$/.test(type);
};

/** `21/Nov/2026:13:05:09 +0000` */
const commonLogTime = (time: Date): string => {
  const [date = "", clock = ""] = time.toISOString().split("T");
  const [year = "", month = "", day = ""] = date.split("-");
  return `${day}/${months[Number(month) - 1]}/${year}:${clock.slice(0, 8)} +0000`;
};
