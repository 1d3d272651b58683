import { describe, expect, it } from "vitest";
import { inspectFile } from "../../../../functions/documents/inspect.ts";
import { sampleFiles } from "../../../support/files.ts";

const arrived = (head: Buffer, size = head.length) => ({ key: "k", etag: "e", head, size });
const announced = (fileName: string, contentType: string) => ({ fileName, contentType, maxBytes: 1000 });
const pdf = announced("assurance.pdf", "application/pdf");

const inspect = (content: Buffer, slot = pdf, welcome = ["image/*", "application/pdf", "text/*", "application/*"]) =>
  inspectFile(arrived(content), slot, async () => welcome);

describe("a file that arrived", () => {
  it("is kept as what it was said to be", async () => {
    expect(await inspect(sampleFiles.pdf)).toEqual({ contentType: "application/pdf", fileName: "assurance.pdf" });
  });

  it("is refused when its content is of a type that is not welcome, whatever its name", async () => {
    expect(await inspect(sampleFiles.png, pdf, ["application/pdf"])).toBe("type_mismatch");
    expect(await inspect(sampleFiles.html, announced("a.txt", "text/plain"))).toBe("type_mismatch");
    expect(await inspect(sampleFiles.program, pdf)).toBe("type_mismatch");
  });

  it("is refused when it is empty or larger than its form allowed", async () => {
    const sized = (size: number) => inspectFile(arrived(sampleFiles.pdf, size), pdf, async () => []);
    expect(await sized(0)).toBe("empty");
    expect(await sized(1001)).toBe("too_large");
    expect(await sized(1000)).toMatchObject({ contentType: "application/pdf" });
  });

  it.each([
    ["IMG_1.HEIC", "image/heic", "jpeg", "IMG_1.jpg", "image/jpeg"],
    ["photo.jpg", "image/jpeg", "png", "photo.png", "image/png"],
    ["photo.jpg", "image/jpeg", "webp", "photo.webp", "image/webp"],
    ["photo.JPG", "image/jpeg", "heic", "photo.heic", "image/heic"],
    ["clients.csv", "application/vnd.ms-excel", "latin1", "clients.csv", "text/csv"],
    ["scan.png", "image/png", "pdf", "scan.pdf", "application/pdf"],
  ] as const)("%s, announced as %s, is kept as the %s that it is", async (fileName, type, content, name, real) => {
    const kept = await inspect(sampleFiles[content], announced(fileName, type));
    expect(kept).toEqual({ contentType: real, fileName: name });
  });

  it.each([
    ["facture.js", "text/plain", "text", "facture.js.txt"],
    ["page.html", "text/plain", "text", "page.html.txt"],
    ["lien.pdf.url", "text/plain", "text", "lien.pdf.url.txt"],
    ["outil.hta", "text/csv", "text", "outil.hta.csv"],
    ["evil.exe", "application/pdf", "pdf", "evil.exe.pdf"],
    ["sans extension", "application/pdf", "pdf", "sans extension.pdf"],
    ["Assurance.PDF", "application/pdf", "pdf", "Assurance.PDF"],
    ["photo.jpeg", "image/jpeg", "jpeg", "photo.jpeg"],
  ] as const)("%s is downloaded under a name that says its type", async (fileName, type, content, name) => {
    expect(await inspect(sampleFiles[content], announced(fileName, type))).toEqual({
      contentType: type,
      fileName: name,
    });
  });

  it("is not guessed to be a Word document because it might be one", async () => {
    expect(await inspect(sampleFiles.doc, announced("photo.jpg", "image/jpeg"))).toBe("type_mismatch");
    expect(await inspect(sampleFiles.doc, announced("bilan.xls", "image/jpeg"))).toMatchObject({
      contentType: "application/vnd.ms-excel",
    });
  });
});
