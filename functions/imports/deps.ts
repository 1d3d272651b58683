import { buildApiDeps, type Deps } from "../../shared/app/deps.ts";
import { type Presigner, s3Presigner } from "../../shared/aws/presign.ts";
import { env } from "../../shared/env.ts";

export interface ImportDeps extends Deps {
  presigner: Presigner;
  bucket: string;
}

export const buildDeps = (): ImportDeps => ({
  ...buildApiDeps(),
  presigner: s3Presigner(),
  bucket: env.filesBucket(),
});
