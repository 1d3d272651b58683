import type { Client, CustomField } from "../../shared/entities/client.ts";
import type { ClientMistake, ContentRefused } from "../../shared/entities/client-mistakes.ts";
import { LONGEST } from "../../shared/entities/custom-fields.ts";
import { NotUnique } from "../../shared/entities/unique.ts";
import type { AppError } from "../../shared/errors.ts";
import type { LanguageTag } from "../../shared/messaging/language.ts";
import { type Column, headerOf } from "./parse/columns.ts";
import type { ImportedClient, RowError } from "./parse/imported-client.ts";
import { type Problem, rowSentence } from "./words.ts";

/** How a refusal is told: in the account's language as its country writes it, with the columns as they stand in the file. */
export interface Telling {
  language: LanguageTag;
  columns: readonly Column[];
}

/** What of a row, read without mistakes, does not fit the client's type; one error for each place. */
export const contentErrors = (
  { row, client }: { row: number; client: ImportedClient },
  { mistakes }: ContentRefused,
  { language, columns }: Telling,
): RowError[] => {
  const first = mistakes.filter(({ pointer }, at) => mistakes.findIndex((other) => other.pointer === pointer) === at);
  return first.map(({ pointer, mistake }) => {
    const [, member = "", key = ""] = pointer.split("/");
    const isCustom = member === "fields";
    const column = headerOf(columns, isCustom ? `fields.${key}` : member);
    const value = isCustom ? client.fields?.[key] : undefined;
    return { row, column, value: value ?? "", message: rowSentence(problemOf(mistake), language) };
  });
};

/** A row that says too little to tell which of several clients it is about. */
export const unclearError = (
  { row, client: { email, mobile } }: { row: number; client: ImportedClient },
  { language, columns }: Telling,
): RowError => ({
  row,
  column: headerOf(columns, email ? "email" : "mobile"),
  value: email ?? mobile ?? "",
  message: rowSentence({ kind: "several-clients" }, language),
});

/** Why a client could not be written, said of each of its rows. */
export const writeErrors = (
  rows: readonly number[],
  client: Client,
  error: AppError,
  { language, columns }: Telling,
): RowError[] => {
  const what = error instanceof NotUnique ? error.what : undefined;
  const column = what ? headerOf(columns, what) : "";
  const value = (what && client[what]) ?? client.name;
  const kind = what ? (`${what}-taken` as const) : error.code === "too-large" ? "too-large" : "changed-meanwhile";
  const message = rowSentence({ kind }, language);
  return rows.map((row) => ({ row, column, value, message }));
};

const problemOf = (mistake: ClientMistake): Problem => {
  switch (mistake.kind) {
    case "not-an-email":
      return { kind: "email" };
    case "not-a-phone":
      return { kind: "phone" };
    case "nobody":
      return { kind: "nobody" };
    case "no-such-field":
      return { kind: "no-such-field", type: mistake.type, field: mistake.key };
    case "no-value":
      return { kind: "too-long", longest: LONGEST.long_text };
    case "required":
      return { kind: "required", field: mistake.field.label };
    case "not-of-its-kind":
      return kindProblem(mistake.field);
  }
};

const kindProblem = ({ kind, label, options = [] }: CustomField): Problem => {
  switch (kind) {
    case "text":
    case "long_text":
      return { kind: "too-long", longest: LONGEST[kind] };
    case "choice":
      return { kind: "choice", field: label, options: options.join(", ") };
    case "multi_choice":
      return { kind: "multi-choice", field: label, options: options.join(", ") };
    case "email":
    case "phone":
      return { kind };
    case "file":
      return { kind: "no-file", field: label };
    default:
      return { kind, field: label };
  }
};
