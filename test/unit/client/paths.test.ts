import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { addressOf } from "../../../client/src/address.ts";

describe("a value in a path", () => {
  test.prop([
    fc.string({ minLength: 1, unit: "binary" }).filter((text) => text.isWellFormed() && !/^\.{1,2}$/.test(text)),
  ])("stays one segment of it, whatever it holds", (tag) => {
    const { pathname } = new URL(addressOf("https://api.example.com", "/v1/tags/{tag}", { tag }));
    const [, , , segment = "", ...more] = pathname.split("/");
    expect([decodeURIComponent(segment), more]).toEqual([tag, []]);
  });

  test.each([["."], [".."], [""], [undefined], [null]])("%j is refused: it would lead to another route", (tag) => {
    expect(() => addressOf("https://api.example.com", "/v1/tags/{tag}", { tag })).toThrow("`tag` is");
  });
});
