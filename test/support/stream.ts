import { marshall } from "@aws-sdk/util-dynamodb";
import { type Entity, toStored } from "../../shared/db/entity.ts";
import type { StreamRecord } from "../../shared/db/stream.ts";

/** The record that the table's stream would hold of a change. */
export const streamRecord = <T extends object>(
  kind: Entity<T>,
  { before, after, number, at }: { before?: T | undefined; after?: T | undefined; number: number; at?: Date },
): StreamRecord => {
  const image = (item: T) => marshall(toStored(kind, item), { removeUndefinedValues: true });
  return {
    eventName: before ? (after ? "MODIFY" : "REMOVE") : "INSERT",
    dynamodb: {
      SequenceNumber: String(number).padStart(21, "0"),
      ...(at ? { ApproximateCreationDateTime: Math.floor(at.getTime() / 1000) } : {}),
      ...(before ? { OldImage: image(before) } : {}),
      ...(after ? { NewImage: image(after) } : {}),
    },
  };
};
