import { type Findings, type Row, table, type Verdict } from "./findings.ts";

const words: Record<Verdict, string> = {
  aim: "meets the aim",
  must: "within the must",
  missed: "**misses the must**",
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

const limits = ({ must, aim }: Row): string => [must && `must ${must}`, aim && `aim ${aim}`].filter(Boolean).join(", ");

/** docs/benchmarks.md. */
export const benchmarksPage = (all: readonly Findings[]): string =>
  [
    "# Benchmarks",
    "",
    "Written by `npm run bench`. Ratios and counts, not milliseconds: both sides of a ratio are measured in turns on the same",
    "machine, and what it does meanwhile it does to both. `npm run bench -- --quick` looks at everything in small,",
    "`--only <name>` at one measurement.",
    "",
    table(
      ["", "what", "measured", "must", "aim", ""],
      all.flatMap(({ title, rows }) =>
        rows.map(({ what, measured, must, aim, verdict }) => [title, what, measured, must, aim, words[verdict]]),
      ),
    ),
    ...all.flatMap(({ title, how, details }) => ["", `## ${title}`, "", how, ...(details ? ["", details] : [])]),
    "",
  ].join("\n");
