import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { fileTypes } from "../../../../shared/files/file-types.ts";
import { HEAD_BYTES, typesOfContent } from "../../../../shared/files/sniff.ts";
import { sampleFiles, zipEntry } from "../../../support/files.ts";

const OOXML = "application/vnd.openxmlformats-officedocument";

const typeOf = (extension: string): string | undefined =>
  fileTypes.find(({ extensions }) => extensions.includes(extension))?.type;

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
  ] as const)("knows a %s", async (name, type) => {
    expect(await typesOfContent(sampleFiles[name])).toContain(type);
  });

  it.each(["html", "svg", "program", "noise"] as const)("does not take a %s for anything", async (name) => {
    expect(await typesOfContent(sampleFiles[name])).toEqual([]);
  });

  it("does not take a workbook for a document, nor a plain archive for either", async () => {
    expect(await typesOfContent(sampleFiles.xlsx)).not.toContain(`${OOXML}.wordprocessingml.document`);
    expect(await typesOfContent(sampleFiles.zip)).toEqual(["application/zip"]);
  });

  it("does not take a page with a PDF behind it for a PDF", async () => {
    expect(await typesOfContent(Buffer.concat([sampleFiles.html, sampleFiles.pdf]))).toEqual([]);
  });

  it.each([
    ["a document behind 6 KB of relations", [zipEntry("_rels/.rels", "r".repeat(6000)), sampleFiles.docx], "docx"],
    [
      "a document behind a picture of itself",
      [zipEntry("docProps/thumbnail.jpeg", "j".repeat(60_000)), sampleFiles.docx],
      "docx",
    ],
    ["a workbook that lists its contents last", [zipEntry("xl/media/image1.png", "p".repeat(HEAD_BYTES))], "xlsx"],
  ] as const)("knows %s", async (_, parts, extension) => {
    const head = Buffer.concat(parts).subarray(0, HEAD_BYTES);
    expect(await typesOfContent(head)).toEqual([typeOf(extension)]);
  });

  it("takes no archive for a document because of the names in it", async () => {
    for (const name of ["Password/a.txt", "keyword/b.txt", "xlsx/c.txt"])
      expect(await typesOfContent(zipEntry(name, "x"))).toEqual(["application/zip"]);
  });

  it("leaves room for an Office file behind a password", async () => {
    expect(await typesOfContent(sampleFiles.doc)).toEqual(expect.arrayContaining([typeOf("docx"), typeOf("xlsx")]));
  });

  it.each([
    ["a line of noise", "\u0001\u0002 noise\n"],
    ["what a server said", "HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n"],
    ["a kilobyte of zeros", "\u0000".repeat(1024)],
  ])("knows a PDF behind %s", async (_, before) => {
    expect(await typesOfContent(Buffer.concat([Buffer.from(before), sampleFiles.pdf]))).toContain("application/pdf");
  });

  it.each([
    ["UTF-16, little end first, with its mark", "\ufeffNom;Prénom\r\n", "utf16le", false],
    ["UTF-16, big end first, with its mark", "\ufeffNom;Prénom\r\n", "utf16le", true],
    ["UTF-16 without a mark", "Nom;Prénom\r\n", "utf16le", false],
    ["UTF-16 without a mark, big end first", "Nom;Prénom\r\n", "utf16le", true],
    ["a list that begins as pictures do", "BMW;Série 3\n", "utf8", false],
  ] as const)("knows a list in %s", async (_, text, encoding, swapped) => {
    const bytes = Buffer.from(text, encoding);
    expect(await typesOfContent(swapped ? bytes.swap16() : bytes)).toContain("text/csv");
  });

  it("takes no page for text, whatever its encoding", async () => {
    const page = Buffer.from("\ufeff<!DOCTYPE html><script>1</script>", "utf16le");
    expect(await typesOfContent(page)).toEqual([]);
    expect(await typesOfContent(page.swap16())).toEqual([]);
  });

  property.prop([fc.uint8Array({ maxLength: 200 })])("answers known types only, whatever the bytes", async (bytes) => {
    const known = fileTypes.map(({ type }) => type);
    for (const type of await typesOfContent(bytes)) expect(known).toContain(type);
  });
});
