import type { ISecret } from "aws-cdk-lib/aws-secretsmanager";
import type { FeatureFunction } from "./feature-function.ts";

/** The secret that cursors and links are signed with. */
export class SigningAccess {
  readonly #secret: ISecret;

  constructor(secret: ISecret) {
    this.#secret = secret;
  }

  grantRead(reader: FeatureFunction): void {
    reader.setVariable("SIGNING_SECRET_ARN", this.#secret.secretArn);
    reader.allow(["secretsmanager:GetSecretValue"], [this.#secret.secretArn]);
  }
}
