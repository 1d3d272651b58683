import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { ApiDeclaration } from "../assembly/deployment.ts";
import { createAuthorizer, type Verdict } from "./authorizer.ts";
import { isPreflight, preflightHeaders, responseHeaders } from "./cors.ts";
import { toEvent } from "./event.ts";
import { gatewayReply, type Reply, sendReply, toReply } from "./response.ts";
import { createRouteTable, type MatchedRoute } from "./route-table.ts";

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const largestBody = 10 * 1024 * 1024;

interface HttpApiOptions {
  api: ApiDeclaration;
  accountId: string;
  invoke(functionArn: string, event: unknown): Promise<unknown>;
}

type Route = ApiDeclaration["routes"][number];

const refusals = { 401: "Unauthorized", 403: "Forbidden", 500: "Internal Server Error" } as const;

/** The HTTP API of the template: routes, cross-origin answers, authorizers and functions, in payload format 2.0. */
export const createHttpApi = ({ api, accountId, invoke }: HttpApiOptions) => {
  const find = createRouteTable(api.routes);
  const authorizers = new Map(
    api.authorizers.map((declaration) => [
      declaration.id,
      createAuthorizer(declaration, (event) => invoke(declaration.AuthorizerUri, event)),
    ]),
  );

  const reply = async (request: IncomingMessage, requestId: string): Promise<Reply> => {
    const [path = "/", query = ""] = splitUrl(request.url ?? "/");
    const found = find(request.method ?? "GET", path);
    if (!found) return gatewayReply(404, "Not Found");
    const body = await readBody(request);
    if (!body) return gatewayReply(413, "Request Entity Too Large");
    const parts = {
      requestId,
      routeKey: found.route.key,
      path,
      query,
      parameters: found.parameters,
      body,
      apiId: api.id,
      accountId,
    };
    const event = toEvent(request, parts);
    const verdict = await authorize(found, event);
    if (!verdict.allowed) return gatewayReply(verdict.status, refusals[verdict.status]);
    const authorized =
      verdict.context === undefined ? event : toEvent(request, { ...parts, authorizer: verdict.context });
    return call(found.route, authorized);
  };

  const authorize = async ({ route }: MatchedRoute<Route>, event: ReturnType<typeof toEvent>): Promise<Verdict> => {
    if (!route.authorizerId) return { allowed: true, context: undefined };
    const authorizer = authorizers.get(route.authorizerId);
    if (!authorizer)
      throw new Error(`Route ${route.key} names the authorizer ${route.authorizerId}, which is not there`);
    return authorizer(event);
  };

  const call = async ({ functionArn, timeoutMs }: Route, event: unknown): Promise<Reply> => {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<Reply>((resolve) => {
      timer = setTimeout(() => resolve(gatewayReply(503, "Service Unavailable")), timeoutMs);
    });
    const answered = invoke(functionArn, event).then(toReply, () => gatewayReply(500, "Internal Server Error"));
    return Promise.race([answered, tooLate]).finally(() => clearTimeout(timer));
  };

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const requestId = randomBytes(11).toString("base64url").padEnd(16, "=");
    if (api.cors && isPreflight(request)) {
      const headers = preflightHeaders(api.cors, request);
      return sendReply(response, { status: 204, headers, cookies: [], body: "" }, requestId);
    }
    const answer = await reply(request, requestId);
    if (!api.cors) return sendReply(response, answer, requestId);
    const own = Object.entries(answer.headers).filter(([name]) => !name.startsWith("access-control-"));
    const headers = { ...Object.fromEntries(own), ...responseHeaders(api.cors, request.headers.origin) };
    sendReply(response, { ...answer, headers }, requestId);
  };
};

const splitUrl = (url: string): [string, string] => {
  const mark = url.indexOf("?");
  return mark < 0 ? [url, ""] : [url.slice(0, mark), url.slice(mark + 1)];
};

/** Nothing when it is longer than an HTTP API takes; the rest is read away so that the answer arrives. */
const readBody = async (request: IncomingMessage): Promise<Buffer | undefined> => {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length <= largestBody) chunks.push(chunk);
  }
  return length > largestBody ? undefined : Buffer.concat(chunks);
};
