import { decideRow } from "./decide-row.ts";
import type { ReadRow, TakeTerms } from "./rows-taken.ts";
import { takeRows } from "./take-rows.ts";

/**
 * Meets everybody whom rows are about that an earlier worker has done, so that those which follow find the same people
 * as if one worker had done all. A dry run has written nothing: it tries these rows once more.
 */
export const catchUp = async (rows: readonly ReadRow[], terms: TakeTerms): Promise<void> => {
  if (terms.dryRun) return void (await takeRows(rows, terms));
  await terms.known.begin(rows.map(({ client }) => client));
  for (const { row, client } of rows) {
    const decided = await decideRow(row, client, terms.known, terms.decisions);
    if (decided.does === "change") terms.known.keep(client, decided.client);
  }
};
