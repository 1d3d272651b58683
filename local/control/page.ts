import { readFile } from "node:fs/promises";
import type { Answer } from "../door/answers.ts";

/** The page for people, three files that a browser reads as they are. */
const files: Record<string, { name: string; type: string }> = {
  "": { name: "page.html", type: "text/html; charset=utf-8" },
  "page.css": { name: "page.css", type: "text/css; charset=utf-8" },
  "page.js": { name: "page.js", type: "text/javascript; charset=utf-8" },
};

/** The file at this place under `/_local`, if any. */
export async function pageFile(place: string): Promise<Answer | undefined> {
  const file = files[place];
  if (!file) return undefined;
  const body = await readFile(new URL(`page/${file.name}`, import.meta.url));
  return { status: 200, headers: { "content-type": file.type, "cache-control": "no-store" }, body };
}
