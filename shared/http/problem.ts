import type * as z from "zod/mini";
import { AppError, type FieldError, problems } from "../errors.ts";
import type { HttpEvent } from "./read-request.ts";

export interface HttpAnswer {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
  isBase64Encoded?: boolean;
}

/** Any error as a problem document (RFC 9457); what is not ours to explain says nothing of its cause. */
export const problemAnswer = (error: unknown, { headers, rawPath, requestContext }: HttpEvent): HttpAnswer => {
  const known = error instanceof AppError ? error : new AppError("internal");
  const { status, title } = problems[known.code];
  return {
    statusCode: status,
    headers: {
      "content-type": "application/problem+json",
      ...(status === 401 && { "www-authenticate": challenge(headers.authorization) }),
      ...known.details.headers,
    },
    body: JSON.stringify({
      type: `/docs#problem-${known.code}`,
      title,
      status,
      detail: known.message,
      instance: rawPath,
      requestId: requestContext.requestId,
      ...(known.details.errors ? { errors: known.details.errors } : {}),
      ...known.details.extra,
    }),
  };
};

/** Every 401 says how to prove who calls (RFC 9110, section 15.5.2; RFC 6750, section 3.1). */
const challenge = (authorization: string | undefined): string =>
  `Bearer realm="clientele"${/^Bearer\s/i.test(authorization ?? "") ? ', error="invalid_token"' : ""}`;

/** Parses with a schema, or refuses with every mistake and where it is. */
export const parseOr422 = <T>(schema: z.ZodMiniType<T, unknown>, value: unknown, root = ""): T => {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = result.error.issues.flatMap((issue) => fieldErrors(issue, root));
  throw new AppError("validation-failed", errors[0]?.message ?? "The request is not valid.", { errors });
};

const fieldErrors = (issue: z.core.$ZodIssue, root: string): FieldError[] => {
  const at = [root, ...issue.path.map(escapePointer)].join("/");
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({ pointer: `${at}/${escapePointer(key)}`, message: "Unknown field" }));
  return [{ pointer: at, message: issue.message }];
};

/** RFC 6901, section 3. */
const escapePointer = (segment: PropertyKey): string => String(segment).replaceAll("~", "~0").replaceAll("/", "~1");
