import { describe, expect, it } from "vitest";
import { defectOf } from "../../../../functions/documents/inspect.ts";
import { sampleFiles } from "../../../support/files.ts";

const arrived = (head: Buffer, size = head.length) => ({ key: "k", etag: "e", head, size });
const pdf = { contentType: "application/pdf", maxBytes: 1000 };

describe("a file that arrived", () => {
  it("is what it was said to be", () => {
    expect(defectOf(arrived(sampleFiles.pdf), pdf)).toBeUndefined();
  });

  it("is refused when its content is of another type, whatever its name", () => {
    expect(defectOf(arrived(sampleFiles.png), pdf)).toBe("type_mismatch");
    expect(defectOf(arrived(sampleFiles.html), { ...pdf, contentType: "text/plain" })).toBe("type_mismatch");
  });

  it("is refused when it is empty or larger than its form allowed", () => {
    expect(defectOf(arrived(Buffer.alloc(0)), pdf)).toBe("empty");
    expect(defectOf(arrived(sampleFiles.pdf, 1001), pdf)).toBe("too_large");
    expect(defectOf(arrived(sampleFiles.pdf, 1000), pdf)).toBeUndefined();
  });
});
