import type { IncomingHttpHeaders } from "node:http";
import { type Answer, AwsError } from "../front-door/answers.ts";
import type { CorsRule } from "../front-door/contract.ts";
import { compileGlob } from "../iam/glob.ts";

/** The headers that let a page of that origin read the answer; empty when no rule covers it. */
export const corsHeaders = (rules: CorsRule[], origin: string | undefined, method: string): Record<string, string> => {
  const rule = origin && ruleFor(rules, origin, method);
  return rule ? headersOf(rule, origin) : {};
};

/** The answer to a browser that asks before it sends. @throws AwsError `AccessForbidden` when no rule covers it. */
export const preflight = (rules: CorsRule[], headers: IncomingHttpHeaders): Answer => {
  const origin = headers.origin ?? "";
  const method = headers["access-control-request-method"] ?? "";
  const asked = (headers["access-control-request-headers"] ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter(Boolean);
  const rule = ruleFor(rules, origin, method, asked);
  if (!rule) {
    const message =
      "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.";
    throw new AwsError("AccessForbidden", message, 403, { Method: method, ResourceType: "OBJECT" });
  }
  const more = {
    ...(asked.length > 0 && { "access-control-allow-headers": asked.join(", ").toLowerCase() }),
    ...(rule.MaxAge !== undefined && { "access-control-max-age": String(rule.MaxAge) }),
  };
  return { status: 200, headers: { ...headersOf(rule, origin), ...more }, body: "" };
};

const ruleFor = (rules: CorsRule[], origin: string, method: string, asked: string[] = []): CorsRule | undefined =>
  rules.find(
    ({ AllowedOrigins, AllowedMethods, AllowedHeaders = [] }) =>
      AllowedOrigins.some((pattern) => compileGlob(pattern)(origin)) &&
      AllowedMethods.includes(method) &&
      asked.every((name) => AllowedHeaders.some((pattern) => compileGlob(pattern.toLowerCase())(name.toLowerCase()))),
  );

const headersOf = (
  { AllowedOrigins, AllowedMethods, ExposedHeaders = [] }: CorsRule,
  origin: string,
): Record<string, string> => {
  const forAll = AllowedOrigins.includes("*");
  return {
    "access-control-allow-origin": forAll ? "*" : origin,
    "access-control-allow-methods": AllowedMethods.join(", "),
    ...(ExposedHeaders.length > 0 && { "access-control-expose-headers": ExposedHeaders.join(", ") }),
    ...(!forAll && { "access-control-allow-credentials": "true" }),
    vary: "Origin, Access-Control-Request-Headers, Access-Control-Request-Method",
  };
};
