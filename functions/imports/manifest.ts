import { manifest, route } from "../../shared/http/contract.ts";
import { jobAnswer } from "../../shared/http/fields.ts";
import * as schemas from "./schemas.ts";

export const routes = {
  create: route("POST /v1/imports", {
    summary: "Bring a client list: answers where to upload it",
    description:
      "CSV (any separator and usual encoding), Excel (.xlsx), OpenDocument (.ods), vCard, and the exports of many other " +
      "programs. What is in a file is told by its content, whatever its name. " +
      "Upload the file with the form in `upload`, then start the import.",
    access: "clients:write",
    visibility: "all",
    body: schemas.newImport,
    answers: { 201: schemas.clientImport },
    versioned: true,
    example: { body: { kind: "clients", fileName: "clients.csv", format: "auto" } },
  }),
  list: route("GET /v1/imports", {
    summary: "List imports, newest first",
    access: "clients:read",
    visibility: "all",
    query: schemas.page,
    answers: { 200: schemas.importPage },
  }),
  start: route("POST /v1/imports/{id}/start", {
    summary: "Start an import, or try it out with `dryRun`",
    description:
      "Columns are recognised by their titles in French and English; `mapping` says it otherwise. A row changes the client " +
      "whose id it has, or whose e-mail or mobile it shares, as long as the names and e-mails do not contradict: a row that " +
      "contradicts is another person. `onConflict` says otherwise for the file, `decisions` for single rows: `create` makes a " +
      "client of its own, `update` changes the client that the row contradicts, `skip` leaves the row out. A dry run lists the " +
      "same conflicts and counts. Rows are `created`, `updated`, `unchanged`, `skipped` or `failed`. Starting again creates " +
      "nothing twice.",
    access: "clients:write",
    visibility: "all",
    body: schemas.startImport,
    answers: { 202: jobAnswer },
    example: { body: { dryRun: true, onConflict: "create", decisions: [{ row: 7, action: "skip" }] } },
  }),
  get: route("GET /v1/imports/{id}", {
    summary: "How far an import has come, and what became of its rows",
    access: "clients:read",
    visibility: "all",
    answers: { 200: schemas.clientImport },
    versioned: true,
  }),
  errors: route("GET /v1/imports/{id}/errors", {
    summary: "The rows and cells that were not imported, and what to correct, in the account's language",
    access: "clients:read",
    visibility: "all",
    query: schemas.page,
    answers: { 200: schemas.rowErrors },
  }),
  conflicts: route("GET /v1/imports/{id}/conflicts", {
    summary: "The rows that contradict a client, and what was done with them: to decide on at the next start",
    description:
      "`name`: the e-mail or mobile is that of a client of another name. `email`: the mobile is that of a client with another " +
      "e-mail. `id`: the row's id is that of a client with whom nothing else agrees. `unclear`: several clients have the " +
      "address, and the row does not say which one it is about; it is not imported. `repeated`: an earlier row of the file says " +
      "other things of the same client; what that one says was kept.",
    access: "clients:read",
    visibility: "all",
    query: schemas.page,
    answers: { 200: schemas.rowConflicts },
  }),
  createExport: route("POST /v1/exports", {
    summary: "Export clients to CSV; formulas are neutralised",
    access: "clients:read",
    visibility: "all",
    body: schemas.newExport,
    answers: { 202: schemas.clientExport },
    example: { body: { kind: "clients", format: "csv" } },
  }),
  getExport: route("GET /v1/exports/{id}", {
    summary: "An export, with a short-lived link to its file once it is written",
    access: "clients:read",
    visibility: "all",
    answers: { 200: schemas.clientExport },
  }),
};

export const imports = manifest("imports", "Client lists in and out: CSV, Excel, Google Contacts", routes);
