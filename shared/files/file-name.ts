import { cut } from "../text/cut.ts";

const LONGEST = 200;
/** Control characters, and those that turn the direction of writing so that `gpj.exe` reads as `exe.jpg`. */
const DECEIVING = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * A file's name as it may be shown and downloaded: no folders, nothing that deceives the eye, at most 200 characters
 * with the extension kept. Never empty.
 */
export const fileName = (given: string): string => {
  const last = given.replace(DECEIVING, "").split(/[\\/]/).at(-1)?.trim().replace(/^\.+/, "") ?? "";
  if (last.length <= LONGEST) return last || "file";
  const extension = /\.[A-Za-z0-9]{1,10}$/.exec(last)?.[0] ?? "";
  return `${cut(last, LONGEST - extension.length)}${extension}`;
};
