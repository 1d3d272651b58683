import { fc, it } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { derivedId, derivedIdAt, idPattern, ulids } from "../../../shared/ids.ts";

const moment = fc.date({ min: new Date(0), max: new Date(2 ** 48 - 1), noInvalidDate: true });

/** The time in a ULID: its first ten characters, base 32 (ULID specification). */
const timeIn = (id: string): number => {
  const characters = [...id.slice(id.indexOf("_") + 1, id.indexOf("_") + 11)];
  return characters.reduce((sum, one) => sum * 32 + "0123456789ABCDEFGHJKMNPQRSTVWXYZ".indexOf(one), 0);
};

describe("a new id", () => {
  it("is a ULID with the prefix of its kind, and carries the time", () => {
    const before = Date.now();
    const id = ulids.next("client");
    expect(id).toMatch(idPattern("client"));
    expect(timeIn(id)).toBeGreaterThanOrEqual(before);
    expect(timeIn(id)).toBeLessThanOrEqual(Date.now());
  });

  it("is never another's, also when thousands are made at once", () => {
    expect(new Set(Array.from({ length: 10_000 }, () => ulids.next("event"))).size).toBe(10_000);
  });
});

describe("a derived id", () => {
  it("stays the same for ever: what was stored under it must be found again", () => {
    expect(derivedId("client", "import", "acc", "email a@b.example", "0")).toBe("cli_4W4CC70QM5V8K66D1QXHACS5NC");
    expect(derivedIdAt("event", new Date("2026-03-02T15:00:00.000Z"), "cli", "1")).toBe(
      "evt_01KJQH0CC01WZ4ECD0XSWC1CXF",
    );
  });

  it.prop([fc.array(fc.string())])("is well formed", (parts) => {
    expect(derivedId("document", ...parts)).toMatch(idPattern("document"));
  });

  it.prop([moment, moment, fc.string()])("with a time sorts by it", (earlier, later, part) => {
    const [a, b] = [derivedIdAt("event", earlier, part), derivedIdAt("event", later, part)];
    expect(Math.sign(earlier.getTime() - later.getTime())).toBe(a < b ? -1 : a > b ? 1 : 0);
    expect(timeIn(a)).toBe(earlier.getTime());
  });
});
