// biome-ignore-all lint/style/noRestrictedImports: a package that keeps its parts in a folder `lib`, not the product's
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { CognitoError, UnsupportedError } from "cognito-local/lib/errors.js";
import publicKey from "cognito-local/lib/keys/cognitoLocal.public.json" with { type: "json" };
import { Router } from "cognito-local/lib/server/Router.js";
import { CognitoServiceFactoryImpl, USER_POOL_AWS_DEFAULTS } from "cognito-local/lib/services/cognitoService.js";
import type { Context } from "cognito-local/lib/services/context.js";
import { DateClock, type Services, type Triggers } from "cognito-local/lib/services/index.js";
import { otp } from "cognito-local/lib/services/otp.js";
import { JwtTokenGenerator } from "cognito-local/lib/services/tokenGenerator.js";
import { UserPoolServiceFactoryImpl } from "cognito-local/lib/services/userPoolService.js";
import type { CodeMessage } from "../front-door/contract.ts";
import { cognitoRules } from "./cognito-rules.ts";
import { cognitoStores } from "./cognito-store.ts";

interface CognitoOptions {
  dataDir: string;
  /** Base of the tokens' issuer, which is `<issuerBase>/<pool id>`: the front door, so that its keys are found there. */
  issuerBase: string;
  /** Told of every code or temporary password that Cognito would send. */
  onCode(message: CodeMessage): void;
}

export interface RunningCognito {
  url: string;
  stop(): Promise<void>;
}

const silentLogger = (): Context["logger"] => {
  const silent = () => undefined;
  const logger = { child: () => logger, debug: silent, info: silent, warn: silent, error: silent };
  return logger;
};

const quiet: Context = { logger: silentLogger() };

/** cognito-local's user pools, in this process: its rules of sign-up and sign-in, our own files and HTTP server. */
export const startCognito = async ({ dataDir, issuerBase, onCode }: CognitoOptions): Promise<RunningCognito> => {
  const services = await buildServices(join(dataDir, "cognito"), issuerBase, onCode);
  const route = cognitoRules(services, Router(services), quiet);
  const server = createServer((request, response) => {
    answer(request, route).then(
      ({ status, body }) => send(response, status, body),
      (error: unknown) => send(response, ...refusal(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("Cognito got no port.");
  return { url: `http://127.0.0.1:${address.port}`, stop: async () => void server.close().closeAllConnections() };
};

const buildServices = async (
  folder: string,
  issuerBase: string,
  onCode: CognitoOptions["onCode"],
): Promise<Services> => {
  const clock = new DateClock();
  const stores = cognitoStores(folder);
  const pools = new UserPoolServiceFactoryImpl(clock, stores);
  const defaults = { ...USER_POOL_AWS_DEFAULTS, UsernameAttributes: ["email"] };
  const cognito = await new CognitoServiceFactoryImpl(folder, stores, pools).create(quiet, defaults);
  const config = {
    LambdaClient: {},
    TriggerFunctions: {},
    UserPoolDefaults: defaults,
    ServerConfig: {},
    TokenConfig: { IssuerDomain: issuerBase },
  };
  return {
    clock,
    cognito,
    config,
    otp,
    triggers: noTriggers(),
    tokenGenerator: new JwtTokenGenerator(clock, noTriggers(), config.TokenConfig),
    messages: {
      deliver: async (_context, reason, _client, _pool, _user, code, _metadata, { DeliveryMedium, Destination }) =>
        onCode({ channel: DeliveryMedium === "SMS" ? "sms" : "email", to: Destination, code, reason }),
    },
  };
};

type Route = (target: string, input: object) => Promise<unknown>;

const answer = async (request: IncomingMessage, route: Route): Promise<{ status: number; body: unknown }> => {
  if (request.method === "GET" && request.url?.endsWith("/.well-known/jwks.json")) {
    return { status: 200, body: { keys: [publicKey.jwk] } };
  }
  const target = String(request.headers["x-amz-target"] ?? "").split(".")[1];
  if (request.method !== "POST" || !target) return { status: 404, body: { message: "Not found" } };
  const input: unknown = JSON.parse((await text(request)) || "{}");
  if (typeof input !== "object" || input === null) throw new CognitoError("SerializationException", "Not an object");
  return { status: 200, body: (await route(target, input)) ?? {} };
};

const refusal = (error: unknown): [status: number, body: object] => {
  if (error instanceof CognitoError) return [400, { __type: error.code, message: error.message }];
  if (error instanceof UnsupportedError) {
    return [501, { __type: "NotImplementedException", message: `Not available on this machine: ${error.message}` }];
  }
  return [500, { __type: "InternalErrorException", message: error instanceof Error ? error.message : String(error) }];
};

const send = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
  response.end(JSON.stringify(body, epochSeconds));
};

// The protocol has dates in seconds, and JSON.stringify has turned them into strings before it asks.
function epochSeconds(this: unknown, key: string, value: unknown): unknown {
  const original = typeof this === "object" && this !== null ? Reflect.get(this, key) : undefined;
  return original instanceof Date ? Math.floor(original.getTime() / 1000) : value;
}

const noTriggers = (): Triggers => {
  const never = () => Promise.reject(new UnsupportedError("Lambda triggers of a user pool"));
  return {
    enabled: () => false,
    customMessage: never,
    customEmailSender: never,
    postAuthentication: never,
    postConfirmation: never,
    preSignUp: never,
    preTokenGeneration: never,
    userMigration: never,
  };
};
