import { join } from "node:path";
import { buildSync } from "esbuild";

/** The page's script as one text: the search, with MiniSearch in it. */
export const script = (): string => {
  const { outputFiles } = buildSync({
    entryPoints: [join(import.meta.dirname, "reference-search.js")],
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    write: false,
  });
  // Within a page nothing may look like the end of the script.
  return outputFiles[0]?.text.trim().replaceAll("</script", "<\\/script") ?? "";
};
