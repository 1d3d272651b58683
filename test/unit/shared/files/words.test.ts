import { expect, it } from "vitest";
import { sizeInWords, typesInWords } from "../../../../shared/files/words.ts";

it("sizes are written as people read them", () => {
  expect(sizeInWords(25 * 1024 * 1024, "fr").replaceAll(/\s/g, " ")).toBe("25 Mo");
  expect(sizeInWords(25 * 1024 * 1024, "en")).toBe("25 MB");
  expect(sizeInWords(1536, "fr").replaceAll(/\s/g, " ")).toBe("1,5 ko");
  expect(sizeInWords(12, "en")).toBe("12 byte");
});

it("accepted types are told by families", () => {
  expect(typesInWords(["image/*", "application/pdf"], "fr")).toBe("PDF ou images");
  expect(typesInWords(["application/pdf"], "en")).toBe("PDF");
});
