import { AppError } from "../../shared/errors.ts";

const INVALID = new Set(["ValidationException", "ItemCollectionSizeLimitExceededException"]);

/**
 * True when trying a record again cannot succeed: DynamoDB finds the request invalid, or our own code throws. Throttling,
 * timeouts and network errors are of the moment.
 */
export const isPoison = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  if (error instanceof AppError) return error.code === "too-large";
  if (INVALID.has(error.name)) return true;
  if ("CancellationReasons" in error) return codesOf(error.CancellationReasons).includes("ValidationError");
  // Errors of the SDK carry metadata, those of the network a code; what is left was thrown by our own code.
  return !("$metadata" in error) && !("code" in error) && error.name !== "TimeoutError" && error.name !== "AbortError";
};

const codesOf = (reasons: unknown): unknown[] =>
  Array.isArray(reasons) ? reasons.map((reason: { Code?: unknown }) => reason.Code) : [];
