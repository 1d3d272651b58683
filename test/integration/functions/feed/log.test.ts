import { expect, it } from "vitest";
import { appendChanges } from "../../../../functions/changes/append-changes.ts";
import { BEGINNING, type Place, readLog } from "../../../../functions/feed/read-log.ts";
import { systemClock } from "../../../../shared/clock.ts";
import { ulids } from "../../../../shared/ids.ts";
import { atOnce, times } from "../../../support/at-once.ts";
import { aChange } from "../../../support/change-log-world.ts";
import { testTable } from "../../../support/dynamodb.ts";

const { table } = await testTable();

it("takes every change once from writers side by side, who all bring some of the same", async () => {
  const db = table.of(ulids.next("account"));
  const batches = times(8, (writer) => times(40, (number) => aChange(`${Math.floor(writer / 2)} ${number}`, 1)));
  await atOnce(8, batches, (batch) => appendChanges(db, batch, { clock: systemClock }));
  const seen: string[] = [];
  let place: Place = BEGINNING;
  for (let more = true; more; ) {
    const reading = await readLog(db, place, { limit: 7, keep: () => true });
    seen.push(...reading.changes.map(({ id }) => id));
    ({ place, more } = reading);
  }
  expect(seen).toHaveLength(4 * 40);
  expect(new Set(seen).size).toBe(4 * 40);
});
