/** What may work side by side behind the API, so that requests find a free function instance. */
export interface Background {
  /** Batches of one queue; Lambda lets nobody set less than 2. */
  readonly perQueue: number;
  /** Batches of one shard of the table's stream. */
  readonly perShard: number;
  /** Events that one dispatcher hands to their workers at once. */
  readonly perDispatch: number;
  /** Calls of partners that wait for changes: a tenth of all. */
  readonly waiting: number;
}

/**
 * The shares of background work in the function instances of the AWS account. Lambda cannot keep instances for several
 * functions together, and a new account (10) may keep none at all: so what is not the API is limited instead.
 */
export const backgroundOf = (concurrency: number): Background => ({
  perQueue: between(2, Math.floor(concurrency / 50), 20),
  perShard: between(1, Math.floor(concurrency / 100), 4),
  perDispatch: between(1, Math.floor(concurrency / 100), 10),
  waiting: between(1, Math.floor(concurrency / 10), 200),
});

const between = (least: number, value: number, most: number): number => Math.min(most, Math.max(least, value));
