import { Duration, RemovalPolicy, Stack, Validations } from "aws-cdk-lib";
import { AccessLogField, AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import {
  HttpApi as Api,
  CorsHttpMethod,
  type CorsPreflightOptions,
  DomainName,
  HttpMethod,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { Certificate } from "aws-cdk-lib/aws-certificatemanager";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { type Manifest, pathOf } from "../../shared/http/contract.ts";
import type { StageSettings } from "../config.ts";
import { type FeatureFunction, retention } from "./feature-function.ts";

/** The front door: every route of every manifest, and one answer for whatever matches none. */
export class HttpApi extends Construct {
  readonly api: Api;
  /** Where the API and the pages answer, without a slash at the end. */
  readonly url: string;
  /** What the own domain's DNS entry must point to. */
  readonly domainTarget: string | undefined;

  constructor(scope: Construct, id: string, { settings }: { readonly settings: StageSettings }) {
    super(scope, id);
    const { domain } = settings;
    this.api = new Api(this, "Api", {
      description: `Clientèle (${settings.stage})`,
      createDefaultStage: false,
      disableExecuteApiEndpoint: domain !== undefined,
      ...(settings.allowedOrigins.length > 0 && { corsPreflight: corsFor(settings.allowedOrigins) }),
    });
    const domainName = domain && this.#domainName(domain);
    this.#defaultStage(settings, domainName);
    this.url = domain ? `https://${domain.name}` : this.api.apiEndpoint;
    this.domainTarget = domainName?.regionalDomainName;

    // The routes stand in the stacks of their features.
    Validations.of(Stack.of(this)).acknowledge({
      id: "AwsSolutions-APIG4",
      reason:
        "The functions authenticate: an authorizer answers a missing header without a problem document, and one that " +
        "does not cannot be cached, so it would be a second invocation on every request. See docs/adr/0002.",
    });
  }

  /**
   * All paths of a manifest go to one function, with whatever method: it answers HEAD as GET, and says which methods a
   * path has. One route a path is less than half of one for each method. They stand in the function's stack.
   */
  serve(manifest: Manifest, handler: FeatureFunction): void {
    const integration = integrationOf(handler);
    for (const path of new Set(Object.values(manifest.routes).map(({ key }) => pathOf(key)))) {
      const routeKey = HttpRouteKey.with(path, HttpMethod.ANY);
      new HttpRoute(handler, `ANY ${path}`, { httpApi: this.api, routeKey, integration });
    }
  }

  /** Who answers when no route matches. */
  fallback(handler: FeatureFunction): void {
    const integration = integrationOf(handler);
    new HttpRoute(handler, "Fallback", { httpApi: this.api, routeKey: HttpRouteKey.DEFAULT, integration });
  }

  #domainName({ name, certificateArn }: NonNullable<StageSettings["domain"]>): DomainName {
    return new DomainName(this, "Domain", {
      domainName: name,
      certificate: Certificate.fromCertificateArn(this, "Certificate", certificateArn),
    });
  }

  #defaultStage({ throttle, logDays }: StageSettings, domainName: DomainName | undefined): void {
    const logGroup = new LogGroup(this, "AccessLog", {
      retention: retention(logDays),
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new HttpStage(this, "Stage", {
      httpApi: this.api,
      stageName: "$default",
      autoDeploy: true,
      throttle: { rateLimit: throttle.rate, burstLimit: throttle.burst },
      accessLogSettings: { destination: new LogGroupLogDestination(logGroup), format: impersonal },
      ...(domainName && { domainMapping: { domainName } }),
    });
  }
}

/** No address, no path (it may hold a link's token), no agent: only what an operator needs to follow a request. */
const impersonal = AccessLogFormat.custom(
  JSON.stringify({
    requestId: AccessLogField.contextRequestId(),
    at: AccessLogField.contextRequestTimeEpoch(),
    method: AccessLogField.contextHttpMethod(),
    route: AccessLogField.contextRouteKey(),
    status: AccessLogField.contextStatus(),
    bytes: AccessLogField.contextResponseLength(),
    milliseconds: AccessLogField.contextResponseLatency(),
    integrationMilliseconds: AccessLogField.contextIntegrationLatency(),
    integrationError: AccessLogField.contextIntegrationErrorMessage(),
  }),
);

const corsFor = (allowOrigins: string[]): CorsPreflightOptions => ({
  allowOrigins,
  allowMethods: [CorsHttpMethod.ANY],
  allowHeaders: [
    "Authorization",
    "Content-Type",
    "Clientele-Account",
    "Clientele-Consistency",
    "Idempotency-Key",
    "If-Match",
  ],
  exposeHeaders: [
    "Clientele-Behind",
    "Clientele-Consistency",
    "ETag",
    "Location",
    "RateLimit",
    "RateLimit-Policy",
    "Retry-After",
  ],
  maxAge: Duration.hours(1),
});

/** One permission for the whole API: one a route would pass the size limit of a function's policy. */
const integrationOf = (handler: FeatureFunction): HttpLambdaIntegration =>
  new HttpLambdaIntegration(`${handler.node.path} integration`, handler.lambda, { scopePermissionToRoute: false });
