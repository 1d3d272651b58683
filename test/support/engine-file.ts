import { DatabaseSync } from "node:sqlite";

export interface StreamRow {
  table: string;
  sequence: number;
  at: number;
}

/** A file as dynoxide lays it out, as far as it is read or written from outside. */
export const engineFile = (): DatabaseSync => {
  const database = new DatabaseSync(":memory:");
  database.exec(`
    CREATE TABLE _tables (table_name TEXT PRIMARY KEY, key_schema TEXT NOT NULL, ttl_attribute TEXT, ttl_enabled INTEGER);
    CREATE TABLE _stream_records (id INTEGER PRIMARY KEY AUTOINCREMENT, table_name TEXT NOT NULL,
      sequence_number TEXT NOT NULL, created_at INTEGER NOT NULL);`);
  return database;
};

export const addRecords = (database: DatabaseSync, rows: StreamRow[]): void => {
  const insert = database.prepare(
    "INSERT INTO _stream_records (table_name, sequence_number, created_at) VALUES (?, ?, ?)",
  );
  for (const { table, sequence, at } of rows) insert.run(table, String(sequence), at);
};

/** A table keyed by `pk` and `sk`, with a time to live in `ttl` unless it has none. */
export const addTable = (database: DatabaseSync, name: string, items: object[], expires = true): void => {
  const keys = [
    { AttributeName: "pk", KeyType: "HASH" },
    { AttributeName: "sk", KeyType: "RANGE" },
  ];
  database.prepare("INSERT INTO _tables VALUES (?, ?, 'ttl', ?)").run(name, JSON.stringify(keys), expires ? 1 : 0);
  database.exec(`CREATE TABLE "${name}" (pk TEXT, sk TEXT, item_json TEXT NOT NULL, PRIMARY KEY (pk, sk))`);
  const insert = database.prepare(`INSERT INTO "${name}" VALUES (?, ?, ?)`);
  for (const [index, item] of items.entries()) insert.run("p", String(index), JSON.stringify(item));
};
