import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { fileName } from "../../../../shared/files/file-name.ts";

describe("a file's name", () => {
  it("loses folders, leading dots and what deceives the eye", () => {
    expect(fileName("C:\\Users\\noemie\\preuve.pdf")).toBe("preuve.pdf");
    expect(fileName("../../etc/passwd")).toBe("passwd");
    expect(fileName("..htaccess")).toBe("htaccess");
    expect(fileName("photo\u202egpj.exe")).toBe("photogpj.exe");
    expect(fileName("Reçu été 2026.pdf")).toBe("Reçu été 2026.pdf");
    expect(fileName("a/")).toBe("file");
  });

  it("has letters with their accents, also when a Mac sent them apart, and no marks that nobody sees", () => {
    expect(fileName("Releve\u0301.pdf")).toBe("Relevé.pdf");
    expect(fileName("Franc\u0327ois a\u0300 No\u00ebl.jpg")).toBe("François à Noël.jpg");
    expect(fileName("boi\u0302te\u200b.p\ufeffdf")).toBe("boîte.pdf");
    expect(fileName(`${"e\u0301".repeat(180)}.pdf`)).toBe(`${"é".repeat(180)}.pdf`);
  });

  it("is shortened before its extension", () => {
    const name = fileName(`${"é".repeat(300)}.jpeg`);
    expect(name).toHaveLength(200);
    expect(name.endsWith("é.jpeg")).toBe(true);
  });

  property.prop([fc.string({ unit: "binary" })])("is never empty, never long, never a path", (given) => {
    const name = fileName(given);
    expect(name.length).toBeGreaterThan(0);
    expect(name.length).toBeLessThanOrEqual(200);
    expect(name).not.toMatch(/[\\/\p{Cc}]/u);
  });
});
