import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, expect, test } from "vitest";
import { keepLogSmall } from "../../../../local/engines/checkpoints.ts";
import { until } from "../../../support/until.ts";

const folder = mkdtempSync(join(tmpdir(), "checkpoints-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("the log of an engine that never empties it is emptied while the engine writes, and nothing is lost", async () => {
  const file = join(folder, "engine.db");
  const engine = new DatabaseSync(file);
  engine.exec("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; CREATE TABLE item (body BLOB)");
  const put = engine.prepare("INSERT INTO item VALUES (zeroblob(1000000))");
  for (let written = 0; written < 40; written++) put.run();
  expect(statSync(`${file}-wal`).size).toBeGreaterThan(32 * 1024 * 1024);

  const checkpoints = keepLogSmall(file);
  await until(async () => {
    put.run();
    return statSync(`${file}-wal`).size < 32 * 1024 * 1024;
  }, "the log is emptied");
  await checkpoints.stop();
  expect(engine.prepare("SELECT count(*) AS items FROM item").get()).toMatchObject({
    items: expect.toSatisfy((n) => n > 40),
  });
  engine.close();
});
