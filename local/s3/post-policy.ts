/** The policy of an upload form: what its signer let the bearer do. Source: S3 user guide, "POST policy". */
import { AwsError } from "../front-door/answers.ts";
import { isRecord, listOf, textOf } from "../front-door/read.ts";

interface FieldCondition {
  rule: "eq" | "starts-with";
  /** In lower case. */
  field: string;
  value: string;
  /** As an error shows it. */
  shown: string;
}

type Condition = FieldCondition | { rule: "content-length-range"; least: number; most: number };

export interface PostPolicy {
  expiration: Date;
  conditions: Condition[];
}

export interface UploadFacts {
  bucket: string;
  /** Names in lower case. */
  fields: Map<string, string>;
  size: number;
  now: Date;
}

/** @throws AwsError `InvalidPolicyDocument` for anything that is no policy. */
export const readPolicy = (base64: string): PostPolicy => {
  const document = parsed(Buffer.from(base64, "base64").toString());
  const expiration = new Date(textOf(isRecord(document) ? document.expiration : ""));
  if (!isRecord(document) || !Array.isArray(document.conditions) || Number.isNaN(expiration.getTime())) {
    throw invalid("Invalid Policy: Invalid JSON.");
  }
  return { expiration, conditions: document.conditions.flatMap(readCondition) };
};

/** @throws AwsError for the first thing that the upload does and the policy does not allow. */
export const checkPolicy = (
  { expiration, conditions }: PostPolicy,
  { bucket, fields, size, now }: UploadFacts,
): void => {
  if (now > expiration) throw refused("Policy expired.");
  const facts = new Map([...fields, ["bucket", bucket]]);
  for (const condition of conditions) {
    if (condition.rule === "content-length-range") checkSize(condition.least, condition.most, size);
    else checkField(condition, facts.get(condition.field));
  }
  const covered = new Set(conditions.map((condition) => ("field" in condition ? condition.field : "")));
  const extra = [...fields.keys()].filter((name) => !covered.has(name) && !isExempt(name));
  if (extra.length > 0) throw refused(`Extra input fields: ${extra.join(", ")}`);
};

const checkField = ({ rule, field, value, shown }: FieldCondition, actual: string | undefined): void => {
  // Of several content types, separated by commas, each one must begin so.
  const isTypeList = field === "content-type" && rule === "starts-with";
  const values = isTypeList ? actual?.split(",").map((type) => type.trim()) : [actual ?? ""];
  const holds = actual !== undefined && values?.every((one) => (rule === "eq" ? one === value : one.startsWith(value)));
  if (!holds) throw refused(`Policy Condition failed: ${shown}`);
};

const checkSize = (least: number, most: number, size: number): void => {
  if (size > most) {
    const details = { ProposedSize: String(size), MaxSizeAllowed: String(most) };
    throw new AwsError("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size", 400, details);
  }
  if (size < least) {
    const details = { ProposedSize: String(size), MinSizeAllowed: String(least) };
    throw new AwsError("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size", 400, details);
  }
};

const isExempt = (field: string): boolean =>
  ["x-amz-signature", "policy", "file"].includes(field) || field.startsWith("x-ignore-");

const readCondition = (condition: unknown): Condition[] => {
  if (isRecord(condition)) {
    return Object.entries(condition).map(([name, value]) => fieldCondition("eq", `$${name}`, String(value)));
  }
  const [rule, first, second] = listOf(condition);
  if (rule === "content-length-range") return [{ rule, least: Number(first), most: Number(second) }];
  if (rule !== "eq" && rule !== "starts-with") throw invalid("Invalid Policy: Invalid Simple-Condition.");
  return [fieldCondition(rule, textOf(first), String(second))];
};

const fieldCondition = (rule: "eq" | "starts-with", field: string, value: string): FieldCondition => {
  const shown = JSON.stringify([rule, field, value]).replaceAll('","', '", "');
  return { rule, field: field.replace(/^\$/, "").toLowerCase(), value, shown };
};

const refused = (what: string): AwsError => new AwsError("AccessDenied", `Invalid according to Policy: ${what}`, 403);

const invalid = (message: string): AwsError => new AwsError("InvalidPolicyDocument", message, 400);

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
