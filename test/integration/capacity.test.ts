import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { measureRoutes } from "../../bench/capacity/capacity.ts";
import { type Measured, misses } from "../../bench/capacity/measure.ts";
import { capacityTable, withCapacity } from "../../bench/capacity/table.ts";
import { openWorld } from "../../bench/capacity/world.ts";
import { createTable, localClient } from "../../bench/support/table-engine.ts";
import { startTestDynamoDb } from "../support/dynamodb-server.ts";

const document = resolve(import.meta.dirname, "../../docs/data-model.md");
const engine = await startTestDynamoDb();
afterAll(engine.stop);

let measured: Measured[] = [];
let missing: string[] = [];

beforeAll(async () => {
  const source = { direct: localClient(engine.url), tableName: "capacity" };
  await createTable(source.direct, source.tableName);
  const world = await openWorld({ url: engine.url, ...source });
  ({ measured, missing } = await measureRoutes(source, world));
  await world.close();
}, 240_000);

const sentence = (one: Measured): string => `${one.route} (${one.pattern}): ${misses(one).join(", ")}`;

describe("the units that the routes take", () => {
  it("are worked out by hand for every route", () => {
    expect(missing).toEqual([]);
  });

  it("are as little as can be, or say why not", () => {
    const unexplained = measured.filter((one) => misses(one).length > 0 && !one.because);
    expect(unexplained.map(sentence)).toEqual([]);
  });

  it("have no excuse for what is as it must be", () => {
    expect(measured.filter((one) => misses(one).length === 0 && one.because).map(sentence)).toEqual([]);
  });

  it("are never below what was worked out by hand", () => {
    const below = measured.filter((one) => one.reads < one.minimumReads || one.writes < one.minimumWrites);
    expect(below.map(sentence)).toEqual([]);
  });

  it("stand in the data model as they are (`npm run bench -- --only capacity` writes it)", () => {
    const text = readFileSync(document, "utf8");
    expect(text).toBe(withCapacity(text, capacityTable(measured)));
  });
});
