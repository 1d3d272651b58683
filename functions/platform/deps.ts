import { readFile } from "node:fs/promises";
import { buildApiDeps, type Deps } from "../../shared/app/deps.ts";
import { env } from "../../shared/env.ts";

export interface PlatformDeps extends Deps {
  stage: string;
  /** Under which address the API is reached, without a slash at the end. */
  publicUrl: string;
  /** The description of the API, as the build left it beside the function. */
  reference: { openApi: () => Promise<string>; page: () => Promise<string> };
}

const beside = (file: string) => () => readFile(new URL(file, import.meta.url), "utf8");

export const buildDeps = (): PlatformDeps => ({
  ...buildApiDeps(),
  stage: env.stage(),
  publicUrl: env.publicUrl(),
  reference: { openApi: beside("openapi.json"), page: beside("docs.html") },
});
