import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, expect, test } from "vitest";
import { keepLogSmall } from "../../../../local/engines/checkpoints.ts";
import { until } from "../../../support/until.ts";

const folder = mkdtempSync(join(tmpdir(), "checkpoints-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("the log of an engine that never empties it is begun anew while the engine writes, and nothing is lost", {
  timeout: 30_000,
}, async () => {
  const file = join(folder, "engine.db");
  const engine = new DatabaseSync(file, { timeout: 0 });
  engine.exec("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; CREATE TABLE item (body BLOB)");
  const put = engine.prepare("INSERT INTO item VALUES (zeroblob(1000000))");
  const size = () => statSync(`${file}-wal`).size;
  let written = 0;
  for (; written < 40; written++) put.run();
  expect(size()).toBeGreaterThan(32 * 1024 * 1024);

  const checkpoints = keepLogSmall(file);
  // The engine writes on, and waits for no lock. Each write makes the log longer, until one begins it anew.
  await until(async () => {
    const high = size();
    put.run();
    written += 1;
    return size() === high;
  }, "the log begins anew");
  await checkpoints.stop();
  expect(engine.prepare("SELECT count(*) AS items FROM item").get()).toEqual({ items: written });
  engine.close();
});
