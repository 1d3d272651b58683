/** The properties of an HTTP API that this runner understands: strict, as in `shapes.ts`. */
import * as z from "zod/mini";
import { flag, text, unserved, whole } from "./shape-parts.ts";

export const ApiShape = z.strictObject({
  Name: z.optional(text),
  ProtocolType: z.literal("HTTP"),
  CorsConfiguration: z.optional(
    z.strictObject({
      AllowOrigins: z._default(z.array(text), []),
      AllowMethods: z._default(z.array(text), []),
      AllowHeaders: z._default(z.array(text), []),
      ExposeHeaders: z._default(z.array(text), []),
      AllowCredentials: z._default(flag, false),
      MaxAge: z.optional(whole),
    }),
  ),
  Description: unserved,
  DisableExecuteApiEndpoint: unserved,
  IpAddressType: unserved,
  Tags: unserved,
  Version: unserved,
});

export const RouteShape = z.strictObject({
  ApiId: text,
  RouteKey: text,
  Target: text,
  AuthorizationType: z._default(z.enum(["NONE", "CUSTOM"]), "NONE"),
  AuthorizerId: z.optional(text),
  AuthorizationScopes: unserved,
  OperationName: unserved,
});

export const IntegrationShape = z.strictObject({
  ApiId: text,
  IntegrationType: z.literal("AWS_PROXY"),
  IntegrationUri: text,
  PayloadFormatVersion: z.literal("2.0"),
  TimeoutInMillis: z._default(whole, 30_000),
  IntegrationMethod: unserved,
  Description: unserved,
});

export const AuthorizerShape = z.strictObject({
  ApiId: text,
  AuthorizerType: z.literal("REQUEST"),
  AuthorizerUri: text,
  AuthorizerPayloadFormatVersion: z.literal("2.0"),
  AuthorizerResultTtlInSeconds: z._default(whole, 300),
  EnableSimpleResponses: z._default(flag, false),
  IdentitySource: z._default(z.array(text), []),
  Name: unserved,
  AuthorizerCredentialsArn: unserved,
});

export const StageShape = z.strictObject({
  ApiId: text,
  StageName: z.literal("$default"),
  AutoDeploy: unserved,
  AccessLogSettings: unserved,
  DefaultRouteSettings: unserved,
  Description: unserved,
  RouteSettings: unserved,
  Tags: unserved,
});
