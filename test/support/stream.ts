import { marshall } from "@aws-sdk/util-dynamodb";
import { type Entity, type Stored, toStored } from "../../shared/db/entity.ts";
import type { StreamRecord } from "../../shared/db/stream.ts";

interface Place {
  number?: number;
  at?: Date | undefined;
}

/** The record that the table's stream would hold of a change. */
export const streamRecord = <T extends object>(
  kind: Entity<T>,
  { before, after, number, at }: { before?: T | undefined; after?: T | undefined; number: number; at?: Date },
): StreamRecord => storedRecord(before && toStored(kind, before), after && toStored(kind, after), { number, at });

/** The same of items as the table holds them. */
export const storedRecord = (
  before: Stored | undefined,
  after: Stored | undefined,
  { number = 1, at }: Place = {},
): StreamRecord => {
  const image = (item: Stored) => marshall(item, { removeUndefinedValues: true });
  const { pk, sk } = after ?? before ?? {};
  return {
    eventName: before ? (after ? "MODIFY" : "REMOVE") : "INSERT",
    dynamodb: {
      SequenceNumber: String(number).padStart(21, "0"),
      Keys: marshall({ pk, sk }, { removeUndefinedValues: true }),
      ...(at ? { ApproximateCreationDateTime: Math.floor(at.getTime() / 1000) } : {}),
      ...(before ? { OldImage: image(before) } : {}),
      ...(after ? { NewImage: image(after) } : {}),
    },
  };
};
