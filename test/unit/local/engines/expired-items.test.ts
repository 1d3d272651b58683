import { expect, test } from "vitest";
import { expiredItems } from "../../../../local/engines/expired-items.ts";
import { addTable, engineFile } from "../../../support/engine-file.ts";

const NOW = 1_800_000_000;
const item = (number: number, own: object) => ({ pk: { S: "p" }, sk: { S: String(number) }, ...own });
const namesOf = (pages: Iterable<{ TableName: string; Key: unknown }[]>) =>
  [...pages].flat().map(({ TableName, Key }) => `${TableName} ${(Key as { sk: { S: string } }).sk.S}`);

test("an item is expired once its time to live is over, in a table that has one", () => {
  const database = engineFile();
  const items = [
    item(0, { ttl: { N: String(NOW - 1) } }),
    item(1, { ttl: { N: String(NOW) } }),
    item(2, { ttl: { S: "yesterday" } }),
    item(3, {}),
    item(4, { nested: { M: { ttl: { N: "1" } } } }),
  ];
  addTable(database, "T", items);
  addTable(database, "Lasting", items, false);
  expect([...expiredItems(database, NOW)]).toEqual([
    [
      {
        TableName: "T",
        Key: { pk: { S: "p" }, sk: { S: "0" } },
        attribute: "ttl",
        at: { N: String(NOW - 1) },
      },
    ],
  ]);
});

test("what would have expired more than five years ago is taken for a mistake, as by DynamoDB", () => {
  const database = engineFile();
  addTable(database, "T", [
    item(0, { ttl: { N: "20261130" } }),
    item(1, { ttl: { N: String(NOW - 4 * 365 * 86_400) } }),
  ]);
  expect(namesOf(expiredItems(database, NOW))).toEqual(["T 1"]);
});

test("many are found, a page at a time", () => {
  const database = engineFile();
  addTable(
    database,
    "T",
    Array.from({ length: 1200 }, (_, number) => item(number, { ttl: { N: String(number % 2 ? NOW + 9 : NOW - 9) } })),
  );
  const pages = [...expiredItems(database, NOW)];
  expect(pages.map(({ length }) => length)).toEqual([500, 100]);
  expect(new Set(namesOf(pages)).size).toBe(600);
});
