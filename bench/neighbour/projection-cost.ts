import { project } from "../../functions/changes/project.ts";
import { ImportRun } from "../../functions/imports/import-run.ts";
import { kinds } from "../../functions/kinds.ts";
import { runJob } from "../../shared/app/job-runner.ts";
import { systemClock } from "../../shared/clock.ts";
import type { StreamRecord } from "../../shared/db/stream.ts";
import { chunksOf, documentClient, openTable, type Table } from "../../shared/db/table.ts";
import { type Client, clients } from "../../shared/entities/client.ts";
import { stampOf } from "../../shared/entities/client-stamp.ts";
import { projectedEntities } from "../../shared/events/stream-filters.ts";
import type { AccountId } from "../../shared/ids.ts";
import type { Log } from "../../shared/log.ts";
import { storedClient } from "../../shared/projection/stored-client.ts";
import type { Call } from "../capacity/calls.ts";
import { openCountingProxy } from "../capacity/counting-proxy.ts";
import type { Context } from "../context.ts";
import { sizeOfList } from "../import/client-list.ts";
import { sampleAccount } from "../support/sample-account.ts";
import { sampleImport } from "../support/sample-import.ts";
import { localClient } from "../support/table-engine.ts";

/** A kind of clients: one, and a list of them. */
export interface Sample {
  clientOf(account: AccountId, number: number): Client;
  list(account: AccountId, rows: number): AsyncGenerator<Uint8Array>;
}

export interface ProjectionCost {
  /** Write units for one imported client, its projection included. */
  units: number;
  /** Calls to the table to project a hundred clients that people made. */
  calls: number;
}

const ROWS = 500;
const PROJECTED = 100;

/** What an imported client costs, and how many calls the projector makes, counted between our functions and the table. */
export const projectionCost = async (context: Context, name: string, sample: Sample): Promise<ProjectionCost> => {
  const { url, direct, tableName } = await context.engine();
  const proxy = await openCountingProxy({ engine: url, direct, tableName, others: async () => undefined });
  const table = openTable(documentClient(localClient(proxy.url)), tableName);
  try {
    await importRows(table, `${name}-imported`, sample);
    const imported = [...proxy.calls];
    await followAll(table, proxy.calls);
    const units = sum(proxy.calls.map(({ writes }) => writes)) / ROWS;
    if (createdIn(imported) !== ROWS) throw new Error("Not every row became a client.");
    const account = sampleAccount(`${name}-projected`).id;
    const at = new Date().toISOString();
    const made = Array.from({ length: PROJECTED }, (_, number) => sample.clientOf(account, number))
      .map((client): Client => ({ ...client, createdAt: at, updatedAt: at }))
      .map((client) => storedClient(client, stampOf(client)));
    proxy.reset();
    await table.of(account).writeBatch(made.map((item) => ({ do: "put", item })));
    const records = recordsOf(proxy.calls);
    proxy.reset();
    await project({ Records: records }, { table, log, setAside });
    return { units, calls: proxy.calls.length };
  } finally {
    await proxy.close();
  }
};

const importRows = async (table: Table, name: string, { list }: Sample): Promise<void> => {
  const account = sampleAccount(name);
  const { job, writes } = sampleImport(account);
  await table.of(account.id).commit(writes);
  const open = async () => ({ body: list(account.id, ROWS), size: sizeOfList(ROWS) });
  const run = new ImportRun(account.id, { table, clock: systemClock, open });
  await runJob(
    { table, clock: systemClock, log },
    {
      accountId: account.id,
      jobId: job.id,
      worker: "bench",
      lastTry: false,
      leaseSeconds: 900,
      step: (current) => run.step(current),
      hasTime: () => true,
      continueLater: async () => undefined,
    },
  );
};

/** Lets the projector follow these calls, and of what it writes itself as much as the stream's filter lets it see. */
const followAll = async (table: Table, calls: readonly Call[]): Promise<void> => {
  let seen = 0;
  while (seen < calls.length) {
    const records = recordsOf(calls.slice(seen)).filter(isFollowed);
    seen = calls.length;
    for (const Records of chunksOf(records, 100)) await project({ Records }, { table, log, setAside });
  }
};

const isFollowed = ({ dynamodb: { OldImage, NewImage } = {} }: StreamRecord): boolean =>
  projectedEntities(kinds).includes((NewImage ?? OldImage)?.entity?.S ?? "");

const recordsOf = (calls: readonly Call[]): StreamRecord[] =>
  calls
    .flatMap(({ changes }) => changes)
    .map(({ before, after }, number) => ({
      eventName: before ? (after ? "MODIFY" : "REMOVE") : "INSERT",
      dynamodb: {
        SequenceNumber: String(number).padStart(21, "0"),
        ApproximateCreationDateTime: Math.floor(Date.now() / 1000),
        ...(before ? { OldImage: before } : {}),
        ...(after ? { NewImage: after } : {}),
      },
    }));

const createdIn = (calls: readonly Call[]): number =>
  calls.flatMap(({ changes }) => changes).filter(({ before, after }) => !before && after?.entity?.S === clients.name)
    .length;

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

const setAside = async (): Promise<never> => {
  throw new Error("The projector set a change aside.");
};

/** Whatever goes wrong in a measurement ends it. */
const log: Log = {
  info: () => undefined,
  error: (_, error) => {
    throw error;
  },
  metric: () => undefined,
};
