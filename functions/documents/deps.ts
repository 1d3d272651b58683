import { buildApiDeps, buildWorkerDeps, type Deps } from "../../shared/app/deps.ts";
import type { AppDeps } from "../../shared/app/use-case.ts";
import { type Presigner, s3Presigner } from "../../shared/aws/presign.ts";
import { env } from "../../shared/env.ts";
import { type FileStore, s3Files } from "./file-store.ts";
import { eicarScanner, guardDutyScanner, type Scanner } from "./scanner.ts";

export interface DocumentDeps extends Deps {
  presigner: Presigner;
  publicUrl: string;
  buckets: { files: string; quarantine: string };
}

export const buildDeps = (): DocumentDeps => ({
  ...buildApiDeps(),
  presigner: s3Presigner(),
  publicUrl: env.publicUrl(),
  buckets: { files: env.filesBucket(), quarantine: env.quarantineBucket() },
});

/** For the worker that removes files. */
export interface EraserDeps extends AppDeps {
  files: FileStore;
}

export const buildEraserDeps = (): EraserDeps => ({
  ...buildWorkerDeps(),
  files: s3Files({ files: env.filesBucket(), quarantine: env.quarantineBucket() }),
});

/** For the worker that looks at what arrived. */
export interface IntakeDeps extends EraserDeps {
  scanner: Scanner;
}

export const buildIntakeDeps = (): IntakeDeps => {
  const deps = buildEraserDeps();
  return { ...deps, scanner: env.guardDutyScans() ? guardDutyScanner : eicarScanner(deps.files) };
};
