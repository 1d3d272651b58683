import { existsSync } from "node:fs";
import { join } from "node:path";
import { Code } from "aws-cdk-lib/aws-lambda";

/** The bundles that `scripts/build.ts` left in a folder. */
export const bundlesIn =
  (folder: string) =>
  (feature: string, entry: string): Code => {
    const bundle = join(folder, feature, entry);
    if (!existsSync(join(bundle, "index.mjs"))) {
      throw new Error(
        `functions/${feature}/${entry}.ts has no bundle: it exports no handler, or "npm run build" is due.`,
      );
    }
    return Code.fromAsset(bundle);
  };
