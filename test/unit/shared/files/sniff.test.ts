import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { fileTypes } from "../../../../shared/files/file-types.ts";
import { typesOfContent } from "../../../../shared/files/sniff.ts";
import { sampleFiles } from "../../../support/files.ts";

const OOXML = "application/vnd.openxmlformats-officedocument";

describe("the type of a file by its content", () => {
  it.each([
    ["pdf", "application/pdf"],
    ["png", "image/png"],
    ["jpeg", "image/jpeg"],
    ["gif", "image/gif"],
    ["webp", "image/webp"],
    ["tiff", "image/tiff"],
    ["heic", "image/heic"],
    ["mp4", "video/mp4"],
    ["mov", "video/quicktime"],
    ["doc", "application/msword"],
    ["docx", `${OOXML}.wordprocessingml.document`],
    ["xlsx", `${OOXML}.spreadsheetml.sheet`],
    ["odt", "application/vnd.oasis.opendocument.text"],
    ["zip", "application/zip"],
    ["text", "text/plain"],
    ["latin1", "text/csv"],
  ] as const)("knows a %s", (name, type) => {
    expect(typesOfContent(sampleFiles[name])).toContain(type);
  });

  it.each(["html", "svg", "program", "noise"] as const)("does not take a %s for anything", (name) => {
    expect(typesOfContent(sampleFiles[name])).toEqual([]);
  });

  it("does not take a workbook for a document, nor a plain archive for either", () => {
    expect(typesOfContent(sampleFiles.xlsx)).not.toContain(`${OOXML}.wordprocessingml.document`);
    expect(typesOfContent(sampleFiles.zip)).toEqual(["application/zip"]);
  });

  it("does not take a page with a PDF behind it for a PDF", () => {
    expect(typesOfContent(Buffer.concat([sampleFiles.html, sampleFiles.pdf]))).toEqual([]);
  });

  property.prop([fc.uint8Array({ maxLength: 200 })])("answers known types only, whatever the bytes", (bytes) => {
    const known = fileTypes.map(({ type }) => type);
    for (const type of typesOfContent(bytes)) expect(known).toContain(type);
  });
});
