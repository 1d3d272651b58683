import * as z from "zod/mini";
import type { ZodOpenApiComponentsObject, ZodOpenApiPathsObject } from "zod-openapi";
import { problems } from "../shared/errors.ts";

/** RFC 9457, with the members that are ours. */
export const Problem = z.object({
  type: z.string().check(z.meta({ description: "What kind of problem, as an address that explains it." })),
  title: z.string(),
  status: z.int(),
  detail: z.optional(z.string()),
  instance: z.optional(z.string()),
  requestId: z.optional(z.string().check(z.meta({ description: "Name it when you ask for help." }))),
  errors: z.optional(
    z.array(
      z.object({
        pointer: z.string().check(z.meta({ description: "A JSON Pointer (RFC 6901) into the body, or a parameter." })),
        message: z.string(),
      }),
    ),
  ),
});

const codesByStatus = Map.groupBy(Object.entries(problems), ([, { status }]) => status);

const contentLike = (example: object) => ({
  "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" }, example },
});

const exampleOf = (code: string, { status, title }: { status: number; title: string }) => ({
  type: `/docs#problem-${code}`,
  title,
  status,
  ...(status === 422 && { errors: [{ pointer: "/email", message: "Not an e-mail address" }] }),
  instance: "/v1/clients",
  requestId: "JKJaXmPLvHcESHA=",
});

const headersOf = (status: number) =>
  status === 429 || status === 503
    ? { headers: { "Retry-After": { description: "Seconds to wait", schema: { type: "integer" as const } } } }
    : {};

const nameOf = (status: number): string => `Problem${status}`;

/** One response for each status that a path refers to, and one for whatever else may happen. */
export const problemResponses = (paths: ZodOpenApiPathsObject): ZodOpenApiComponentsObject["responses"] => {
  const referred = JSON.stringify(paths, (key, value: unknown) => (key === "schema" ? undefined : value));
  const met = [...codesByStatus].filter(([status]) => referred.includes(`"${problemReference(status).$ref}"`));
  return {
    ...Object.fromEntries(met.map(([status, codes]) => [nameOf(status), responseOf(status, codes)])),
    Problem: { description: "Any other problem", content: contentLike(exampleOf("unavailable", problems.unavailable)) },
  };
};

const responseOf = (
  status: number,
  codes: readonly (readonly [code: string, problem: { status: number; title: string }])[],
) => ({
  description: codes.map(([code, { title }]) => `${title} (\`${code}\`)`).join(" · "),
  content: contentLike(codes[0] ? exampleOf(...codes[0]) : {}),
  ...headersOf(status),
});

export const problemReference = (status: number) => ({ $ref: `#/components/responses/${nameOf(status)}` });
export const anyProblem = { $ref: "#/components/responses/Problem" };
