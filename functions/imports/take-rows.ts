import { authorOf, born, revised } from "../../shared/app/actor.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { insert, put, replace, type Write } from "../../shared/db/writes.ts";
import type { Account } from "../../shared/entities/account.ts";
import {
  type Client,
  type ClientType,
  clients,
  standingRefusal,
  subscriptionProofs,
} from "../../shared/entities/client.ts";
import { ContentRefused } from "../../shared/entities/client-mistakes.ts";
import { claimUnique } from "../../shared/entities/unique.ts";
import { AppError } from "../../shared/errors.ts";
import { derivedId, type Ids } from "../../shared/ids.ts";
import type { ClientTypes } from "./client-types.ts";
import type { KnownClients, Meeting } from "./known-clients.ts";
import { contentOfRow, mergedWithRow, sameContent } from "./merge-row.ts";
import type { ImportedClient, RowError } from "./parse/imported-client.ts";
import { contentErrors, type Telling, writeErrors } from "./row-refusals.ts";

export interface ReadRow {
  row: number;
  client: ImportedClient;
  /** The one that the row names. */
  type: ClientType | undefined;
}

export interface TakeTerms extends Telling {
  db: AccountTable;
  account: Account;
  /** Who started the import. */
  author: string;
  importId: string;
  dryRun: boolean;
  /** When the job began: what was created since, and not by an earlier step, a worker that died has created. */
  startedAt: string;
  known: KnownClients;
  types: Pick<ClientTypes, "withId">;
  ids: Ids;
  now: Date;
  /** Called when all is decided and nothing is written yet: what can be done meanwhile begins here. */
  whileWriting?: () => void;
}

export interface Taken {
  created: number;
  updated: number;
  unchanged: number;
  /** Rows that were not taken, and why. */
  failed: RowError[];
  /** Cells that were left out of rows that were. */
  leftOut: RowError[];
}

/** A client as the rows of one step leave it. */
interface Change {
  /** Created by a worker that died before it could say so. */
  orphan: boolean;
  before: Client | undefined;
  after: Client;
  rows: number[];
}

/**
 * Takes rows in: new clients in batches, changes one by one with their version checked. The rows of a step that speak of
 * the same client make one change. Doing it twice is doing it once.
 */
export const takeRows = async (rows: readonly ReadRow[], terms: TakeTerms): Promise<Taken> => {
  const taken: Taken = { created: 0, updated: 0, unchanged: 0, failed: [], leftOut: [] };
  const meetings = await terms.known.meet(rows.map(({ client }) => client));
  const changes = new Map<string, Change>();
  rows.forEach((row, index) => {
    const meeting = meetings[index];
    if (!meeting) return;
    try {
      const change = changes.get(meeting.id);
      const current = change?.after ?? meeting.client;
      const { made: after, leftOut } = withoutMisfits(row, (one) =>
        current ? changed(current, one, terms) : fresh(one, meeting.id, terms),
      );
      if (leftOut) taken.leftOut.push(...contentErrors(row, leftOut, terms));
      changes.set(meeting.id, {
        orphan: change ? change.orphan : isOrphan(meeting, terms),
        before: change ? change.before : meeting.client,
        after: after ?? (current as Client),
        rows: [...(change?.rows ?? []), row.row],
      });
    } catch (error) {
      if (!(error instanceof ContentRefused)) throw error;
      taken.failed.push(...contentErrors(row, error, terms));
    }
  });

  const settled = [...changes.values()];
  const creations = settled.filter(({ before }) => !before);
  // Rows that speak of one client may take back what another said: only what is left counts.
  const updates = settled.filter(({ before, after }) => before && !sameContent(contentOf(before), contentOf(after)));
  const orphans = settled.filter((change) => change.orphan && !updates.includes(change)).length;
  const rowCount = settled.flatMap(({ rows: all }) => all).length;
  taken.unchanged = rowCount - creations.length - updates.length - orphans;
  if (terms.dryRun) return { ...taken, created: creations.length, updated: updates.length };

  const writing = Promise.all([create(creations, terms), update(updates, terms)]);
  terms.whileWriting?.();
  const failures = await writing;
  const failed = failures.flat();
  taken.failed.push(...failed);
  const failedRows = new Set(failed.map(({ row }) => row));
  const succeeded = (all: Change[]) => all.filter((change) => !failedRows.has(change.rows[0] ?? 0)).length;
  return { ...taken, created: succeeded(creations) + orphans, updated: succeeded(updates) };
};

/** Custom fields that do not fit the client's type are left out, so that the rest of the row comes in. */
const withoutMisfits = <T>(row: ReadRow, make: (row: ReadRow) => T): { made: T; leftOut?: ContentRefused } => {
  try {
    return { made: make(row) };
  } catch (error) {
    if (!(error instanceof ContentRefused)) throw error;
    const misfits = new Set(error.mistakes.map(({ pointer }) => pointer));
    const fitting = Object.entries(row.client.fields ?? {}).filter(([key]) => !misfits.has(`/fields/${key}`));
    try {
      return { made: make({ ...row, client: { ...row.client, fields: Object.fromEntries(fitting) } }), leftOut: error };
    } catch (again) {
      // All that is wrong with the row, not only what cannot be left out.
      throw again instanceof ContentRefused ? error : again;
    }
  }
};

const isOrphan = ({ client, isNew }: Meeting, { startedAt }: TakeTerms): boolean =>
  isNew && client?.source === "import" && client.version === 1 && client.createdAt >= startedAt;

/** A client keeps its type where the row names none. */
const rowTerms = ({ type }: ReadRow, { account, language, ids, types }: TakeTerms, client?: Client) => ({
  country: account.country,
  habits: { language, currency: account.currency },
  type: type ?? types.withId(client?.typeId),
  ids,
});

const fresh = (row: ReadRow, id: Client["id"], terms: TakeTerms): Client => ({
  ...contentOfRow(row.client, rowTerms(row, terms)),
  id,
  accountId: terms.account.id,
  status: "active",
  ...born(authorOf(terms.author), terms.now),
  source: "import",
});

/** What callers have said about a client, without what we keep about it. */
const contentOf = ({
  id,
  accountId,
  status,
  suppressed,
  marketingRefusedAt,
  version,
  createdAt,
  createdBy,
  updatedAt,
  updatedBy,
  source,
  ...content
}: Client) => content;

/** The next version, or undefined when the row says nothing new. */
const changed = (client: Client, row: ReadRow, terms: TakeTerms): Client | undefined => {
  const content = mergedWithRow(client, row.client, rowTerms(row, terms, client));
  const { id, accountId, status, suppressed, version } = client;
  if (sameContent(contentOf(client), content)) return undefined;
  // A client that this step creates, or has changed already, keeps the version it is going to have.
  const provenance = revised(client, authorOf(terms.author), terms.now);
  const isPending = client.updatedAt === terms.now.toISOString();
  return {
    ...content,
    id,
    accountId,
    status,
    ...(suppressed && content.email === client.email ? { suppressed } : {}),
    marketingRefusedAt: standingRefusal(client, content.subscriptions),
    ...provenance,
    ...(isPending ? { version } : {}),
    source: "import",
  };
};

const isStrict = ({ settings }: Account): boolean =>
  Boolean(settings.uniqueNames || settings.uniqueEmails || settings.uniqueMobiles);

/** New clients go out 25 a call; where something must be unique, one by one with their claims. */
const create = async (creations: Change[], terms: TakeTerms): Promise<RowError[]> => {
  const writesOf = ({ after }: Change): Write[] => [put(clients, after), ...proofOf(after, terms)];
  if (!isStrict(terms.account) && (await writtenAtOnce(terms.db, creations.flatMap(writesOf)))) return [];
  const failures = await Promise.all(
    creations.map((change) =>
      attempt(change, terms, async () => {
        const claims = await claimUnique(terms.db, terms.account.settings, undefined, change.after);
        const [, ...proofs] = writesOf(change);
        // One of them may be there already, from a batch that was given up.
        const write = isStrict(terms.account) ? insert(clients, change.after) : put(clients, change.after);
        await terms.db.commit([write, ...claims, ...proofs]);
      }),
    ),
  );
  return failures.flat();
};

/** False when one of them is larger than an item can be: one by one, it is the only one that fails. */
const writtenAtOnce = async (db: AccountTable, writes: Write[]): Promise<boolean> => {
  try {
    await db.writeBatch(writes);
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === "too-large") return false;
    throw error;
  }
};

const update = async (updates: Change[], terms: TakeTerms): Promise<RowError[]> => {
  const failures = await Promise.all(
    updates.map((change) =>
      attempt(change, terms, async () => {
        const { before, after } = change;
        if (!before) return;
        const claims = await claimUnique(terms.db, terms.account.settings, before, after);
        const next = { ...after, version: before.version + 1 };
        await terms.db.commit([replace(clients, next, before), ...claims]);
      }),
    ),
  );
  return failures.flat();
};

/** What refuses one client is an error of its rows, not of the import. */
const attempt = async ({ rows, after }: Change, telling: Telling, work: () => Promise<void>): Promise<RowError[]> => {
  try {
    await work();
    return [];
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500) throw error;
    return writeErrors(rows, after, error, telling);
  }
};

/** Consent that a file brings is kept with its proof; its id follows from the client, so a repetition writes it again. */
const proofOf = (client: Client, { author, importId, now }: TakeTerms): Write[] => {
  if (!client.subscriptions.email.marketing && !client.subscriptions.sms.marketing) return [];
  return [
    put(subscriptionProofs, {
      id: derivedId("event", "consent", importId, client.id),
      accountId: client.accountId,
      clientId: client.id,
      after: client.subscriptions,
      how: "import",
      at: now.toISOString(),
      ...born(authorOf(author), now),
      source: "import",
    }),
  ];
};
