import { join } from "node:path";
import { browserScript } from "./browser-script.ts";

/** The page's script as one text: the search, with MiniSearch in it. */
export const script = (): string => browserScript(join(import.meta.dirname, "reference-search.ts"), "iife");
