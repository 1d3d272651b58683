import { expect, test } from "vitest";
import { trimStream } from "../../../../local/engines/stream-retention.ts";
import { addRecords, engineFile } from "../../../support/engine-file.ts";

const numbersOf = (database: ReturnType<typeof engineFile>, table: string) =>
  database
    .prepare("SELECT sequence_number AS number FROM _stream_records WHERE table_name = ? ORDER BY id")
    .all(table)
    .map(({ number }) => Number(number));

test("records of the stream that are too old are removed, and later ones stay", () => {
  const database = engineFile();
  addRecords(
    database,
    Array.from({ length: 2500 }, (_, index) => ({ table: "T", sequence: index + 1, at: 1000 + index })),
  );
  expect(trimStream(database, 3400)).toBe(2400);
  expect(numbersOf(database, "T")).toEqual(Array.from({ length: 100 }, (_, index) => 2401 + index));
});

test("the newest record of each table stays, since the engine counts on from its number", () => {
  const database = engineFile();
  addRecords(database, [
    { table: "T", sequence: 1, at: 1 },
    { table: "Other", sequence: 1, at: 2 },
    { table: "T", sequence: 2, at: 3 },
    { table: "Other", sequence: 2, at: 4 },
  ]);
  expect(trimStream(database, 1000)).toBe(2);
  expect([numbersOf(database, "T"), numbersOf(database, "Other")]).toEqual([[2], [2]]);
  expect(trimStream(database, 1000)).toBe(0);
});
