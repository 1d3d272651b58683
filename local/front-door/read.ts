/** Reading values of which nothing is known but that they came as JSON. */

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Empty for anything that is no object. */
export const recordOf = (value: unknown): Record<string, unknown> => (isRecord(value) ? value : {});

/** Empty for anything that is no list. */
export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

export const recordsOf = (value: unknown): Record<string, unknown>[] => listOf(value).filter(isRecord);

/** Empty for anything that is no text. */
export const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

/** Undefined for anything but a text with something in it. */
export const optionalText = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

export const textsOf = (value: unknown): string[] => listOf(value).filter((item) => typeof item === "string");
