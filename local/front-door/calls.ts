/** What a request asks of AWS: which service, which operation, with what input. */
import type { IncomingHttpHeaders } from "node:http";
import { s3OperationOf } from "../s3/operations.ts";
import { isRecord } from "./read.ts";
import { lambdaOperationOf, schedulerOperationOf, sesOperationOf } from "./rest-operations.ts";
import { signatureInHeader } from "./sigv4.ts";

export const services = [
  "dynamodb",
  "sqs",
  "sns",
  "s3",
  "ses",
  "events",
  "scheduler",
  "lambda",
  "cognito-idp",
  "secretsmanager",
  "ssm",
  "sts",
] as const;

export type Service = (typeof services)[number];

export interface RawRequest {
  method: string;
  /** As it came, without the query. */
  path: string;
  /** As it came, without the question mark. */
  query: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export interface AwsCall extends RawRequest {
  service: Service;
  operation: string;
  parameters: URLSearchParams;
  /** The parsed body of JSON and form protocols; empty for S3. */
  input: Record<string, unknown>;
}

const cognitoTarget = "AWSCognitoIdentityProviderService.";

/** The service by the credential scope; Cognito's operations for people carry no signature, only a target. */
export const serviceOf = (headers: IncomingHttpHeaders): Service | "unknown" | undefined => {
  const signature = signatureInHeader(headers.authorization);
  if (signature) return services.find((service) => service === signature.scope.service) ?? "unknown";
  return targetOf(headers).startsWith(cognitoTarget) ? "cognito-idp" : undefined;
};

/** @throws SyntaxError when the body is not what the protocol says. */
export const readCall = (service: Service, request: RawRequest): AwsCall => {
  const parameters = new URLSearchParams(request.query);
  const input = inputOf(service, request.body);
  return { ...request, service, parameters, input, operation: operationOf(service, request, parameters, input) };
};

const inputOf = (service: Service, body: Buffer): Record<string, unknown> => {
  if (service === "s3" || body.length === 0) return {};
  if (service === "sns" || service === "sts") return Object.fromEntries(new URLSearchParams(body.toString()));
  const parsed: unknown = JSON.parse(body.toString());
  if (!isRecord(parsed)) throw new SyntaxError("The body is no JSON object");
  return parsed;
};

const operationOf = (
  service: Service,
  { method, path, headers }: RawRequest,
  parameters: URLSearchParams,
  input: Record<string, unknown>,
): string => {
  switch (service) {
    case "s3":
      return s3OperationOf(method, path, parameters, headers);
    case "ses":
      return sesOperationOf(method, path);
    case "lambda":
      return lambdaOperationOf(method, path);
    case "scheduler":
      return schedulerOperationOf(method, path);
    case "sns":
    case "sts":
      return String(input.Action ?? "");
    default:
      return targetOf(headers).split(".").at(-1) ?? "";
  }
};

const targetOf = (headers: IncomingHttpHeaders): string => String(headers["x-amz-target"] ?? "");
