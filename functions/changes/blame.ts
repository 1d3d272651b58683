import { AppError } from "../../shared/errors.ts";

const REFUSED_AS_SUCH = new Set(["ValidationException", "ItemCollectionSizeLimitExceededException"]);

/**
 * Whether an error is the fault of the record at hand, which will fail again, or of the moment (throttling, network, a
 * service that is down), in which case the same batch is best tried again later as it is.
 */
export const isRecordsFault = (error: unknown): boolean => {
  if (!(error instanceof Error) || error instanceof AppError) return false;
  if (REFUSED_AS_SUCH.has(error.name)) return true;
  if ("CancellationReasons" in error) return reasonsOf(error.CancellationReasons).includes("ValidationError");
  // Errors of the SDK carry metadata, those of the network a code; what is left was thrown by our own code.
  return !("$metadata" in error) && !("code" in error) && error.name !== "TimeoutError" && error.name !== "AbortError";
};

const reasonsOf = (reasons: unknown): unknown[] =>
  Array.isArray(reasons) ? reasons.map((reason: { Code?: unknown }) => reason.Code) : [];
