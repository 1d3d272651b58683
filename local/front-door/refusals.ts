/** How each service words what all of them can say. */
import type { Refusal } from "./answers.ts";
import type { Service } from "./calls.ts";

const badSignatureText =
  "The request signature we calculated does not match the signature you provided. " +
  "Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";

export const unknownKey = (service: Service): Refusal => {
  if (service === "s3") {
    return {
      code: "InvalidAccessKeyId",
      message: "The AWS Access Key Id you provided does not exist in our records.",
      status: 403,
    };
  }
  const isQuery = service === "sns" || service === "sts" || service === "sqs";
  return {
    code: isQuery ? "InvalidClientTokenId" : "UnrecognizedClientException",
    message: "The security token included in the request is invalid.",
    status: isQuery || isRest(service) ? 403 : 400,
  };
};

export const badSignature = (service: Service): Refusal => {
  const isXml = service === "s3" || service === "sns" || service === "sts";
  return {
    code: isXml ? "SignatureDoesNotMatch" : "InvalidSignatureException",
    message: badSignatureText,
    status: isXml || isRest(service) || service === "sqs" ? 403 : 400,
  };
};

interface Denial {
  /** `arn:aws:sts::…:assumed-role/<role>/<function>` */
  principal: string;
  action: string;
  resource: string;
  /** A statement forbids it, not merely none allows it. */
  explicitly: boolean;
}

/** IAM's no. SES words it in its own old way, SQS writes the action small, SNS its service large. */
export const denied = (service: Service, { principal, action, resource, explicitly }: Denial): Refusal => {
  if (service === "ses") {
    const message = `User \`${principal}' is not authorized to perform \`${action}' on resource \`${resource}'`;
    return { code: "AccessDeniedException", message, status: 403 };
  }
  const spoken = spokenAction(service, action);
  const place = service === "s3" ? `"${resource}"` : resource;
  const why = explicitly
    ? "with an explicit deny in an identity-based policy"
    : `because no identity-based policy allows the ${spoken} action`;
  return {
    code: deniedCode(service),
    message: `User: ${principal} is not authorized to perform: ${spoken} on resource: ${place} ${why}`,
    status: service === "s3" || service === "sqs" || service === "sns" || isRest(service) ? 403 : 400,
  };
};

const spokenAction = (service: Service, action: string): string => {
  if (service === "sqs") return action.toLowerCase();
  return service === "sns" ? action.replace(/^sns:/, "SNS:") : action;
};

const deniedCode = (service: Service): string => {
  if (service === "sns") return "AuthorizationError";
  return service === "s3" || service === "sqs" || service === "sts" ? "AccessDenied" : "AccessDeniedException";
};

const throttles: Record<Service, Refusal> = {
  dynamodb: {
    code: "ProvisionedThroughputExceededException",
    message:
      "The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.",
    status: 400,
  },
  sqs: { code: "RequestThrottled", message: "The request was denied due to request throttling.", status: 403 },
  sns: { code: "Throttling", message: "Rate exceeded", status: 400 },
  s3: { code: "SlowDown", message: "Please reduce your request rate.", status: 503 },
  ses: { code: "TooManyRequestsException", message: "Maximum sending rate exceeded.", status: 429 },
  events: { code: "ThrottlingException", message: "Rate exceeded", status: 400 },
  scheduler: { code: "ThrottlingException", message: "Rate exceeded", status: 429 },
  lambda: { code: "TooManyRequestsException", message: "Rate Exceeded.", status: 429 },
  "cognito-idp": { code: "TooManyRequestsException", message: "Rate exceeded", status: 400 },
  secretsmanager: { code: "ThrottlingException", message: "Rate exceeded", status: 400 },
  ssm: { code: "ThrottlingException", message: "Rate exceeded", status: 400 },
  sts: { code: "Throttling", message: "Rate exceeded", status: 400 },
};

export const throttled = (service: Service): Refusal => throttles[service];

const failures: Partial<Record<Service, string>> = {
  dynamodb: "InternalServerError",
  s3: "InternalError",
  ses: "InternalServiceErrorException",
  scheduler: "InternalServerException",
  lambda: "ServiceException",
  events: "InternalException",
  "cognito-idp": "InternalErrorException",
  secretsmanager: "InternalServiceError",
  ssm: "InternalServerError",
};

export const failed = (service: Service, message = "The service had an internal error. Try again."): Refusal => ({
  code: failures[service] ?? "InternalFailure",
  message,
  status: 500,
});

export const notImplemented = (service: Service, operation: string): Refusal => {
  const message = `${service} ${operation} is not available on one machine: see docs for what the local runner covers.`;
  return { code: service === "s3" ? "NotImplemented" : "UnknownOperationException", message, status: 501 };
};

const isRest = (service: Service): boolean => service === "ses" || service === "scheduler" || service === "lambda";
