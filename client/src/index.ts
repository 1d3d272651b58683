// What the package is for those who install it.
export type * from "../generated/api.ts";
export type { Groups } from "../generated/operations.ts";
export type { Answer, Answered, Call } from "./answer.ts";
export { changeLatest } from "./change-latest.ts";
export { type Clientele, createClientele } from "./create-clientele.ts";
export {
  ClienteleError,
  ConnectionError,
  type FieldError,
  type ProblemDocument,
  ProblemError,
  TimeoutError,
} from "./errors.ts";
export { type Following, type FollowOptions, followChanges } from "./follow-changes.ts";
export type { ListCall, Listing } from "./listing.ts";
export type { ClienteleOptions, Token } from "./options.ts";
export type { CallOptions } from "./request-types.ts";
export { type SessionTokens, sessionToken } from "./session.ts";
export type { UploadForm, UploadOptions } from "./upload.ts";
