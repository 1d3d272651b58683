import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Answer } from "../front-door/answers.ts";

const fileOf = (name: string): URL => new URL(`page/${name}`, import.meta.url);

/** The script with all that it imports; esbuild is there, for the product was built with it. */
const script = async (): Promise<string> => {
  const { buildSync } = await import("esbuild");
  const entryPoints = [fileURLToPath(fileOf("page.ts"))];
  const { outputFiles } = buildSync({ entryPoints, bundle: true, format: "esm", target: "es2022", write: false });
  return outputFiles[0]?.text ?? "";
};

/** The page for people, as its browser asks for it. */
const files: Readonly<Record<string, { type: string; read(): Promise<string | Buffer> }>> = {
  "": { type: "text/html", read: () => readFile(fileOf("page.html")) },
  "page.css": { type: "text/css", read: () => readFile(fileOf("page.css")) },
  "page.js": { type: "text/javascript", read: script },
};

/** The file at this place under `/_local`, if any. */
export const pageFile = async (place: string): Promise<Answer | undefined> => {
  const file = files[place];
  if (!file) return undefined;
  const headers = { "content-type": `${file.type}; charset=utf-8`, "cache-control": "no-store" };
  return { status: 200, headers, body: await file.read() };
};
