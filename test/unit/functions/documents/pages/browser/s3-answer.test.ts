import { describe, expect, it } from "vitest";
import { isForGood, setbackOf } from "../../../../../../functions/documents/pages/browser/upload/s3-answer.ts";

const answer = (code: string, message = "") => `<Error><Code>${code}</Code><Message>${message}</Message></Error>`;

describe("of what S3 refuses", () => {
  it.each([
    [
      "a file that the form's policy forbids",
      answer("AccessDenied", "Invalid according to Policy: Policy Condition failed"),
    ],
    ["a file that is too large", answer("EntityTooLarge")],
    ["an empty file", answer("EntityTooSmall")],
  ])("%s is refused for good", (_, xml) => expect(isForGood(xml)).toBe(true));

  it.each([
    ["a form that is too old", answer("AccessDenied", "Invalid according to Policy: Policy expired.")],
    ["a form of somebody else", answer("AccessDenied", "Access Denied")],
    ["what came changed", answer("BadDigest")],
    ["an answer that nobody understands", "<html>"],
  ])("%s may be sent again", (_, xml) => expect(isForGood(xml)).toBe(false));

  it("the code says why", () => expect(setbackOf(answer("BadDigest")).code).toBe("BadDigest"));
});
