import type { Target } from "./client-fields.ts";
import type { Problem } from "./messages.ts";

/** A cell that holds something and is imported. */
export interface Cell {
  header: string;
  target: Target;
  value: string;
}

/** Notes a mistake; `value` is the part of the cell that is wrong, when it holds several. */
export type Report = (cell: Cell, problem: Problem, value?: string) => void;

/** A text within its limit, or a report. */
export const limited = (cell: Cell, longest: number, report: Report, value = cell.value): string | undefined => {
  if (value.length <= longest) return value;
  report(cell, { kind: "too-long", longest }, value);
  return undefined;
};

export const cellsFor = (cells: readonly Cell[], ...fields: readonly string[]): Cell[] =>
  cells.filter(({ target }) => target.kind === "single" && fields.includes(target.field));

/** An object without the members that hold nothing. */
export const filled = <T extends object>(members: { [Name in keyof T]: T[Name] | undefined }): T =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => holds(value))) as T;

const holds = (value: unknown): boolean => value !== undefined && !(Array.isArray(value) && value.length === 0);
