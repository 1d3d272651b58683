import type * as z from "zod/mini";
import { AppError, type FieldError, problems } from "../errors.ts";
import type { HttpEvent } from "./read-request.ts";

export interface HttpAnswer {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
  isBase64Encoded?: boolean;
}

/** The sentences that only one feature refuses with, in French. */
export type LoadFrench = () => Promise<Readonly<Record<string, string>>>;

/**
 * Any error as a problem document (RFC 9457), in the caller's language; what is not ours to explain says nothing of its
 * cause. What it is said with is loaded with the first refusal that needs it.
 */
export const problemAnswer = async (
  error: unknown,
  { headers, rawPath, requestContext }: HttpEvent,
  ownFrench?: LoadFrench,
): Promise<HttpAnswer> => {
  const known = error instanceof AppError ? error : new AppError("internal");
  const { status, title } = problems[known.code];
  const { language, say } = await languageFor(headers["accept-language"], ownFrench);
  const errors = known.details.errors?.map(({ pointer, message }): FieldError => ({ pointer, message: say(message) }));
  return {
    statusCode: status,
    headers: {
      "content-type": "application/problem+json",
      "content-language": language,
      ...(status === 401 && { "www-authenticate": challenge(headers.authorization) }),
      ...known.details.headers,
    },
    body: JSON.stringify({
      type: `/docs#problem-${known.code}`,
      title: say(title),
      status,
      detail: say(known.message),
      instance: rawPath,
      requestId: requestContext.requestId,
      ...(errors ? { errors } : {}),
      ...known.details.extra,
    }),
  };
};

const inEnglish = { language: "en", say: (english: string) => english };

const languageFor = async (accepted = "", ownFrench?: LoadFrench) =>
  /\bfr\b/i.test(accepted)
    ? ((await import("./refusal-language.ts")).refusalLanguage(accepted, await ownFrench?.()) ?? inEnglish)
    : inEnglish;

/** Every 401 says how to prove who calls (RFC 9110, section 15.5.2; RFC 6750, section 3.1). */
const challenge = (authorization: string | undefined): string =>
  `Bearer realm="clientele"${/^Bearer\s/i.test(authorization ?? "") ? ', error="invalid_token"' : ""}`;

/** Parses with a schema, or refuses with every mistake and where it is: the words for them are loaded with the first. */
export const parseOr422 = <T>(schema: z.ZodMiniType<T, unknown>, value: unknown): T | Promise<never> => {
  const result = schema.safeParse(value);
  return result.success ? result.data : refused(result.error.issues, value);
};

const refused = async (issues: readonly z.core.$ZodIssue[], value: unknown): Promise<never> => {
  throw (await import("./mistakes.ts")).validationFailed(issues, value);
};
