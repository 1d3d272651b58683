import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { eicarScanner } from "../../../../functions/documents/scanner.ts";
import { eicar, sampleFiles } from "../../../support/files.ts";

const scan = (content: Buffer, piece: number) =>
  eicarScanner({
    async *read() {
      for (let start = 0; start < content.length; start += piece) yield content.subarray(start, start + piece);
    },
  }).scan({ key: "k", etag: "e", size: content.length, head: content });

describe("the stand-in scanner", () => {
  it("lets ordinary files pass", async () => {
    for (const file of Object.values(sampleFiles)) expect(await scan(file, 7)).toBe("clean");
  });

  property.prop([
    fc.uint8Array({ maxLength: 300 }),
    fc.uint8Array({ maxLength: 300 }),
    fc.integer({ min: 1, max: 200 }),
  ])("finds the test file wherever it stands and however the file comes in pieces", async (before, after, piece) => {
    expect(await scan(Buffer.concat([before, eicar, after]), piece)).toBe("infected");
  });
});
