import type * as z from "zod/mini";
import { AppError, type FieldError } from "../errors.ts";

type Issue = z.core.$ZodIssue;

/** The refusal of what a schema does not take: every mistake, where it is, and what to send instead. */
export const validationFailed = (issues: readonly Issue[], sent: unknown): AppError => {
  const errors = issues.filter(isNews).flatMap((issue) => mistakesOf(issue, sent, []));
  return new AppError("validation-failed", errors[0]?.message ?? "The request is not valid.", { errors });
};

/** What is not even of its kind is not measured: zod counts the letters of a text where a list should be. */
const isNews = ({ code, path }: Issue, _: number, issues: readonly Issue[]): boolean =>
  code === "invalid_type" || !issues.some((other) => other.code === "invalid_type" && samePath(other.path, path));

const samePath = (a: readonly PropertyKey[], b: readonly PropertyKey[]): boolean =>
  a.length === b.length && a.every((segment, index) => segment === b[index]);

const mistakesOf = (issue: Issue, sent: unknown, above: PropertyKey[]): FieldError[] => {
  const path = [...above, ...issue.path];
  const pointer = path.map((segment) => `/${escaped(segment)}`).join("");
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({ pointer: `${pointer}/${escaped(key)}`, message: "Unknown field" }));
  if (issue.code === "invalid_union" && "options" in issue && issue.options)
    return [{ pointer, message: choice(issue.options) }];
  if (issue.code === "invalid_union" && issue.errors.length > 0) return ofNearest(issue.errors, sent, path, pointer);
  return [{ pointer, message: sentenceOf(issue, valueAt(sent, path)) }];
};

/** Of several shapes the one that was meant: what is wrong within it, or else which members tell them apart. */
const ofNearest = (
  shapes: readonly (readonly Issue[])[],
  sent: unknown,
  path: PropertyKey[],
  pointer: string,
): FieldError[] => {
  const isMissing = (code: Issue["code"], within: PropertyKey[]): boolean =>
    code.startsWith("invalid_") && valueAt(sent, [...path, ...within]) === undefined;

  const meant = shapes.find((issues) => issues.every(({ code, path }) => path.length > 0 && !isMissing(code, path)));
  if (meant) return meant.flatMap((issue) => mistakesOf(issue, sent, path));
  const names = shapes.flatMap((issues) =>
    issues.flatMap(({ code, path: [name] }) => (code.startsWith("invalid_") && name !== undefined ? [name] : [])),
  );
  const message = names.length > 0 ? `Give one of ${[...new Set(names)].map(String).join(", ")}` : NOT_EXPECTED;
  return [{ pointer, message }];
};

const NOT_EXPECTED = "Not what is expected here";
/** What zod says when neither the schema nor a locale has a sentence. */
const UNSAID = "Invalid input";

const sentenceOf = (issue: Issue, value: unknown): string => {
  if (issue.message !== UNSAID) return issue.message;
  if (value === undefined) return issue.path.length > 0 ? "Required" : "Send a body that says what to change";
  switch (issue.code) {
    case "invalid_type":
      return kinds[issue.expected] ?? NOT_EXPECTED;
    case "too_small":
      return bound("At least", Number(issue.minimum), issue.origin);
    case "too_big":
      return bound("At most", Number(issue.maximum), issue.origin);
    case "invalid_value":
      return choice(issue.values);
    case "invalid_format":
      return issue.format === "datetime"
        ? "Expected a moment with its offset, such as 2026-03-02T09:00:00-05:00"
        : "Not in the form expected here";
    case "invalid_key":
      return issue.issues[0] ? sentenceOf({ ...issue.issues[0], path: ["key"] }, "") : NOT_EXPECTED;
    default:
      return NOT_EXPECTED;
  }
};

const kinds: Readonly<Record<string, string>> = {
  string: "Expected a text",
  number: "Expected a number",
  int: "Expected a whole number",
  boolean: "Expected true or false",
  array: "Expected a list",
  object: "Expected an object",
  record: "Expected an object",
};

const choice = (values: readonly unknown[]): string =>
  values.length === 1 ? `Must be ${String(values[0])}` : `Choose one of ${values.map(String).join(", ")}`;

const bound = (which: "At least" | "At most", limit: number, origin: string): string => {
  if (which === "At least" && limit === 1 && (origin === "string" || origin === "array")) return "May not be empty";
  const unit = origin === "string" ? " characters" : origin === "array" ? " entries" : "";
  return `${which} ${limit}${unit}`;
};

const valueAt = (sent: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, name) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, name)
        ? (value as Record<PropertyKey, unknown>)[name]
        : undefined,
    sent,
  );

/** RFC 6901, section 3. */
const escaped = (segment: PropertyKey): string => String(segment).replaceAll("~", "~0").replaceAll("/", "~1");
