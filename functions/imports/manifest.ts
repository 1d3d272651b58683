import { manifest, route } from "../../shared/http/contract.ts";
import { jobAnswer } from "../../shared/http/fields.ts";
import * as schemas from "./schemas.ts";

export const routes = {
  create: route("POST /v1/imports", {
    summary: "Bring a client list: answers where to upload it",
    description:
      "CSV (any separator, UTF-8, UTF-16 or Windows-1252), Excel (.xlsx) and the export of Google Contacts. " +
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
      "Columns are recognised by their titles in French and English; `mapping` says it otherwise. A row that meets a client " +
      "with the same e-mail or mobile changes that client: starting again creates nothing twice.",
    access: "clients:write",
    visibility: "all",
    body: schemas.startImport,
    answers: { 202: jobAnswer },
    example: { body: { dryRun: true } },
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
