import { marshall } from "@aws-sdk/util-dynamodb";
import type { Stored } from "../../shared/db/entity.ts";
import type { StreamRecord } from "../../shared/db/stream.ts";
import { type MemoryTable, memoryTable } from "./memory-table.ts";

export interface StreamedTable extends MemoryTable {
  /** The changes that nobody has followed yet. */
  records: StreamRecord[];
}

/** The table in memory, with the stream of its changes. */
export const streamedTable = (now: () => Date): StreamedTable => {
  const memory = memoryTable();
  const records: StreamRecord[] = [];
  let number = 0;
  const image = (item: Stored | undefined) => item && marshall(item, { removeUndefinedValues: true });
  const tell = (before: Stored | undefined, after: Stored | undefined): void => {
    const [OldImage, NewImage] = [image(before), image(after)];
    number += 1;
    records.push({
      eventName: before ? (after ? "MODIFY" : "REMOVE") : "INSERT",
      dynamodb: {
        SequenceNumber: String(number).padStart(21, "0"),
        ApproximateCreationDateTime: Math.floor(now().getTime() / 1000),
        ...(OldImage ? { OldImage } : {}),
        ...(NewImage ? { NewImage } : {}),
      },
    });
  };
  const { items } = memory;
  const set = items.set.bind(items);
  const remove = items.delete.bind(items);
  items.set = (address, item) => {
    tell(items.get(address), item);
    return set(address, item);
  };
  items.delete = (address) => {
    if (items.has(address)) tell(items.get(address), undefined);
    return remove(address);
  };
  return Object.assign(memory, { records });
};
