import { leaveTurn, takeTurn } from "../../shared/app/account-turn.ts";
import { JobFailure, type JobStep } from "../../shared/app/job-runner.ts";
import type { AppDeps } from "../../shared/app/use-case.ts";
import { keys } from "../../shared/db/keys.ts";
import { update } from "../../shared/db/writes.ts";
import { type Account, accounts } from "../../shared/entities/account.ts";
import { type ClientImport, imports } from "../../shared/entities/import.ts";
import type { Job } from "../../shared/entities/job.ts";
import type { AccountId } from "../../shared/ids.ts";
import { lazy } from "../../shared/lazy.ts";
import { type LanguageTag, languageTagOf } from "../../shared/messaging/language.ts";
import type { catchUp } from "./catch-up.ts";
import { ClientTypes } from "./client-types.ts";
import { saveConflicts } from "./conflict-items.ts";
import type { Decisions } from "./decide-row.ts";
import { decisionsOf } from "./decisions.ts";
import { errorItems, rowsOf } from "./error-items.ts";
import { KnownClients } from "./known-clients.ts";
import { type MappedColumns, mapColumns } from "./parse/columns.ts";
import { ImportFileError } from "./parse/file-error.ts";
import type { FileRow, RowError } from "./parse/imported-client.ts";
import type { OpenFile } from "./parse/open-file.ts";
import type { rowToClient } from "./parse/row-to-client.ts";
import type { ReadRow, TakeTerms } from "./rows-taken.ts";
import type { takeRows } from "./take-rows.ts";
import type { FileReason } from "./words.ts";

const STEP_ROWS = 500;
/** Longer than the longest step: 500 rows with all their retries. */
export const LEASE_SECONDS = 90;

/** What reads spreadsheets and the phone numbers of the world, and makes clients of rows: loaded when there is a file. */
const loadReader = lazy(async () => {
  const [{ openFile }, { proposeMapping }, { rowToClient }, { takeRows }, { catchUp }] = await Promise.all([
    import("./parse/open-file.ts"),
    import("./parse/propose-mapping.ts"),
    import("./parse/row-to-client.ts"),
    import("./take-rows.ts"),
    import("./catch-up.ts"),
  ]);
  return { openFile, proposeMapping, rowToClient, takeRows, catchUp };
});

const loadPending = () => import("./pending-clients.ts");

/** Opens an uploaded file; undefined when nothing was uploaded. */
export type OpenObject = (key: string) => Promise<{ body: AsyncIterable<Uint8Array>; size: number } | undefined>;

interface OpenImport {
  item: ClientImport;
  account: Account;
  file: OpenFile;
  rowToClient: typeof rowToClient;
  takeRows: typeof takeRows;
  catchUp: typeof catchUp;
  decisions: Decisions;
  /** This worker has taken rows in: the rows that follow are nobody's before. */
  hasTaken: boolean;
  columns: MappedColumns;
  known: KnownClients;
  types: ClientTypes;
  /** Bytes of the file read so far, to tell how much is left. */
  progress: { read: number; size: number };
  /** The rows after those that are being written. */
  next?: Promise<Batch>;
}

/** The rows of one step, read. */
interface Batch {
  read: ReadRow[];
  failed: RowError[];
  /** Cells that were left out of rows that are read. */
  leftOut: RowError[];
  count: number;
  lastRow: number | undefined;
  /** The file ends with them. */
  ended: boolean;
  /** How much of the file has been read with them, from 0 to 1. */
  share: number;
}

type RunDeps = Pick<AppDeps, "table" | "clock"> & {
  open: OpenObject;
  /** Rows that are read and written together. @default 500 */
  stepRows?: number;
};

/**
 * One worker's way through a file. The file stays open from step to step; a worker that takes over opens it anew and
 * reads past the rows that are done, remembering whom they spoke of.
 */
export class ImportRun {
  readonly #accountId: AccountId;
  readonly #deps: RunDeps;
  #opened: OpenImport | undefined;
  /** Another import of the account goes first: this one is to be taken up later. */
  waits = false;
  /** What the account reads, as soon as it is known. */
  #language: LanguageTag = languageTagOf(undefined);

  constructor(accountId: AccountId, deps: RunDeps) {
    this.#accountId = accountId;
    this.#deps = deps;
  }

  async step(job: Job): Promise<JobStep> {
    const { table, clock } = this.#deps;
    const now = clock.now();
    // Of two lists with the same new person, taken in at the same moment, each would make a client of their own.
    this.waits = !(await takeTurn(table.of(this.#accountId), "IMPORT", job, now, LEASE_SECONDS));
    if (this.waits || job.checkpoint?.waited) {
      // Whom the other import brings is read anew afterwards, and was not written by a worker of this one that died.
      this.#opened = undefined;
      const { waited, ...before } = job.checkpoint ?? {};
      const checkpoint = this.waits ? { ...before, waited: true } : { ...before, at: now.toISOString() };
      return { checkpoint, progress: job.progress, finished: false };
    }
    try {
      this.#opened ??= await this.#open(job);
      return await this.#takeNext(this.#opened, job);
    } catch (error) {
      if (!(error instanceof ImportFileError)) throw error;
      throw new JobFailure(await error.in(this.#language));
    }
  }

  /**
   * Whatever ended the job: what waits for it need not wait for the end of a lease. Of a list that was cancelled while its
   * worker was dead nothing half-written stays.
   */
  async leave(jobId: string): Promise<void> {
    const db = this.#deps.table.of(this.#accountId);
    await (await loadPending()).removePending(db, jobId);
    await leaveTurn(db, "IMPORT", jobId);
  }

  async #open(job: Job): Promise<OpenImport> {
    const { table, open } = this.#deps;
    const db = table.of(this.#accountId);
    const [item, account] = await Promise.all([
      db.get(imports, keys.of(this.#accountId, String(job.input.importId))),
      db.get(accounts, keys.account(this.#accountId)),
    ]);
    this.#language = languageTagOf(account?.country, account?.language);
    if (!item || !account) throw new JobFailure(await this.#sentence("import-gone"));
    const object = await open(item.objectKey);
    if (!object) throw new JobFailure(await this.#sentence("not-uploaded"));
    const progress = { read: 0, size: object.size };
    const { openFile, proposeMapping, ...reader } = await loadReader();
    // What a worker that died has left half-written must not be in the way of the rows that it was of.
    await (await loadPending()).removePending(db);
    const types = await ClientTypes.of(db);
    const hints = { mapping: item.mapping, customFields: types.customFields() };
    const file = await openFile(counted(object.body, progress), hints).catch(async (error) => {
      // Whoever is asked what the columns hold sees which there are.
      if (error instanceof ImportFileError && error.columns.length > 0)
        await db.commit([update(keys.of(this.#accountId, item.id), { set: { unmapped: [...error.columns] } })]);
      throw error;
    });
    const proposed = proposeMapping(file.headers, types.customFields());
    const mapping = item.mapping ?? proposed.mapping;
    const unmapped = file.headers.filter((header) => !mapping[header]);
    await db.commit([update(keys.of(this.#accountId, item.id), { set: { mapping, unmapped, format: file.format } })]);
    const opened = {
      item,
      account,
      file,
      ...reader,
      columns: mapColumns(file.headers, mapping),
      known: new KnownClients(db, item),
      types,
      progress,
      decisions: await decisionsOf(db, item),
      hasTaken: false,
    };
    await this.#skip(opened, Number(job.checkpoint?.row ?? 1), job);
    return opened;
  }

  /** Reads past what an earlier worker has done, and meets everybody whom its rows are about. */
  async #skip(opened: OpenImport, lastRow: number, job: Job): Promise<void> {
    for (let row: number | undefined = 1; row !== undefined && row < lastRow; ) {
      const batch = await this.#readNext(opened, lastRow);
      row = batch.lastRow;
      await opened.catchUp(batch.read, this.#terms(opened, job));
    }
  }

  #terms(opened: OpenImport, job: Job): TakeTerms {
    const { item, account, columns, known, types, decisions } = opened;
    const { table, clock } = this.#deps;
    return {
      db: table.of(this.#accountId),
      account,
      author: job.createdBy,
      importId: item.id,
      jobId: job.id,
      dryRun: item.dryRun,
      decisions,
      language: this.#language,
      columns: columns.columns,
      known,
      types,
      now: clock.now(),
    };
  }

  async #takeNext(opened: OpenImport, job: Job): Promise<JobStep> {
    const { read, failed, leftOut, count, lastRow, ended, share } = await (opened.next ?? this.#readNext(opened));
    delete opened.next;
    const repeatedSince = opened.hasTaken ? undefined : String(job.checkpoint?.at ?? job.createdAt);
    opened.hasTaken = true;
    const terms = this.#terms(opened, job);
    const taken = await opened.takeRows(read, {
      ...terms,
      repeatedSince,
      whileWriting: () => {
        if (!ended) opened.next = this.#readAhead(opened);
      },
    });
    await saveConflicts(terms.db, job, taken.conflicts, terms.now);
    const refused = [...failed, ...taken.failed];
    const refusedRows = rowsOf(refused);
    const cells = [...leftOut, ...taken.leftOut];
    const done = job.progress.done + count;
    return {
      checkpoint: {
        row: lastRow ?? Number(job.checkpoint?.row ?? 1),
        at: terms.now.toISOString(),
        ...(taken.leftToStream || job.checkpoint?.leftToStream ? { leftToStream: true } : {}),
      },
      progress: { done, total: ended ? done : Math.max(done, Math.ceil(done / Math.max(share, 0.001))) },
      counts: {
        rows: count,
        created: taken.created,
        updated: taken.updated,
        unchanged: taken.unchanged,
        skipped: taken.skipped,
        conflicts: taken.conflicts.length,
        incomplete: [...rowsOf(cells)].filter((row) => !refusedRows.has(row)).length,
        failed: refusedRows.size,
      },
      items: errorItems([...refused, ...cells], refusedRows, taken.clientOf),
      finished: ended,
    };
  }

  /** The next rows, and what is known of whom they speak of, while others are written. What fails is told in its turn. */
  #readAhead(opened: OpenImport): Promise<Batch> {
    const ahead = this.#readNext(opened).then(async (batch) => {
      await opened.known.lookAhead(batch.read.map(({ client }) => client));
      return batch;
    });
    ahead.catch(() => undefined);
    return ahead;
  }

  async #readNext(opened: OpenImport, upTo = Number.POSITIVE_INFINITY): Promise<Batch> {
    const rows: FileRow[] = [];
    let ended = false;
    while (rows.length < (this.#deps.stepRows ?? STEP_ROWS) && !ended && (rows.at(-1)?.row ?? 0) < upTo) {
      const { done, value } = await opened.file.rows.next();
      if (done) ended = true;
      else rows.push(value);
    }
    const { size, read: bytes } = opened.progress;
    const share = size === 0 ? 1 : bytes / size;
    return { ...(await this.#read(opened, rows)), count: rows.length, lastRow: rows.at(-1)?.row, ended, share };
  }

  async #sentence(reason: FileReason): Promise<string> {
    const { fileSentence } = await import("./words.ts");
    return fileSentence(reason, this.#language);
  }

  async #read(opened: OpenImport, rows: readonly FileRow[]) {
    const context = { language: this.#language, region: opened.account.country };
    const read: ReadRow[] = [];
    const failed: RowError[] = [];
    const leftOut: RowError[] = [];
    for (const row of rows) {
      const { client, errors } = opened.rowToClient(row, opened.columns, context);
      if (errors.length > 0) (client ? leftOut : failed).push(...errors);
      if (!client) continue;
      const type = await opened.types.named(client.type, opened.item, this.#deps.clock.now());
      read.push({ row: row.row, client, type });
    }
    return { read, failed, leftOut };
  }
}

async function* counted(source: AsyncIterable<Uint8Array>, progress: { read: number }): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    progress.read += chunk.length;
    yield chunk;
  }
}
