import { AppError, invalid } from "../../shared/errors.ts";

/** Where in the route's body the passwords of a call stand, as JSON Pointers. */
export interface PasswordFields {
  /** The one to be replaced, checked by Cognito beside a valid access token. */
  current?: string;
  /** The one to be set. */
  next?: string;
}

const WAIT_SECONDS = 30;

/**
 * An error of Amazon Cognito as the caller should see it (API reference, "Errors" of each operation); what is our own
 * mistake or the service's stays as it is. To a stranger an unknown address, a wrong password, a disabled person and a
 * revoked token all look the same.
 */
export const asAppError = (error: unknown, { current, next }: PasswordFields): unknown => {
  if (!(error instanceof Error)) return error;
  switch (error.name) {
    case "NotAuthorizedException":
      return current && /password/i.test(error.message)
        ? invalid(current, "This is not the current password.")
        : denied();
    case "UserNotFoundException":
    case "PasswordResetRequiredException":
      return denied();
    case "UserNotConfirmedException":
      return new AppError("forbidden", "The e-mail address has not been confirmed yet.");
    case "InvalidPasswordException":
    case "PasswordHistoryPolicyViolationException":
    case "InvalidParameterException":
      return next ? invalid(next, sentence(error.message)) : denied();
    case "TooManyRequestsException":
    case "LimitExceededException":
    case "TooManyFailedAttemptsException":
      return new AppError("too-many-requests", "Too many attempts; wait a moment.", {
        headers: { "retry-after": String(WAIT_SECONDS) },
      });
    default:
      return error;
  }
};

const denied = () => new AppError("unauthenticated", "The e-mail address, the password or the token is wrong.");

/** "Password did not conform with policy: Password not long enough" says the same thing twice. */
const sentence = (message: string) => message.replace(/^.*policy:\s*/i, "");
