import { existsSync } from "node:fs";
import { join } from "node:path";
import { Code, type CodeConfig } from "aws-cdk-lib/aws-lambda";

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

/**
 * Where everything runs on one machine: the bundles are made while the templates are, into a folder beside them, and are
 * found there by the name that stands here for their place in a bucket.
 */
export const bundlesBeside = (feature: string, entry: string): Code => new CodeBeside(`functions/${feature}/${entry}`);

class CodeBeside extends Code {
  readonly isInline = false;
  readonly #key: string;

  constructor(key: string) {
    super();
    this.#key = key;
  }

  override bind(): CodeConfig {
    return { s3Location: { bucketName: "bundles", objectKey: this.#key } };
  }
}
