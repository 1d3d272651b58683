import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createRecent } from "../control/recent.ts";
import { type ControlParts, controlRoutes } from "../control/routes.ts";
import { welcome } from "../control/welcome.ts";
import { openInboundBox } from "../mail/inbound.ts";
import { openMailbox } from "../mail/mailbox.ts";
import { collected, json, refuse, send } from "./answers.ts";
import { awsFront } from "./aws.ts";
import { bucketFront, withCors } from "./buckets.ts";
import { knownCallers } from "./callers.ts";
import { type RawRequest, type Service, serviceOf } from "./calls.ts";
import type { FrontDoor, FrontDoorOptions } from "./contract.ts";
import { engineAt } from "./engine-client.ts";
import { createFaults } from "./faults.ts";
import { serviceHandlers } from "./handlers.ts";
import { listenOnLoopback } from "./listen.ts";

/**
 * Opens the one front door of the machine: AWS calls, pre-signed S3, `/_local`, and the product's own API behind it.
 * @throws Error when the port is taken or a role cannot be understood.
 */
export const openFrontDoor = async (options: FrontDoorOptions): Promise<FrontDoor> => {
  const { region, accountId, wiring, log = () => undefined } = options;
  let url = `http://127.0.0.1:${options.port}`;
  const engines = {
    dynamodb: engineAt(options.engines.dynamodb),
    fauxqs: engineAt(options.engines.fauxqs),
    cognito: engineAt(options.engines.cognito),
  };
  const callers = knownCallers({ ...options, onRefusal: (sentence) => log(`refused by IAM — ${sentence}`) });
  const faults = createFaults();
  const recent = createRecent();
  const mailbox = openMailbox({
    ...options,
    log,
    frontDoorUrl: () => url,
    publish: (set, event) => wiring.sesEvent(set, event),
  });
  options.engines.onCode?.((message) => mailbox.keepCode(message));
  const store = { engine: engines.fauxqs, callers, objectCreated: wiring.objectCreated.bind(wiring) };
  const queueUrl = (name: string) => `${url}/${accountId}/${name}`;
  const handlers = serviceHandlers({ options, engines, mailbox, store, queueUrl });
  const aws = awsFront({ handlers, callers, faults, place: { region, accountId }, log });
  const buckets = bucketFront(options.buckets, store);
  const inbound = openInboundBox(options.dataDir, wiring);
  const controlParts: ControlParts = { mailbox, inbound, faults, wiring, recent, region, accountId };
  const control = controlRoutes(controlParts);

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [path = "/", query = ""] = splitUrl(request.url ?? "/");
    if (path === "/_local" || path.startsWith("/_local/")) return control(request, response);
    if (path === "/" && request.method === "GET" && !request.headers.authorization)
      return send(response, welcome(options.dataDir, url, request.headers["accept-language"]));
    const service = serviceOf(request.headers);
    if (service === "unknown")
      return send(response, json({ message: "This service has no place on this machine." }, 501));
    const rules = buckets.rulesAt(path);
    const isPresigned = rules !== undefined && query.includes("X-Amz-");
    if (service || isPresigned) return serveAws(service ?? "s3", await readRequest(request, path, query), response);
    if (rules) return serveBucket(await readRequest(request, path, query), response);
    if (path.endsWith("/.well-known/jwks.json")) return serveKeys(request, response);
    return serveProduct(request, response);
  };

  const serveAws = async (service: Service, request: RawRequest, response: ServerResponse): Promise<void> => {
    const started = performance.now();
    const { answer, operation, functionName } = await aws(service, request);
    const rules = service === "s3" ? buckets.rulesAt(request.path) : undefined;
    recent.addCall({ service, operation, functionName, status: answer?.status ?? 0, ms: performance.now() - started });
    if (!answer) return void response.destroy();
    await send(response, rules ? withCors(answer, rules, request) : answer);
  };

  const serveBucket = async (request: RawRequest, response: ServerResponse): Promise<void> => {
    const answer = await buckets.withoutSignature(request);
    await send(response, withCors(answer, buckets.rulesAt(request.path) ?? [], request));
  };

  const serveKeys = async ({ url: path = "/" }: IncomingMessage, response: ServerResponse): Promise<void> => {
    await send(response, await engines.cognito.send({ method: "GET", path, headers: {}, body: Buffer.alloc(0) }));
  };

  const serveProduct = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const started = performance.now();
    const { method = "GET", url: path = "/" } = request;
    response.once("close", () => {
      recent.addRequest({ method, path, status: response.statusCode, ms: performance.now() - started });
    });
    await wiring.http(request, response);
  };

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      // A caller that hung up in the middle is no news.
      if (response.destroyed) return;
      log(`door: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      if (response.headersSent) response.destroy();
      else void send(response, refuse("dynamodb", { code: "InternalFailure", message: String(error), status: 500 }));
    });
  });
  const port = await listenOnLoopback(server, options.port).catch(async (error: unknown) => {
    await mailbox.close();
    throw error;
  });
  url = `http://127.0.0.1:${port}`;
  return {
    url,
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await mailbox.close();
      for (const engine of Object.values(engines)) engine.close();
    },
  };
};

const splitUrl = (url: string): [path: string, query: string] => {
  const mark = url.indexOf("?");
  return mark === -1 ? [url, ""] : [url.slice(0, mark), url.slice(mark + 1)];
};

const readRequest = async (request: IncomingMessage, path: string, query: string): Promise<RawRequest> => ({
  method: request.method ?? "GET",
  path,
  query,
  headers: request.headers,
  body: await collected(request),
});
