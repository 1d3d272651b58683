import fc from "fast-check";
import { expect, test } from "vitest";
import { listMark, markTest } from "../../../../shared/entities/list-mark.ts";

const aList = fc.string({ maxLength: 30 }).map((value) => `tag#${value}`);

test("a mark leaves out no list that the client stands in", () => {
  fc.assert(
    fc.property(fc.array(aList, { minLength: 1, maxLength: 250 }), fc.nat(), (lists, seed) => {
      const mark = listMark(lists);
      const asked = lists.filter((_, at) => (seed >> (at % 30)) & 1);
      expect(markTest(asked)(mark)).toBe(true);
    }),
  );
});

test("a mark of six lists takes fewer than one other list in fifty for one of them, in sixteen characters", () => {
  const own = ["mobile#with", "type#typ_1", "tag#vip", "tag#hiver", "assignedTo#mem_1", "field.plate#abc"];
  const mark = listMark(own);
  expect(mark).toHaveLength(16);
  const others = Array.from({ length: 5000 }, (_, at) => `tag#other ${at}`);
  expect(others.filter((list) => markTest([list])(mark)).length).toBeLessThan(100);
});

test("an entry without a mark may be of anybody", () => {
  expect(markTest(["tag#vip"])(undefined)).toBe(true);
});
