import { resolve } from "node:path";

/** Where Node keeps what it has compiled, by the content of each file: a folder that may go at any time. */
export const compiledFolder = resolve(import.meta.dirname, "../.cache/compiled");
