/**
 * Every refusal the product can answer, as one table: the code is the contract with callers (it becomes the `type` of
 * the problem document, RFC 9457), the status is what HTTP says, the title is the same for every occurrence.
 */
export const problems = {
  "validation-failed": { status: 422, title: "The request is not valid" },
  "malformed-json": { status: 400, title: "The body is not valid JSON" },
  "bad-request": { status: 400, title: "The request cannot be understood" },
  "invalid-cursor": { status: 404, title: "There is no such page of this list" },
  unauthenticated: { status: 401, title: "Sign in or send an API key" },
  forbidden: { status: 403, title: "Not allowed" },
  "not-found": { status: 404, title: "Not found" },
  "method-not-allowed": { status: 405, title: "Method not allowed" },
  conflict: { status: 409, title: "Conflict with the current state" },
  "already-exists": { status: 409, title: "This id is already used" },
  "request-in-progress": { status: 409, title: "The same request is still running" },
  gone: { status: 410, title: "No longer available" },
  "version-mismatch": { status: 412, title: "Changed by somebody else in the meantime" },
  "too-large": { status: 413, title: "The body is too large" },
  "unsupported-media-type": { status: 415, title: "The body must be JSON" },
  "idempotency-key-reused": { status: 422, title: "The idempotency key was used for another request" },
  "if-match-required": { status: 428, title: "Send If-Match with the version you are changing" },
  "too-many-requests": { status: 429, title: "Too many requests" },
  internal: { status: 500, title: "Something went wrong on our side" },
  unavailable: { status: 503, title: "Try again in a moment" },
} as const satisfies Record<string, { status: number; title: string }>;

export type ErrorCode = keyof typeof problems;

/** One mistake in the request: `pointer` is a JSON Pointer (RFC 6901) into the body, or the name of a parameter. */
export interface FieldError {
  pointer: string;
  message: string;
}

interface ErrorDetails {
  errors?: FieldError[];
  headers?: Record<string, string>;
  /** Further members of the problem document (RFC 9457 section 3.2). */
  extra?: Record<string, unknown>;
}

/** The one error that use cases throw; the HTTP layer turns it into a problem document, workers let it through. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string = problems[code].title, details: ErrorDetails = {}) {
    super(message);
    this.name = "AppError";
    this.code = code;
    this.details = details;
  }

  get status(): number {
    return problems[this.code].status;
  }
}

export const notFound = (what: string): AppError => new AppError("not-found", `No such ${what}.`);

/** A refusal that points at one field of the body. */
export const invalid = (pointer: string, message: string): AppError =>
  new AppError("validation-failed", message, { errors: [{ pointer, message }] });

/** A body that names something the account does not have: to the caller it does not exist, whoever may own it. */
export const noSuch = (what: string, pointer: string): AppError =>
  new AppError("not-found", `There is no such ${what}.`, { errors: [{ pointer, message: `No such ${what}` }] });
