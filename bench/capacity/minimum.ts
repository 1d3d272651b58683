import { type AttributeValue, BatchGetItemCommand, type DynamoDBClient, QueryCommand } from "@aws-sdk/client-dynamodb";
import type { Partition } from "../../shared/db/keys.ts";
import type { Call, Key } from "./calls.ts";
import { itemSize, type Marshalled, readUnits, totalOf, writeUnits } from "./units.ts";

/**
 * What a route must at least read, said by hand from what it answers: items by their keys, and ranges of sorted lists.
 * A list's page needs one item more than it shows, to tell whether there is a next one.
 */
export type Read =
  /** Items that must be as of now: somebody who has just changed them looks, or they decide what is written. */
  | { read: "now"; what: string; keys: readonly Key[] }
  /** Items behind the entries of a list, which is behind by moments itself. */
  | { read: "soon"; what: string; keys: readonly Key[] }
  | { read: "list"; what: string; of: ListRange };

export interface ListRange extends Partition {
  items: number;
  prefix?: string;
  from?: string;
  newestFirst?: boolean;
}

/** What a route must at least write: these items, in one transaction where something must hold across them. */
export interface Written {
  what: string;
  keys: readonly Key[];
  together?: boolean;
}

export interface Units {
  units: number;
  /** `client 1 + activity 3.5` */
  derivation: string;
}

export interface Source {
  direct: DynamoDBClient;
  tableName: string;
}

/** The units of the reads, by the sizes that the items have before the request. */
export const minimumOfReads = async (source: Source, reads: readonly Read[]): Promise<Units> => {
  const parts = await Promise.all(
    reads.map(async (read): Promise<Part> => ({ what: read.what, units: await unitsOf(source, read) })),
  );
  return summed(parts);
};

/** The units of the writes, by the sizes that the items had and have. */
export const minimumOfWrites = async (
  source: Source,
  writes: readonly Written[],
  calls: readonly Call[],
): Promise<Units> => {
  const parts = await Promise.all(
    writes.map(async ({ what, keys, together = false }): Promise<Part> => {
      const after = await itemsAt(source, keys);
      const units = keys.map((key, index) =>
        totalOf(writeUnits(imageBefore(calls, key, after[index]), after[index], together)),
      );
      return { what: together ? `${what} (transaction)` : what, units: units.reduce((sum, one) => sum + one, 0) };
    }),
  );
  return summed(parts);
};

interface Part {
  what: string;
  units: number;
}

const summed = (parts: readonly Part[]): Units => ({
  units: parts.reduce((sum, { units }) => sum + units, 0),
  derivation: parts.map(({ what, units }) => `${what} ${units}`).join(" + "),
});

const unitsOf = async (source: Source, read: Read): Promise<number> => {
  if (read.read === "list") {
    const items = await rangeOf(source, read.of);
    return readUnits(
      items.reduce((sum, item) => sum + itemSize(item), 0),
      false,
    );
  }
  const items = await itemsAt(source, read.keys);
  return items.reduce((sum, item) => sum + readUnits(item ? itemSize(item) : 0, read.read === "now"), 0);
};

const rangeOf = async (
  { direct, tableName }: Source,
  { index, pk, items, prefix, from, newestFirst }: ListRange,
): Promise<Marshalled[]> => {
  const [hash, range] = index ? [`${index}pk`, `${index}sk`] : ["pk", "sk"];
  const start = prefix ?? from;
  const condition = prefix ? " AND begins_with(#r, :s)" : from ? " AND #r >= :s" : "";
  const { Items = [] } = await direct.send(
    new QueryCommand({
      TableName: tableName,
      KeyConditionExpression: `#h = :h${condition}`,
      ExpressionAttributeNames: { "#h": hash, ...(start ? { "#r": range } : {}) },
      ExpressionAttributeValues: { ":h": text(pk), ...(start ? { ":s": text(start) } : {}) },
      Limit: items,
      ScanIndexForward: !newestFirst,
      ...(index ? { IndexName: index } : {}),
    }),
  );
  return Items;
};

const text = (value: string): AttributeValue => ({ S: value });

const itemsAt = async ({ direct, tableName }: Source, keys: readonly Key[]): Promise<(Marshalled | undefined)[]> => {
  if (keys.length === 0) return [];
  const { Responses } = await direct.send(
    new BatchGetItemCommand({
      RequestItems: {
        [tableName]: { Keys: keys.map(({ pk, sk }) => ({ pk: text(pk), sk: text(sk) })), ConsistentRead: true },
      },
    }),
  );
  const items = Responses?.[tableName] ?? [];
  return keys.map(({ pk, sk }) => items.find((item) => item.pk?.S === pk && item.sk?.S === sk));
};

/** As the calls found it; an item that no call wrote was what it is. */
const imageBefore = (calls: readonly Call[], key: Key, after: Marshalled | undefined): Marshalled | undefined => {
  for (const { keys, changes } of calls) {
    const index = keys.findIndex(({ pk, sk }) => pk === key.pk && sk === key.sk);
    if (index >= 0) return changes[index]?.before;
  }
  return after;
};
