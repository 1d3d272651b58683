import { expect, test } from "vitest";
import { readable } from "../../../../local/lambda/console.ts";

test("an error's entry is shown with its stack", () => {
  const entry = {
    level: "ERROR",
    code: "REQUEST_FAILED",
    route: "GET /x",
    error: { message: "no", stack: "Error: no\n    at x.ts:1" },
  };
  expect(readable(JSON.stringify(entry))).toBe("ERROR code=REQUEST_FAILED route=GET /x\nError: no\n    at x.ts:1");
});

test("entries of no concern to people are not shown", () => {
  expect(readable('{"level":"INFO","code":"REQUEST"}')).toBeUndefined();
  expect(readable('{"_aws":{"Timestamp":1},"Latency":3}')).toBeUndefined();
});

test("plain lines and other JSON are shown as they are", () => {
  for (const line of ["hello", '{"a":1}', "{not json"]) expect(readable(line)).toBe(line);
});
