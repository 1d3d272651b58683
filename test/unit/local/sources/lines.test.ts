import { fc, test as property } from "@fast-check/vitest";
import { expect } from "vitest";
import type { StreamRecord } from "../../../../local/sources/batch-plan.ts";
import { createLines, numberOf } from "../../../../local/sources/lines.ts";

const record = (sequence: number, line: number): StreamRecord => ({
  dynamodb: { SequenceNumber: String(sequence), Keys: { pk: { S: `k${line}` } } },
});
const lineOf = ({ dynamodb }: StreamRecord): string => JSON.stringify(dynamodb.Keys);

const step = fc.oneof(
  fc.record({ add: fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 12 }) }),
  fc.record({ take: fc.integer({ min: 1, max: 6 }) }),
  fc.record({ done: fc.boolean() }),
);

property.prop([fc.array(step, { maxLength: 40 })])(
  "lines hand over every record once it is handled, each line in order, and know the first that is open",
  (steps) => {
    const lines = createLines(lineOf);
    const [added, handled, inHand]: [StreamRecord[], StreamRecord[], StreamRecord[][]] = [[], [], []];
    const finish = (isDone: boolean) => {
      const batch = inHand.shift();
      if (!batch) return;
      if (isDone) handled.push(...batch);
      lines[isDone ? "done" : "giveBack"](batch);
    };
    for (const one of steps) {
      if ("add" in one) {
        const records = one.add.map((line, place) => record(added.length + place + 1, line));
        added.push(...records);
        lines.add(records);
      } else if ("take" in one) {
        const batch = lines.next(one.take);
        expect(batch.length).toBeLessThanOrEqual(one.take);
        expect(batch.map(numberOf)).toEqual(batch.map(numberOf).toSorted((a, b) => a - b));
        if (batch.length > 0) inHand.push(batch);
      } else finish(one.done);
      const open = added.filter((each) => !handled.includes(each));
      expect(lines.firstOpen()).toBe(open[0] && numberOf(open[0]));
      expect(lines.waiting()).toBe(open.length - inHand.flat().length);
    }
    while (inHand.length > 0) finish(true);
    for (let batch = lines.next(5); batch.length > 0; batch = lines.next(5)) {
      handled.push(...batch);
      lines.done(batch);
    }
    expect(new Set(handled)).toEqual(new Set(added));
    expect(handled).toHaveLength(added.length);
    for (const own of Map.groupBy(handled, lineOf).values())
      expect(own.map(numberOf)).toEqual(own.map(numberOf).toSorted((a, b) => a - b));
  },
);
