import * as z from "zod/mini";
import { lazy } from "../lazy.ts";

/** What the user pool asks of a password; its CDK construct and the contracts say the same by reading it here. */
export const passwordPolicy = { minLength: 10, maxLength: 256 } as const;

/** A password to be set: at least ten characters, among them a capital, a small letter, a digit and a symbol. */
export const newPassword = lazy(() =>
  z
    .string()
    .check(
      z.minLength(passwordPolicy.minLength, `Expected at least ${passwordPolicy.minLength} characters`),
      z.maxLength(passwordPolicy.maxLength, `Expected at most ${passwordPolicy.maxLength} characters`),
      z.regex(/[a-z]/, "Expected at least one small letter"),
      z.regex(/[A-Z]/, "Expected at least one capital letter"),
      z.regex(/[0-9]/, "Expected at least one digit"),
      z.regex(SYMBOL, "Expected at least one symbol such as ! or -"),
      z.regex(/^\S(.*\S)?$/s, "Expected no blank at the beginning or the end"),
    ),
);

/** A password that exists: whatever was allowed when it was set. */
export const password = lazy(() => z.string().check(z.minLength(1), z.maxLength(passwordPolicy.maxLength)));

/** Amazon Cognito, "Adding user pool password requirements": these characters count as symbols, and a blank inside. */
const SYMBOL = /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`+=\- ]/;
