import type { DatabaseSync } from "node:sqlite";

export interface ExpiredItem {
  TableName: string;
  Key: Record<string, unknown>;
  /** The attribute that says when, and what it said. */
  attribute: string;
  at: { N: string };
}

const pageSize = 500;
/** DynamoDB leaves alone what expired longer ago: it is taken for a mistake. */
const fiveYears = 5 * 365 * 86_400;

/**
 * The items whose time to live is over, a page at a time. They are read from the engine's file: a scan by the engine would
 * keep everybody else waiting.
 */
export function* expiredItems(database: DatabaseSync, now: number): Generator<ExpiredItem[]> {
  const tables = database
    .prepare("SELECT table_name, ttl_attribute, key_schema FROM _tables WHERE ttl_enabled = 1")
    .all();
  for (const table of tables) {
    const TableName = String(table.table_name);
    const attribute = String(table.ttl_attribute);
    const names = keyNames(String(table.key_schema));
    const seconds = `CAST(json_extract(item_json, '$."' || ? || '".N') AS INTEGER)`;
    const page = database.prepare(
      `SELECT rowid, item_json FROM "${TableName.replaceAll('"', '""')}" ` +
        `WHERE rowid > ? AND ${seconds} BETWEEN ? AND ? ORDER BY rowid LIMIT ${pageSize}`,
    );
    for (let after = 0; ; ) {
      const rows = page.all(after, attribute, now - fiveYears, now - 1);
      after = Number(rows.at(-1)?.rowid ?? after);
      if (rows.length > 0) yield rows.map(({ item_json }) => asExpired(TableName, attribute, names, String(item_json)));
      if (rows.length < pageSize) break;
    }
  }
}

const keyNames = (schema: string): string[] =>
  (JSON.parse(schema) as { AttributeName: string }[]).map(({ AttributeName }) => AttributeName);

const asExpired = (TableName: string, attribute: string, names: string[], json: string): ExpiredItem => {
  const item: Record<string, unknown> = JSON.parse(json);
  const Key = Object.fromEntries(names.map((name) => [name, item[name]]));
  return { TableName, Key, attribute, at: item[attribute] as { N: string } };
};
