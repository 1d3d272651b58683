import { fold } from "../../../shared/text/fold.ts";

/** How Google Contacts joins several values, or several labels, in one cell. */
export const VALUES_JOINT = " ::: ";
const JOINT = /\s*:::\s*/;

/** The values of a cell; positions are kept, since cells of one address correspond value by value. */
export const valuesOf = (cell: string): string[] => cell.split(JOINT).map((value) => value.trim());

/** A label of the application itself, such as `* myContacts` or `* starred`, and a label it proposes, such as `* Home`. */
const SYSTEM = /^\*\s*/;
export const isSystemLabel = (label: string): boolean => SYSTEM.test(label);
export const plainLabel = (label: string): string => label.replace(SYSTEM, "");

const VALUE_TITLE = /^(e mail|phone|address) \d+ (value|formatted)$/;
const LABELS_TITLE = /^(labels|group membership)$/;

/** Whether titles are those of a Google Contacts export, the present one or the one before 2024. */
export const isGoogleContacts = (headers: readonly string[]): boolean => {
  const folded = headers.map(fold);
  return folded.some((title) => VALUE_TITLE.test(title)) && folded.some((title) => LABELS_TITLE.test(title));
};
