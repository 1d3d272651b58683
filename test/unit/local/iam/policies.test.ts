import { describe, expect, test } from "vitest";
import type { PolicyStatement } from "../../../../local/front-door/contract.ts";
import { compileRole } from "../../../../local/iam/policies.ts";

const bucket = "arn:aws:s3:::uploads";
const allow = (more: Partial<PolicyStatement>): PolicyStatement => ({
  Effect: "Allow",
  Action: "s3:*",
  Resource: "*",
  ...more,
});
const put = (key = "a", context?: Record<string, string | string[]>) => ({
  action: "s3:PutObject",
  resource: `${bucket}/${key}`,
  ...(context && { context }),
});

describe("a role", () => {
  test("allows nothing that no statement says", () => {
    expect(compileRole([]).decide(put())).toBe("not-allowed");
  });

  test("matches actions whatever their case, resources to the letter, with stars and question marks", () => {
    const role = compileRole([allow({ Action: "S3:put*", Resource: `${bucket}/acc_?/*.pdf` })]);
    expect(role.decide(put("acc_1/x.pdf"))).toBe("allowed");
    expect(role.decide(put("acc_1/x.PDF"))).toBe("not-allowed");
    expect(role.decide(put("acc_12/x.pdf"))).toBe("not-allowed");
    expect(role.decide({ action: "s3:GetObject", resource: `${bucket}/acc_1/x.pdf` })).toBe("not-allowed");
  });

  test("takes the marks of regular expressions as they stand", () => {
    expect(
      compileRole([allow({ Resource: "arn:a+(b).c/*" })]).decide({ action: "s3:x", resource: "arn:a+(b).c/d" }),
    ).toBe("allowed");
    expect(compileRole([allow({ Resource: "arn:a.c/*x" })]).decide({ action: "s3:x", resource: "arn:abc/x" })).toBe(
      "not-allowed",
    );
  });

  test("forbids what is denied, whoever allows it", () => {
    const role = compileRole([allow({}), { Effect: "Deny", Action: "s3:Put*", Resource: `${bucket}/secret/*` }]);
    expect(role.decide(put("secret/a"))).toBe("forbidden");
    expect(role.decide(put("open/a"))).toBe("allowed");
  });

  test("reads NotAction and NotResource as everything else", () => {
    const role = compileRole([
      allow({ Action: undefined, NotAction: "s3:Delete*", Resource: undefined, NotResource: `${bucket}/secret/*` }),
    ]);
    expect(role.decide(put())).toBe("allowed");
    expect(role.decide(put("secret/a"))).toBe("not-allowed");
    expect(role.decide({ action: "s3:DeleteObject", resource: `${bucket}/a` })).toBe("not-allowed");
  });

  test("is content with one of several resources", () => {
    const role = compileRole([allow({ Action: "ses:SendEmail", Resource: "identity/garage.example" })]);
    const need = (...resource: string[]) => ({ action: "ses:SendEmail", resource });
    expect(role.decide(need("identity/a@garage.example", "identity/garage.example"))).toBe("allowed");
    expect(role.decide(need("identity/a@other.example", "identity/other.example"))).toBe("not-allowed");
  });
});

describe("conditions", () => {
  const decide = (Condition: PolicyStatement["Condition"], context: Record<string, string | string[]>) =>
    compileRole([allow({ Condition })]).decide(put("a", context));

  test.each<[string, PolicyStatement["Condition"], Record<string, string | string[]>, boolean]>([
    ["equal", { StringEquals: { "Events:Source": ["a", "b"] } }, { "events:source": "b" }, true],
    ["unequal", { StringEquals: { "events:source": "a" } }, { "events:source": "b" }, false],
    ["absent", { StringEquals: { "events:source": "a" } }, {}, false],
    ["absent, if it exists", { StringEqualsIfExists: { "events:source": "a" } }, {}, true],
    ["not this one", { StringNotEquals: { "events:source": "a" } }, { "events:source": "a" }, false],
    ["not this one, absent", { StringNotEquals: { "events:source": "a" } }, {}, true],
    ["like", { StringLike: { "s3:prefix": "acc_*" } }, { "s3:prefix": "acc_1/" }, true],
    ["arn", { ArnLike: { "aws:SourceArn": "arn:aws:s3:*" } }, { "aws:sourcearn": "arn:aws:s3:::x" }, true],
    ["truth", { Bool: { "aws:SecureTransport": true } }, { "aws:securetransport": "true" }, true],
    [
      "every one of many",
      { "ForAllValues:StringLike": { "ses:Recipients": "*@a.co" } },
      { "ses:recipients": ["x@a.co", "y@b.co"] },
      false,
    ],
    [
      "any one of many",
      { "ForAnyValue:StringLike": { "ses:Recipients": "*@a.co" } },
      { "ses:recipients": ["x@a.co", "y@b.co"] },
      true,
    ],
    ["must be absent", { Null: { "events:source": "true" } }, {}, true],
    ["a number", { NumericLessThan: { "s3:max-keys": 10 } }, { "s3:max-keys": "9" }, true],
    ["all of several", { StringEquals: { a: "1", b: "2" } }, { a: "1", b: "3" }, false],
  ])("know %s", (_what, condition, context, allowed) => {
    expect(decide(condition, context)).toBe(allowed ? "allowed" : "not-allowed");
  });

  test("that are not understood stop the start", () => {
    expect(() => compileRole([allow({ Condition: { DateLessThan: { "aws:CurrentTime": "2030" } } })])).toThrow(
      "DateLessThan",
    );
    // biome-ignore lint/suspicious/noTemplateCurlyInString: so IAM spells its variables
    expect(() => compileRole([allow({ Resource: "arn:aws:s3:::x/${aws:username}" })])).toThrow("Policy variables");
  });
});
