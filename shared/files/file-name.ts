import { cut } from "../text/cut.ts";
import { fileTypes } from "./file-types.ts";

const LONGEST = 200;
/** Control characters, marks that nobody sees, and those that turn the direction of writing: `gpj.exe` as `exe.jpg`. */
const DECEIVING = /[\p{Cc}\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu;

/**
 * A file's name as it may be shown and downloaded: no folders, nothing that deceives the eye, at most 200 characters
 * with the extension kept. Never empty. Letters and their accents are one character, as people type and search them:
 * macOS sends them apart.
 */
export const fileName = (given: string): string => {
  const last = given.normalize("NFC").replace(DECEIVING, "").split(/[\\/]/).at(-1)?.trim().replace(/^\.+/, "") ?? "";
  if (last.length <= LONGEST) return last || "file";
  const extension = /\.[A-Za-z0-9]{1,10}$/.exec(last)?.[0] ?? "";
  return `${cut(last, LONGEST - extension.length)}${extension}`;
};

const EXTENSION = /\.([A-Za-z0-9]{1,10})$/;

/** Lower-case, without its dot; empty where there is none. */
export const extensionOf = (name: string): string => EXTENSION.exec(name)?.[1]?.toLowerCase() ?? "";

/**
 * The name with an extension of that type: what a computer opens a file with must not differ from what was checked.
 * `IMG_1.HEIC` that is a JPEG becomes `IMG_1.jpg`; `facture.js`, checked as text, becomes `facture.js.txt`.
 */
export const nameForType = (name: string, contentType: string): string => {
  const right = fileTypes.find(({ type }) => type === contentType)?.extensions;
  const extension = extensionOf(name);
  if (!right || right.includes(extension)) return name;
  const isLabel = fileTypes.some(({ extensions }) => extensions.includes(extension));
  return fileName(`${isLabel ? name.slice(0, -extension.length - 1) : name}.${right[0]}`);
};
