import { type Findings, type Row, table, type Verdict } from "./findings.ts";

const words: Record<Verdict, string> = {
  aim: "meets the aim",
  limit: "within the limit",
  missed: "**beyond the limit**",
  told: "",
};

/** The figures of one measurement, as lines for a terminal. */
export const printed = ({ title, rows }: Findings): string =>
  [
    title,
    ...rows.map(
      (row) =>
        `  ${row.measured.padStart(8)}  ${limits(row).padEnd(24)}  ${row.what}  ${words[row.verdict].replaceAll("*", "")}`,
    ),
  ].join("\n");

const limits = ({ limit, aim }: Row): string =>
  [limit && `limit ${limit}`, aim && `aim ${aim}`].filter(Boolean).join(", ");

/** docs/benchmarks.md. */
export const benchmarksPage = (all: readonly Findings[]): string =>
  [
    "# Benchmarks",
    "",
    "Written by `npm run bench`. Ratios and counts, not milliseconds: both sides of a ratio are measured in turns on the same",
    "machine, and what it does meanwhile it does to both. `npm run bench -- --quick` looks at everything in small,",
    "`--only <name>` at one measurement. `--against <folder>` measures another checkout beside this one, where a figure says so.",
    "",
    table(
      ["", "what", "measured", "limit", "aim", ""],
      all.flatMap(({ title, rows }) =>
        rows.map(({ what, measured, limit, aim, verdict }) => [title, what, measured, limit, aim, words[verdict]]),
      ),
    ),
    ...all.flatMap(({ title, how, details }) => ["", `## ${title}`, "", how, ...(details ? ["", details] : [])]),
    "",
  ].join("\n");
