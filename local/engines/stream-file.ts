import { DatabaseSync, type SQLOutputValue } from "node:sqlite";
import type { StreamRecord } from "../sources/batch-plan.ts";

export interface StreamPage {
  records: StreamRecord[];
  /** The number of the last record that was looked at, wanted or not; undefined at the end of the stream. */
  last: number | undefined;
}

/** The stream of one table. */
export interface StreamFile {
  /** The engine has one shard for each table. */
  shardId: string;
  /**
   * Looks at the next records after a number, in their order.
   * @param looksWanted is shown the JSON of an image; a record of which it wants none is passed by without being parsed
   */
  after(number: number, most: number, looksWanted: (image: string) => boolean): StreamPage;
  close(): void;
}

type Row = Record<string, SQLOutputValue>;

/**
 * Reads a table's stream from the engine's file. The engine answers `GetRecords` under the one lock that all reads and writes
 * take, parses each record and writes it anew: under an import that kept everybody else waiting for a third of the time. A
 * reader of the file waits for nobody, and nobody for it.
 */
export const openStreamFile = (file: string, table: string): StreamFile => {
  const database = new DatabaseSync(file, { readOnly: true, timeout: 5000 });
  const number = "CAST(sequence_number AS INTEGER)";
  const page = database.prepare(
    `SELECT ${number} AS number, event_name, keys_json, new_image, old_image, created_at, user_identity ` +
      `FROM _stream_records WHERE table_name = ? AND ${number} > ? ORDER BY ${number} LIMIT ?`,
  );
  return {
    shardId: `shardId-00000001-${table}`,
    after(from, most, looksWanted) {
      const records: StreamRecord[] = [];
      let last: number | undefined;
      for (const row of page.all(table, from, most)) {
        last = Number(row.number);
        if (images(row).some(looksWanted)) records.push(recordOf(row));
      }
      return { records, last };
    },
    close: () => database.close(),
  };
};

const images = ({ new_image, old_image }: Row): string[] =>
  [new_image, old_image].filter((image) => typeof image === "string");

const recordOf = (row: Row): StreamRecord => ({
  eventID: String(row.number),
  eventName: String(row.event_name),
  ...(row.user_identity ? { userIdentity: JSON.parse(String(row.user_identity)) } : {}),
  dynamodb: {
    Keys: JSON.parse(String(row.keys_json)),
    ...(row.new_image ? { NewImage: JSON.parse(String(row.new_image)) } : {}),
    ...(row.old_image ? { OldImage: JSON.parse(String(row.old_image)) } : {}),
    SequenceNumber: String(row.number),
    ApproximateCreationDateTime: Number(row.created_at),
  },
});
