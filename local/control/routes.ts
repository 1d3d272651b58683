import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { type Answer, json, send } from "../front-door/answers.ts";
import type { Faults } from "../front-door/faults.ts";
import { isRecord } from "../front-door/read.ts";
import type { InboundBox } from "../mail/inbound.ts";

import { pixel, type TrackedVisit, visitIn } from "../mail/tracking.ts";
import { writeMessages } from "./messages.ts";
import { pageFile } from "./page.ts";
import type { Recent } from "./recent.ts";
import { type ReportParts, reportEvent, reportVisit } from "./reports.ts";

export interface ControlParts extends ReportParts {
  inbound: InboundBox;
  faults: Faults;
  recent: Recent;
}

interface ControlRequest {
  parameters: URLSearchParams;
  /** What stood at the `*` of the route. */
  name: string;
  body: Record<string, unknown>;
}

type Route = (request: ControlRequest) => Promise<Answer> | Answer;

/** `/_local`: how scripts, tests and people look into the machine and steer it. */
export const controlRoutes = (parts: ControlParts) => {
  const { mailbox, inbound, faults, wiring, recent } = parts;
  const routes: Record<string, Route> = {
    "GET messages/*": ({ name }) => found(mailbox.message(name)),
    "POST inbound": async ({ body }) => json(await inbound.receive(body), 202),
    "GET inbound": () => listed(inbound.list()),
    "POST events": async ({ body }) => json(await reportEvent(parts, body), 202),
    "GET schedules": () => listed(wiring.schedules.list()),
    "POST schedules/*/run": async ({ name }) => found((await wiring.schedules.run(name)) ? { ran: name } : undefined),
    "GET queues": async () => listed(await wiring.queues()),
    "GET faults": () => listed(faults.list()),
    "POST faults": ({ body }) => json(faults.add(body), 201),
    "DELETE faults": () => emptied(() => faults.clear()),
    "DELETE faults/*": ({ name }) => emptied(() => faults.clear(name)),
    "GET requests": () => listed(recent.requests()),
    "GET calls": () => listed(recent.calls()),
  };

  const answered = async (
    method: string,
    place: string,
    parameters: URLSearchParams,
    request: IncomingMessage,
  ): Promise<Answer> => {
    const matched = matchRoute(routes, method, place);
    if (!matched) return json({ message: `There is no ${method} /_local/${place}` }, 404);
    try {
      return await matched.route({ parameters, name: matched.name, body: readBody(await text(request)) });
    } catch (error) {
      if (error instanceof RangeError || error instanceof SyntaxError) return json({ message: error.message }, 422);
      throw error;
    }
  };

  const visited = async (visit: TrackedVisit, { headers }: IncomingMessage): Promise<Answer> => {
    const known = await reportVisit(parts, visit, { ipAddress: "127.0.0.1", userAgent: agentOf(headers) });
    if (visit.kind === "open")
      return { status: 200, headers: { "content-type": "image/gif", "cache-control": "no-store" }, body: pixel };
    return known
      ? { status: 302, headers: { location: visit.link }, body: "" }
      : json({ message: "There is no such message" }, 404);
  };

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const visit = visitIn(request.url ?? "");
    if (visit) return send(response, await visited(visit, request));
    if (isForeign(request)) return send(response, json({ message: foreignMessage }, 403));
    const place = url.pathname.slice("/_local".length).replace(/^\/|\/$/g, "");
    const method = request.method === "HEAD" ? "GET" : (request.method ?? "GET");
    if (method === "GET" && place === "messages") return writeMessages(mailbox, url.searchParams, response);
    const file = method === "GET" ? await pageFile(place) : undefined;
    if (file) return send(response, file);
    return send(response, await answered(method, place, url.searchParams, request));
  };
};

/** A program that opens an e-mail on this machine stands for its reader: the product takes such names for scanners. */
const agentOf = ({ "user-agent": agent = "" }: IncomingMessage["headers"]): string =>
  /^(curl|node|undici|python|wget)\b|headless/i.test(agent) ? "local" : agent;

const foreignMessage = "Only this machine's own pages may ask here.";

/** A web site that makes its visitor's browser talk to this machine, under another name or from another page. */
const isForeign = ({ headers: { host = "", origin } }: IncomingMessage): boolean => {
  const isHere = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host);
  return !isHere || (origin !== undefined && origin !== `http://${host}`);
};

const matchRoute = (
  routes: Record<string, Route>,
  method: string,
  place: string,
): { route: Route; name: string } | undefined => {
  for (const [pattern, route] of Object.entries(routes)) {
    const [itsMethod = "", path = ""] = pattern.split(" ");
    if (itsMethod !== method) continue;
    const match = place.match(new RegExp(`^${path.replace("*", "(.+)")}$`));
    if (match) return { route, name: decodeURIComponent(match[1] ?? "") };
  }
  return undefined;
};

const readBody = (content: string): Record<string, unknown> => {
  if (content === "") return {};
  const body: unknown = JSON.parse(content);
  if (!isRecord(body)) throw new RangeError("The body must be a JSON object");
  return body;
};

const listed = (data: unknown[]): Answer => json({ data });

const found = (value: object | undefined): Answer => (value ? json(value) : json({ message: "Not found" }, 404));

const emptied = (action: () => void): Answer => {
  action();
  return { status: 204, headers: {}, body: "" };
};
