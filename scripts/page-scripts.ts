import { glob, readFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { browserScript } from "./browser-script.ts";
import { writeWhole } from "./write-whole.ts";

const root = resolve(import.meta.dirname, "..");

/** A file of compiled scripts, from the root, and what it is to hold. */
export interface PageScripts {
  readonly file: string;
  readonly source: string;
}

/**
 * The scripts of our pages as texts: a feature's stand in `pages/page-scripts.ts`, each compiled from a file of its
 * `pages/browser/`, with what that imports. They are kept with the sources, so that those run as they are; a test fails
 * where they are behind.
 */
export const pageScripts = async (): Promise<PageScripts[]> => {
  const entries = new Map<string, string[]>();
  for await (const entry of glob("functions/*/pages/browser/*.ts", { cwd: root })) {
    const pages = dirname(dirname(entry));
    entries.set(pages, [...(entries.get(pages) ?? []), entry]);
  }
  return [...entries].map(([pages, files]) => ({ file: join(pages, "page-scripts.ts"), source: compiled(files) }));
};

const compiled = (entries: readonly string[]): string =>
  [
    "// Compiled from browser/ by `npm run build`: change it there.",
    ...entries
      .toSorted()
      .map((entry) => `export const ${nameOf(entry)} =\n  ${JSON.stringify(browserScript(join(root, entry), "esm"))};`),
    "",
  ].join("\n");

/** `shared-document.ts` is `sharedDocumentScript` to the page. */
const nameOf = (entry: string): string =>
  `${basename(entry, ".ts").replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())}Script`;

/** Written where they are behind only: a file that was touched makes the pages' function anew. */
export const writePageScripts = async (): Promise<void> => {
  for (const { file, source } of await pageScripts()) {
    const path = join(root, file);
    if ((await readFile(path, "utf8").catch(() => "")) !== source) await writeWhole(path, source);
  }
};
