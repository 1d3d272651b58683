import { DynamoDBClient, type KeysAndAttributes } from "@aws-sdk/client-dynamodb";
import {
  BatchGetCommand,
  type BatchGetCommandOutput,
  BatchWriteCommand,
  type BatchWriteCommandInput,
  DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
} from "@aws-sdk/lib-dynamodb";
import { quiet } from "../aws/quiet.ts";
import { inParallel } from "../in-parallel.ts";
import { pause } from "../pause.ts";
import { commitWrites, TransactionRefused, updateOne, withinLimits } from "./commit.ts";
import { Placeholders } from "./conditions.ts";
import { type Entity, fromStored, isOf, type Stored, storedFields } from "./entity.ts";
import { type AccountId, belongsTo, isGlobal, type Key, type Partition } from "./keys.ts";
import { keyOf, type Write } from "./writes.ts";

/** Where a page ended: the sort key in its list, and for an index also the item's own key. */
export type Position = [sortKey: string] | [sortKey: string, pk: string, sk: string];

export interface ListOptions {
  /** Items per page. */
  limit: number;
  after?: Position | undefined;
  newestFirst?: boolean;
  /** Only sort keys that begin so. */
  prefix?: string;
  /** Only sort keys from here on, and up to `to`; both inclusive. */
  from?: string;
  to?: string;
  /** Sees what was written just before, for twice the units. No index can. @default false */
  consistent?: boolean;
}

export interface Page<T> {
  items: T[];
  /** Present while there is more. */
  next?: Position;
}

/** What one account's code may do: keys of the account and the listed global items; any other key throws. */
export interface AccountTable {
  readonly accountId: AccountId;
  get<T extends object>(kind: Entity<T>, key: Key): Promise<T | undefined>;
  /**
   * In the order of `keys`; unknown ones are left out. Eventually consistent, at half the price, unless told. Of each item
   * no more than `fields`, if they are named: it costs as many units, and less time.
   */
  getMany<T extends object, Field extends keyof T & string = keyof T & string>(
    kind: Entity<T>,
    keys: Key[],
    options?: { consistent?: boolean; fields?: readonly Field[] },
  ): Promise<Pick<T, Field>[]>;
  /** As `getMany`, of whatever kind, as the table holds them. */
  getStored(keys: Key[], options?: { consistent?: boolean; fields?: readonly string[] }): Promise<Stored[]>;
  /** Of each item no more than `fields`, if they are named. */
  list<T extends object, Field extends keyof T & string = keyof T & string>(
    kind: Entity<T>,
    partition: Partition,
    options: ListOptions & { fields?: readonly Field[] },
  ): Promise<Page<Pick<T, Field>>>;
  /** As `list`, for partitions that hold items of several kinds. */
  listStored(partition: Partition, options: ListOptions): Promise<Page<Stored>>;
  /** All or nothing; a refused condition throws what its write says (`otherwise`). */
  commit(writes: Write[]): Promise<void>;
  /** One guarded update whose outcome matters: the item after it. A refused condition throws `otherwise`. */
  bump(write: Write & { do: "update" }): Promise<Stored>;
  /** Unconditional puts and deletes, 25 a call, without order among them: for items that may be written twice. */
  writeBatch(writes: Write[]): Promise<void>;
}

export interface Table {
  of(account: AccountId): AccountTable;
  /** The listed exceptions of {@link isGlobal}: keys, links, memberships. */
  readonly global: Omit<AccountTable, "accountId">;
}

/** The document client as the product uses it: undefined fields are left out, never stored. */
export const documentClient = (client: DynamoDBClient = new DynamoDBClient({})): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(quiet(client), { marshallOptions: { removeUndefinedValues: true } });

export const openTable = (client: DynamoDBDocumentClient, tableName: string): Table => ({
  of: (accountId) => ({
    accountId,
    ...guarded(client, tableName, (pk) => belongsTo(accountId, pk) || isGlobal(pk)),
  }),
  global: guarded(client, tableName, isGlobal),
});

const BATCH_READ = 100;
const BATCH_WRITE = 25;
/**
 * Batches of one call that are written side by side. Few, so that one account's work leaves room for others: with eight, what
 * a neighbour wrote during an import of 5,000 was listed after eight seconds on one machine, with two after one.
 */
const BATCHES_AT_ONCE = 2;

const guarded = (client: DynamoDBDocumentClient, TableName: string, allowed: (pk: string) => boolean) => {
  const own = <K extends { pk: string }>(key: K): K => {
    if (!allowed(key.pk)) throw new Error("A key of another account was about to be used.");
    return key;
  };

  const listStored = async (
    partition: Partition,
    options: ListOptions,
    fields?: readonly string[],
  ): Promise<Page<Stored>> => {
    own(partition);
    const parameters = queryOf(partition, options, fields);
    const stored: Stored[] = [];
    let start = startKey(partition, options.after);
    do {
      // One more than asked tells whether there is a next page; a page ends early only at DynamoDB's 1 MB.
      const answer = await client.send(
        new QueryCommand({
          TableName,
          ...parameters,
          Limit: options.limit + 1 - stored.length,
          ScanIndexForward: !options.newestFirst,
          ...(options.consistent ? { ConsistentRead: true } : {}),
          ...(partition.index ? { IndexName: partition.index } : {}),
          ...(start ? { ExclusiveStartKey: start } : {}),
        }),
      );
      stored.push(...((answer.Items ?? []) as Stored[]));
      start = answer.LastEvaluatedKey;
    } while (start && stored.length <= options.limit);
    const items = stored.slice(0, options.limit);
    const last = items.at(-1);
    return stored.length > options.limit && last ? { items, next: positionOf(partition, last) } : { items };
  };

  /** In the order of the keys; unknown ones are left out. */
  const readStored = async (keys: Key[], parameters: Omit<KeysAndAttributes, "Keys">): Promise<Stored[]> => {
    const found = new Map<string, Stored>();
    // DynamoDB refuses a batch that names a key twice.
    const distinctKeys = [...new Map(keys.map((key) => [`${key.pk}\u0000${key.sk}`, own(key)])).values()];
    const groups = chunksOf(distinctKeys, BATCH_READ);
    await Promise.all(
      groups.map(async (group) => {
        let wanted: Record<string, unknown>[] = group.map(({ pk, sk }) => ({ pk, sk }));
        while (wanted.length > 0) {
          const answer: BatchGetCommandOutput = await client.send(
            new BatchGetCommand({ RequestItems: { [TableName]: { Keys: wanted, ...parameters } } }),
          );
          for (const item of answer.Responses?.[TableName] ?? [])
            found.set(`${item.pk}\u0000${item.sk}`, item as Stored);
          wanted = answer.UnprocessedKeys?.[TableName]?.Keys ?? [];
          if (wanted.length > 0) await pause(20 + Math.random() * 50);
        }
      }),
    );
    return keys.flatMap(({ pk, sk }) => found.get(`${pk}\u0000${sk}`) ?? []);
  };

  return {
    async get<T extends object>(kind: Entity<T>, key: Key): Promise<T | undefined> {
      const { pk, sk } = own(key);
      const answer = await client.send(new GetCommand({ TableName, Key: { pk, sk }, ConsistentRead: true }));
      return answer.Item && isOf(kind, answer.Item) ? fromStored(kind, answer.Item) : undefined;
    },

    async getMany<T extends object, Field extends keyof T & string = keyof T & string>(
      kind: Entity<T>,
      keys: Key[],
      { consistent = false, fields }: { consistent?: boolean; fields?: readonly Field[] } = {},
    ): Promise<Pick<T, Field>[]> {
      const projection = fields ? projected(["pk", "sk", "entity", ...storedFields(kind, fields)]) : {};
      const stored = await readStored(keys, { ConsistentRead: consistent, ...projection });
      return stored.filter((item) => isOf(kind, item)).map((item) => fromStored(kind, item, fields));
    },

    getStored: (
      keys: Key[],
      { consistent = false, fields }: { consistent?: boolean; fields?: readonly string[] } = {},
    ) =>
      readStored(keys, { ConsistentRead: consistent, ...(fields ? projected(["pk", "sk", "entity", ...fields]) : {}) }),

    async list<T extends object, Field extends keyof T & string = keyof T & string>(
      kind: Entity<T>,
      partition: Partition,
      options: ListOptions & { fields?: readonly Field[] },
    ): Promise<Page<Pick<T, Field>>> {
      const page = await listStored(partition, options, options.fields && storedFields(kind, options.fields));
      return { ...page, items: page.items.map((item) => fromStored(kind, item, options.fields)) };
    },

    listStored: (partition: Partition, options: ListOptions) => listStored(partition, options),

    async commit(writes: Write[]): Promise<void> {
      for (const write of writes) own(keyOf(write));
      try {
        await commitWrites(client, TableName, writes);
      } catch (error) {
        throw refusalOf(error);
      }
    },

    async bump(write: Write & { do: "update" }): Promise<Stored> {
      own(write.key);
      try {
        return await updateOne(client, TableName, write);
      } catch (error) {
        throw refusalOf(error);
      }
    },

    async writeBatch(writes: Write[]): Promise<void> {
      for (const write of writes) own(keyOf(write));
      // Nothing is left running when one of them fails: what follows may be a clearing up.
      await inParallel(BATCHES_AT_ONCE, chunksOf(distinct(writes), BATCH_WRITE), async (group) => {
        let requests: NonNullable<BatchWriteCommandInput["RequestItems"]>[string] = group.map(batchRequest);
        for (let attempt = 0; requests.length > 0; attempt++) {
          if (attempt > 0) await pause(Math.random() * 25 * 2 ** Math.min(attempt, 7));
          const command = new BatchWriteCommand({ RequestItems: { [TableName]: requests } });
          const answer = await client.send(command).catch((error: unknown) => {
            throw withinLimits(error);
          });
          requests = answer.UnprocessedItems?.[TableName] ?? [];
        }
      });
    },
  };
};

/** What the first refused write says its refusal means; any other error as it is. */
export const refusalOf = (error: unknown): unknown => {
  if (!(error instanceof TransactionRefused)) return error;
  for (const { write, existing } of error.refusals) {
    const refusal = write.otherwise?.(existing);
    if (refusal) return refusal;
  }
  return error;
};

/** Each once: DynamoDB refuses a projection that names an attribute twice. */
const projectionOf = (attributes: readonly string[], placeholders: Placeholders): string =>
  [...new Set(attributes)].map((attribute) => placeholders.name(attribute)).join(", ");

const projected = (attributes: readonly string[]) => {
  const placeholders = new Placeholders();
  return { ProjectionExpression: projectionOf(attributes, placeholders), ...placeholders.attributes };
};

const queryOf = (partition: Partition, options: ListOptions, fields: readonly string[] | undefined) => {
  const placeholders = new Placeholders();
  const pk = `${placeholders.name(partition.index ? `${partition.index}pk` : "pk")} = ${placeholders.value(partition.pk)}`;
  const range = rangeCondition(placeholders, partition.index ? `${partition.index}sk` : "sk", options);
  const place = ["pk", "sk", "entity", ...(partition.index ? [`${partition.index}sk`] : [])];
  const projection = fields && projectionOf([...place, ...fields], placeholders);
  return {
    KeyConditionExpression: range ? `${pk} AND ${range}` : pk,
    ...(projection ? { ProjectionExpression: projection } : {}),
    ...placeholders.attributes,
  };
};

const rangeCondition = (placeholders: Placeholders, sortKey: string, { prefix, from, to }: ListOptions) => {
  const name = () => placeholders.name(sortKey);
  if (prefix) return `begins_with(${name()}, ${placeholders.value(prefix)})`;
  if (from !== undefined && to !== undefined)
    return `${name()} BETWEEN ${placeholders.value(from)} AND ${placeholders.value(to)}`;
  if (from !== undefined) return `${name()} >= ${placeholders.value(from)}`;
  if (to !== undefined) return `${name()} <= ${placeholders.value(to)}`;
  return undefined;
};

const startKey = (partition: Partition, after: Position | undefined): Record<string, unknown> | undefined => {
  if (!after) return undefined;
  const [sortKey, pk, sk] = after;
  if (!partition.index) return { pk: partition.pk, sk: sortKey };
  return { [`${partition.index}pk`]: partition.pk, [`${partition.index}sk`]: sortKey, pk, sk };
};

const positionOf = ({ index }: Partition, { pk, sk, ...rest }: Stored): Position =>
  index ? [String(rest[`${index}sk`]), pk, sk] : [sk];

const batchRequest = (write: Write) => {
  if (write.when || write.do === "update" || write.do === "check")
    throw new Error("Only unconditional puts and deletes fit into a batch.");
  return write.do === "put" ? { PutRequest: { Item: write.item } } : { DeleteRequest: { Key: write.key } };
};

/** DynamoDB refuses two writes of the same item in one batch: the last one wins, as it would in sequence. */
const distinct = (writes: Write[]): Write[] => [
  ...new Map(writes.map((write) => [`${keyOf(write).pk}\u0000${keyOf(write).sk}`, write])).values(),
];

export const chunksOf = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
