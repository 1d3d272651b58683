import { describe, expect, it } from "vitest";
import {
  acceptedTypes,
  isAccepted,
  isUsefulPattern,
  plainType,
  usualTypes,
} from "../../../../shared/files/file-types.ts";

describe("the types that a request accepts", () => {
  it("are named one by one, by family, or all at once", () => {
    expect(isAccepted("image/png", ["image/*", "application/pdf"])).toBe(true);
    expect(isAccepted("application/pdf", ["image/*", "application/pdf"])).toBe(true);
    expect(isAccepted("text/plain", ["image/*", "application/pdf"])).toBe(false);
    expect(isAccepted("video/mp4", ["*/*"])).toBe(true);
  });

  it("are only those whose content can be checked", () => {
    expect(isAccepted("image/svg+xml", ["image/*"])).toBe(false);
    expect(isAccepted("text/html", ["*/*"])).toBe(false);
    expect(isUsefulPattern("image/svg+xml")).toBe(false);
    expect(isUsefulPattern("text/*")).toBe(true);
  });

  it("come with the extensions by which a page tells files", () => {
    expect(acceptedTypes(["image/jpeg"]).flatMap(({ extensions }) => extensions)).toEqual(["jpg", "jpeg"]);
  });

  it("are documents and pictures when nobody says", () => {
    expect(usualTypes).toContain("application/pdf");
    expect(usualTypes).toContain("image/heic");
    expect(usualTypes).not.toContain("application/zip");
  });
});

it("a type is read without its parameters, under its registered name", () => {
  expect(plainType("Text/Plain; charset=utf-8")).toBe("text/plain");
  expect(plainType("image/jpg")).toBe("image/jpeg");
  expect(plainType("")).toBe("");
});
