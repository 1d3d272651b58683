import fc from "fast-check";
import { project } from "../../functions/changes/project.ts";
import { kinds } from "../../functions/kinds.ts";
import { compilePattern } from "../../local/events/pattern.ts";
import { fromStored } from "../../shared/db/entity.ts";
import { keys } from "../../shared/db/keys.ts";
import type { Table } from "../../shared/db/table.ts";
import { replace } from "../../shared/db/writes.ts";
import { type Client, clients } from "../../shared/entities/client.ts";
import { stampOf } from "../../shared/entities/client-stamp.ts";
import { AppError } from "../../shared/errors.ts";
import { toProject } from "../../shared/events/stream-filters.ts";
import { type ClientId, derivedId } from "../../shared/ids.ts";
import { type Stamp, stateOf } from "../../shared/projection/client-state.ts";
import { deltasOf } from "../../shared/projection/deltas.ts";
import { projectionWrites } from "../../shared/projection/projection-writes.ts";
import { storedClient } from "../../shared/projection/stored-client.ts";
import { aClient, anAccountId } from "./a-client.ts";
import { projectedIn } from "./projected.ts";
import { projectorDeps } from "./projector-deps.ts";
import { type StreamedTable, streamedTable } from "./streamed-table.ts";

/** The moment of those tests. */
export const now = new Date("2026-03-05T08:00:00.000Z");
const patterns = toProject(kinds).map(compilePattern);

export const clientsIn = ({ items }: StreamedTable): Client[] =>
  [...items.values()].filter(({ entity }) => entity === clients.name).map((item) => fromStored(clients, item));

/** What is to be found of these clients, worked out from nothing. */
export const expectedOf = (all: readonly Client[], stamp: Stamp) => {
  const states = all.map((client) => stateOf(client, stamp(client)));
  const entries = states.flatMap((state) => projectionWrites([undefined, state]));
  const counters = new Map<string, number>();
  for (const { name, amount, tag } of states.flatMap((state) => deltasOf(undefined, state, "")))
    if (!tag) counters.set(name, (counters.get(name) ?? 0) + amount);
  return {
    items: Object.fromEntries(
      entries.flatMap((write) => (write.do === "put" ? [[`${write.item.pk} ${write.item.sk}`, write.item]] : [])),
    ),
    counters: Object.fromEntries(counters),
  };
};

export const foundIn = ({ items }: StreamedTable) => {
  const { items: entries, counters } = projectedIn(
    [...items.values()].filter(({ entity }) => !["client", "member", "account", "client_type"].includes(entity)),
  );
  return { items: entries, counters };
};

/** Follows the stream, a few records at a time, until it is over and all are followed. */
const follow = async (
  table: Table,
  { records }: StreamedTable,
  isOver: () => boolean,
  pauses: () => Promise<unknown>,
) => {
  for (let position = 0, turn = 0; !isOver() || position < records.length; turn++) {
    const batch = records.slice(position, position + 1 + (turn % 7));
    const Records = batch.filter((record) => patterns.some((matches) => matches(record)));
    const deps = projectorDeps(table);
    const { batchItemFailures } = await project({ Records }, deps);
    if (batchItemFailures.length > 0 || deps.aside.length > 0) throw new Error("A record could not be followed.");
    position += batch.length;
    await pauses();
    await new Promise((resolve) => setImmediate(resolve));
  }
};

/** A job and people at work at the same time, and the projector behind them; answers with what the job does. */
export const besidePeople = async <T>(
  table: () => Table,
  memory: StreamedTable,
  scheduler: fc.Scheduler,
  { job, people }: { job: Promise<T>; people: Promise<void> },
): Promise<T> => {
  let isOver = false;
  const working = Promise.all([job, people]).finally(() => {
    isOver = true;
  });
  const following = follow(
    table(),
    memory,
    () => isOver,
    () => scheduler.schedule(Promise.resolve()),
  );
  const [[done]] = await scheduler.waitFor(Promise.all([working, following]));
  return done;
};

/** Somebody saves clients, one after the other. */
export const savedInTurn = async (
  table: () => Table,
  acts: readonly { client: number; content: Partial<Client> }[],
  stamp: Stamp,
): Promise<void> => {
  for (const [moment, { client, content: own }] of acts.entries())
    await saved(table(), idOf(client), own, stamp, moment);
};

export const content: fc.Arbitrary<Partial<Client>> = fc.record(
  {
    name: fc.constantFrom("Ana Roy", "Zoé Un"),
    email: fc.constantFrom("a@example.org", "b@example.org"),
    tags: fc.uniqueArray(fc.constantFrom("VIP", "Liste", "Hiver")),
    disabled: fc.boolean(),
  },
  { requiredKeys: [] },
);
export const idOf = (number: number): ClientId => derivedId("client", String(number));

/** Clients who are listed as the rules of today say. */
export const madeBefore = async (all: readonly Partial<Client>[]): Promise<StreamedTable> => {
  const memory = streamedTable(() => now);
  const made = all.map((own, number) => aClient({ ...own, id: idOf(number) }));
  await memory.table
    .of(anAccountId)
    .writeBatch(made.map((client) => ({ do: "put", item: storedClient(client, stampOf(client)) })));
  await follow(
    memory.table,
    memory,
    () => true,
    async () => undefined,
  );
  memory.records.length = 0;
  return memory;
};

/** Somebody changes a client, unless somebody else was faster. */
const saved = async (table: Table, id: ClientId, own: Partial<Client>, stamp: Stamp, moment: number): Promise<void> => {
  const db = table.of(anAccountId);
  const before = await db.get(clients, keys.of(anAccountId, id));
  if (!before) return;
  const updatedAt = new Date(now.getTime() + moment * 1000).toISOString();
  const next = { ...before, ...own, version: before.version + 1, updatedAt };
  try {
    await db.commit([{ ...replace(clients, next, before), ...{ do: "put", item: storedClient(next, stamp(next)) } }]);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
  }
};
