/** How large the accounts, lists and samples are: `quick` says whether all is well, `full` is what is published. */
export type Size = "quick" | "full";

/** `told` has no limit. */
export type Verdict = "aim" | "limit" | "missed" | "told";

/** One figure of docs/benchmarks.md. */
export interface Row {
  what: string;
  limit: string;
  aim: string;
  measured: string;
  verdict: Verdict;
}

/** What one measurement found. */
export interface Findings {
  title: string;
  /** How it was measured. */
  how: string;
  rows: Row[];
  /** Markdown: everything that the rows sum up. */
  details?: string;
}

interface Ask {
  what: string;
  measured: number;
  limit: number;
  aim?: number;
  /** How a figure is written. @default two decimals */
  write?: (value: number) => string;
}

export const twoDecimals = (value: number): string => value.toFixed(2);

/** A figure that may not be larger. */
export const atMost = ({ what, measured, limit, aim, write = twoDecimals }: Ask): Row => ({
  what,
  limit: `≤ ${write(limit)}`,
  aim: aim === undefined ? "" : `≤ ${write(aim)}`,
  measured: write(measured),
  verdict: verdictOf(rounded(measured) <= limit, aim === undefined || rounded(measured) <= aim),
});

/** A figure that may not be smaller. */
export const atLeast = ({ what, measured, limit, aim, write = twoDecimals }: Ask): Row => ({
  what,
  limit: `≥ ${write(limit)}`,
  aim: aim === undefined ? "" : `≥ ${write(aim)}`,
  measured: write(measured),
  verdict: verdictOf(rounded(measured) >= limit, aim === undefined || rounded(measured) >= aim),
});

/** A figure without a limit. */
export const told = (what: string, measured: string): Row => ({ what, limit: "", aim: "", measured, verdict: "told" });

const verdictOf = (limit: boolean, aim: boolean): Verdict => (limit ? (aim ? "aim" : "limit") : "missed");

/** Judged is what is written. */
const rounded = (value: number): number => Number(value.toFixed(2));

/** The largest of some figures, with its name. */
export const worst = <T>(all: readonly T[], of: (one: T) => number): T => {
  const [first, ...others] = all;
  if (first === undefined) throw new Error("Nothing was measured.");
  return others.reduce((most, one) => (of(one) > of(most) ? one : most), first);
};

/** A table of Markdown. */
export const table = (titles: readonly string[], rows: readonly (readonly string[])[]): string =>
  [
    `| ${titles.join(" | ")} |`,
    `|${"---|".repeat(titles.length)}`,
    ...rows.map((row) => `| ${row.join(" | ")} |`),
  ].join("\n");
