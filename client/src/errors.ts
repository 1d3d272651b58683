import { secondsToWait } from "./retry-after.ts";

/** Everything that a call rejects with, but for the reason of a signal that ended it. */
export class ClienteleError extends Error {
  override readonly name: string = "ClienteleError";
}

/** One mistake in a request. */
export interface FieldError {
  /** A JSON Pointer (RFC 6901) into the body, such as `/email`, or the name of a parameter. */
  pointer: string;
  message: string;
}

/** What a problem document (RFC 9457) says. */
export interface ProblemDocument {
  type: string;
  title: string;
  status: number;
  detail?: string;
  instance?: string;
  requestId?: string;
  errors?: FieldError[];
  [extension: string]: unknown;
}

/** The API has refused a request: its answer was a problem document. */
export class ProblemError extends ClienteleError {
  override readonly name = "ProblemError";
  readonly status: number;
  /** What kind of problem, such as `validation-failed` or `version-mismatch`: the end of its `type`. */
  readonly code: string;
  readonly type: string;
  readonly title: string;
  readonly detail: string | undefined;
  /** Every mistake, with its place. */
  readonly errors: readonly FieldError[];
  /** Name it when you ask for help. */
  readonly requestId: string | undefined;
  /** For how many seconds to wait, where the answer says so. */
  readonly retryAfter: number | undefined;
  readonly headers: Headers;
  /** The whole document, further members of the problem included. */
  readonly problem: ProblemDocument;

  constructor(problem: ProblemDocument, headers: Headers) {
    const errors = mistakesOf(problem);
    super(`${problem.status} ${[problem.detail ?? problem.title, ...errors.map(inWords)].join(" · ")}`);
    this.status = problem.status;
    this.type = problem.type;
    this.code = problem.type.replace(/^.*#problem-/, "");
    this.title = problem.title;
    this.detail = problem.detail;
    this.errors = errors;
    this.requestId = problem.requestId;
    const seconds = Math.ceil(secondsToWait(headers));
    this.retryAfter = seconds > 0 && Number.isFinite(seconds) ? seconds : undefined;
    this.headers = headers;
    this.problem = problem;
  }

  /** What is wrong with a field: `error.at("email")`, `error.at("/addresses/0/country")`. */
  at(field: string): string | undefined {
    return this.errors.find(({ pointer }) => pointer === field || pointer === `/${field}`)?.message;
  }
}

/** No answer came: the network, the name or the connection failed. Whether anything was done is not known. */
export class ConnectionError extends ClienteleError {
  override readonly name = "ConnectionError";
}

/** The answer did not come in time. Whether anything was done is not known. */
export class TimeoutError extends ClienteleError {
  override readonly name = "TimeoutError";
}

/** Who stands between the API and its caller may mean something else by `errors`. */
const mistakesOf = ({ errors }: { errors?: unknown }): FieldError[] =>
  Array.isArray(errors) ? errors.filter(isMistake) : [];

const isMistake = (value: unknown): value is FieldError =>
  typeof value === "object" && value !== null && "pointer" in value && "message" in value;

const inWords = ({ pointer, message }: FieldError): string => `${pointer}: ${message}`;
