import type { DatabaseSync } from "node:sqlite";

const pageSize = 1000;

/**
 * Removes the stream records that are older than a moment (seconds since the epoch), as DynamoDB trims what is older than a
 * day: the engine keeps them for ever. The newest record of a table stays, since the engine counts on from its number.
 * A page at a time, so that writes wait for no more than that. Returns how many are gone.
 */
export const trimStream = (database: DatabaseSync, before: number): number => {
  const newest = new Set(
    database
      .prepare("SELECT MAX(id) AS id FROM _stream_records GROUP BY table_name")
      .all()
      .map(({ id }) => Number(id)),
  );
  const page = database.prepare("SELECT id, created_at FROM _stream_records WHERE id > ? ORDER BY id LIMIT ?");
  const remove = database.prepare("DELETE FROM _stream_records WHERE id = ?");
  let [after, removed] = [0, 0];
  for (;;) {
    const records = page.all(after, pageSize).map(({ id, created_at }) => ({ id: Number(id), at: Number(created_at) }));
    const old = records.filter(({ at }) => at < before);
    database.exec("BEGIN IMMEDIATE");
    for (const { id } of old) if (!newest.has(id)) removed += Number(remove.run(id).changes);
    database.exec("COMMIT");
    after = old.at(-1)?.id ?? after;
    if (old.length < pageSize) return removed;
  }
};
