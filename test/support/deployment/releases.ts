import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { features } from "../../../lib/features/mounted.ts";
import packageJson from "../../../package.json" with { type: "json" };
import { synthesise } from "../synth.ts";
import { type Release, recordStack } from "./record.ts";

const folder = join(import.meta.dirname, "../../../releases");

/** The versions that were released, oldest first. */
export const releases = (): Release[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .toSorted((a, b) => a.localeCompare(b, "en", { numeric: true }))
    .map((file) => JSON.parse(readFileSync(join(folder, file), "utf8")));

/** What the sources as they are would deploy, with these features. */
export const currentRelease = (mounted = features, stage = "prod"): Release => {
  const { data, main } = synthesise(mounted, stage, undefined, { nag: false });
  return {
    version: `${packageJson.version} and what came since`,
    data: recordStack(data.toJSON()),
    app: recordStack(main.toJSON()),
  };
};
