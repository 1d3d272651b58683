import type { Problem } from "../words.ts";
import type { SingleField, Target } from "./client-fields.ts";

/** A cell that holds something and is imported. */
export interface Cell<T extends Target = Target> {
  header: string;
  target: T;
  value: string;
}
export type CellOf<Kind extends Target["kind"]> = Cell<Extract<Target, { kind: Kind }>>;

/** The cells of a row by what they are for. */
export class RowCells {
  readonly phones: CellOf<"phone">[] = [];
  readonly addresses: CellOf<"address">[] = [];
  readonly subscriptions: CellOf<"subscription">[] = [];
  readonly custom: CellOf<"custom">[] = [];
  readonly #single = new Map<SingleField, Cell[]>();

  add(header: string, target: Target, value: string): void {
    switch (target.kind) {
      case "single": {
        const cells = this.#single.get(target.field);
        if (cells) cells.push({ header, target, value });
        else this.#single.set(target.field, [{ header, target, value }]);
        break;
      }
      case "phone":
        this.phones.push({ header, target, value });
        break;
      case "address":
        this.addresses.push({ header, target, value });
        break;
      case "subscription":
        this.subscriptions.push({ header, target, value });
        break;
      case "custom":
        this.custom.push({ header, target, value });
        break;
    }
  }

  of(field: SingleField): readonly Cell[] {
    return this.#single.get(field) ?? [];
  }
}

/** Notes a mistake; `value` is the part of the cell that is wrong, when it holds several. */
export type Report = (cell: Cell, problem: Problem, value?: string) => void;

/** A text within its limit, or a report. */
export const limited = (cell: Cell, longest: number, report: Report, value = cell.value): string | undefined => {
  if (value.length <= longest) return value;
  report(cell, { kind: "too-long", longest }, value);
  return undefined;
};

/** An object without the members that hold nothing. Files have many rows: it is built without intermediate lists. */
export const filled = <T extends object>(members: { [Name in keyof T]: T[Name] | undefined }): T => {
  const kept: { [Name in keyof T]?: T[Name] | undefined } = {};
  for (const name in members) {
    if (holds(members[name])) kept[name] = members[name];
  }
  return kept as T;
};

const holds = (value: unknown): boolean => value !== undefined && !(Array.isArray(value) && value.length === 0);
