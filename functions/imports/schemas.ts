import * as field from "../../shared/http/fields.ts";
import { lazy } from "../../shared/lazy.ts";

const { text, optional, input, output, record, oneOf, integer } = field;

const counter = () => integer(0, 1e9);

export const newImport = lazy(() =>
  input({
    id: optional(field.id("import")),
    kind: oneOf(["clients"]),
    fileName: text(1, 255),
    format: optional(oneOf(["auto", "csv", "xlsx", "google_contacts"])),
    mapping: optional(record(text(1, 300), text(0, 100))),
    dryRun: optional(field.boolean()),
  }),
);

export const startImport = lazy(() =>
  input({
    mapping: optional(record(text(1, 300), text(0, 100))),
    dryRun: optional(field.boolean()),
  }),
);

export const clientImport = lazy(() =>
  output({
    id: field.id("import"),
    kind: text(0, 20),
    fileName: text(0, 255),
    format: text(0, 20),
    status: oneOf(["awaiting_upload", "running", "finished", "failed"]),
    mapping: optional(record(text(0, 300), text(0, 100))),
    unmapped: optional(field.list(text(0, 300), 1000)),
    dryRun: field.boolean(),
    jobId: optional(text(0, 40)),
    progress: output({ done: counter(), total: counter() }),
    counts: output({
      rows: counter(),
      created: counter(),
      updated: counter(),
      unchanged: counter(),
      failed: counter(),
    }),
    failure: optional(text(0, 1000)),
    upload: optional(field.upload()),
    ...field.provenance,
  }),
);
export const importPage = lazy(() => field.pageOf(clientImport()));

export const rowErrors = lazy(() =>
  field.pageOf(
    output({
      row: integer(0, 1e9),
      column: optional(text(0, 300)),
      value: optional(text(0, 2000)),
      message: text(0, 1000),
    }),
  ),
);

export const newExport = lazy(() =>
  input({
    kind: oneOf(["clients"]),
    format: optional(oneOf(["csv"])),
    /** Which clients: those with this tag, of this type; all when nothing is said. */
    filter: optional(
      input({
        tag: optional(text(1, 50)),
        type: optional(field.id("clientType")),
        status: optional(oneOf(["active", "archived"])),
      }),
    ),
    language: optional(oneOf(["fr", "en"])),
  }),
);

export const clientExport = lazy(() =>
  output({
    id: field.id("export"),
    kind: text(0, 20),
    format: text(0, 10),
    job: output({ id: text(0, 40), status: text(0, 20), progress: output({ done: counter(), total: counter() }) }),
    /** Short-lived; there once the file is written. */
    downloadUrl: optional(text(0, 4000)),
    ...field.provenance,
  }),
);

export const page = lazy(() => field.query(field.pageQuery));
