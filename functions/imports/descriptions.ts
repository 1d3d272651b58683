import type { Words } from "../../shared/http/words.ts";

export const descriptions: Words = {
  fileName: ["The name of the file", "clients.csv"],
  format: ["What the file is", "csv"],
  mapping: ["Which column is which field, by the column's title", { Courriel: "email" }],
  unmapped: ["Columns that are not taken", ["Remarque interne"]],
  dryRun: ["Tell what would happen, and write nothing", true],
  onConflict: ["What is done with rows that contradict a client they share an address or number with", undefined],
  decisions: ["What is to be done with single rows", undefined],
  row: ["Which row of the file: the header is 1", 12],
  rows: ["How many rows were read", 500],
  created: ["Rows that made a client", 480],
  updated: ["Rows that changed a client", 15],
  unchanged: ["Rows that said nothing new", 4],
  "counts.failed": ["Rows that were not imported", 1],
  "counts.skipped": ["Rows that were left out, as decided", 0],
  conflicts: ["Rows that contradict a client, listed to be looked at or decided on", 0],
  incomplete: ["Rows that were imported without a cell that could not be read", 2],
  imported: ["Whether the rest of the row was imported", true],
  downloadUrl: ["Where to download the file, for a few minutes", "https://files.example/clients.csv?signature=…"],
};
