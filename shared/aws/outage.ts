const NETWORK = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "EAI_AGAIN", "ENOTFOUND"]);
const THROTTLED =
  /^(Throttling|ThrottlingException|ProvisionedThroughputExceededException|RequestLimitExceeded|TooManyRequestsException|SlowDown|RequestThrottled.*)$/;

/**
 * Whether an AWS service could not be reached, was down or let no more calls through, after the SDK's own tries: the same
 * request may succeed in a moment. Errors of the SDK carry `$metadata`, those of the network a code.
 */
export const isOutage = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  if (error.name === "TimeoutError" || THROTTLED.test(error.name)) return true;
  if ("code" in error && NETWORK.has(String(error.code))) return true;
  const metadata = "$metadata" in error ? (error.$metadata as { httpStatusCode?: number }) : {};
  return (metadata.httpStatusCode ?? 0) >= 500;
};
