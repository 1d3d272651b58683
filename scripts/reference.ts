import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { describeApi, manifests, nameSchemas } from "./openapi.ts";
import { publishedKinds } from "./openapi-webhooks.ts";
import { referencePage } from "./reference-page.ts";
import { writeWhole } from "./write-whole.ts";

/** The API's description and its reference page, beside the platform's function. */
export const writeReference = async (outdir: string): Promise<void> => {
  await nameSchemas();
  const document = describeApi(await manifests(), await publishedKinds());
  const texts = { "openapi.json": JSON.stringify(document), "docs.html": referencePage(document) };
  for (const folder of [join(outdir, "functions/platform/api"), outdir]) {
    await mkdir(folder, { recursive: true });
    for (const [file, text] of Object.entries(texts)) await writeWhole(join(folder, file), text);
  }
};

// The start on one machine runs it beside the build and the synthesis.
if (import.meta.main) await writeReference(process.argv[2] ?? "dist");
