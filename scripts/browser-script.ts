import { buildSync } from "esbuild";

/** A script for browsers with all that it imports, as one text that can stand in a page. */
export const browserScript = (entry: string, format: "esm" | "iife"): string => {
  const { outputFiles } = buildSync({
    ...{ entryPoints: [entry], bundle: true, minify: true, format, target: "es2022", write: false },
    tsconfigRaw: {},
  });
  // Within a page nothing may look like the end of the script.
  return outputFiles[0]?.text.trim().replaceAll("</script", "<\\/script") ?? "";
};
