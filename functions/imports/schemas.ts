import { conflictActions, conflictReasons } from "../../shared/entities/import-conflict.ts";
import { filterInput } from "../../shared/filters/filter-schema.ts";
import * as field from "../../shared/http/fields.ts";
import { lazy } from "../../shared/lazy.ts";

const { text, optional, input, output, record, oneOf, integer } = field;

const counter = () => integer(0, 1e9);
/** What to do with rows that contradict a client who has their id, address or number. */
const conflictAction = () => oneOf(conflictActions);
/** Decisions of one start; more rows than that are decided for the whole file. */
const MOST_DECISIONS = 1000;

export const newImport = lazy(() =>
  input({
    id: optional(field.id("import")),
    kind: oneOf(["clients"]),
    fileName: text(1, 255),
    format: optional(oneOf(["auto", "csv", "xlsx", "google_contacts"])),
    mapping: optional(record(field.lines(1, 300), text(0, 100))),
    dryRun: optional(field.boolean()),
    onConflict: optional(conflictAction()),
  }),
);

export const startImport = lazy(() =>
  input({
    mapping: optional(record(field.lines(1, 300), text(0, 100))),
    dryRun: optional(field.boolean()),
    onConflict: optional(conflictAction()),
    /** Of single rows in conflict; kept for the next start, until others are given. */
    decisions: optional(
      field.list(
        input({
          row: integer(2, 1e9),
          action: conflictAction(),
          /** Which client an `update` changes, where the row does not say it. */
          clientId: optional(field.id("client")),
        }),
        MOST_DECISIONS,
      ),
    ),
  }),
);

export const clientImport = lazy(() =>
  output({
    id: field.id("import"),
    kind: field.shown(),
    fileName: field.shown(),
    format: field.shown(),
    status: oneOf(["awaiting_upload", "running", "finished", "failed"]),
    mapping: optional(record(field.shown(), field.shown())),
    unmapped: optional(field.list(field.shown(), 1000)),
    dryRun: field.boolean(),
    onConflict: optional(conflictAction()),
    jobId: optional(field.shown()),
    progress: output({ done: counter(), total: counter() }),
    counts: output({
      rows: counter(),
      created: counter(),
      updated: counter(),
      unchanged: counter(),
      /** Rows that somebody decided to leave out. */
      skipped: counter(),
      /** Of those above, the rows that came in without a cell that could not be read. */
      incomplete: counter(),
      failed: counter(),
      /** Of the rows above, those that contradict a client: see the conflicts. */
      conflicts: counter(),
    }),
    failure: optional(field.shown()),
    upload: optional(field.upload()),
    ...field.provenance,
  }),
);
export const importPage = lazy(() => field.pageOf(clientImport()));

export const rowErrors = lazy(() =>
  field.pageOf(
    output({
      row: integer(0, 1e9),
      /** The row came in, without this cell. */
      imported: field.boolean(),
      column: optional(field.shown()),
      value: optional(field.shown()),
      message: field.shown(),
    }),
  ),
);

export const rowConflicts = lazy(() =>
  field.pageOf(
    output({
      row: integer(0, 1e9),
      reason: oneOf(conflictReasons),
      /** The clients that the row may be about, likeliest first; ten at most. */
      clientIds: field.list(field.id("client"), 10),
      /** What was done; `none` where the row, or what it contradicts, was left out until somebody decides. */
      action: oneOf([...conflictActions, "none"]),
    }),
  ),
);

export const newExport = lazy(() =>
  input({
    kind: oneOf(["clients"]),
    format: optional(oneOf(["csv"])),
    /** Which clients: those that the list with the same filters shows; all but the archive when nothing is said. */
    filter: optional(filterInput()),
    language: optional(oneOf(["fr", "en"])),
  }),
);

export const clientExport = lazy(() =>
  output({
    id: field.id("export"),
    kind: field.shown(),
    format: field.shown(),
    job: output({ id: field.shown(), status: field.shown(), progress: output({ done: counter(), total: counter() }) }),
    /** Short-lived; there once the file is written. */
    downloadUrl: optional(field.shown()),
    ...field.provenance,
  }),
);

export const page = lazy(() => field.query(field.pageQuery));
