import { expect, test } from "vitest";
import { calmLog } from "../../../local/calm-log.ts";

test("a line that comes again and again is shown once in half a minute", () => {
  const lines: string[] = [];
  let now = 0;
  const log = calmLog(
    (line) => lines.push(line),
    () => now,
  );
  for (; now < 30_000; now += 1000) log("the disk is full");
  log("another");
  log("the disk is full");
  expect(lines).toEqual(["the disk is full", "another", "the disk is full"]);
});
