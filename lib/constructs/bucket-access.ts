import { Stack, Validations } from "aws-cdk-lib";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import type { FeatureFunction } from "./feature-function.ts";

export interface BucketAccessProps {
  readonly bucket: IBucket;
  /** The variable that names the bucket to a function. */
  readonly variable: string;
}

/** One bucket, by the few actions the product uses. */
export class BucketAccess extends Construct {
  readonly bucket: IBucket;
  readonly #variable: string;

  constructor(scope: Construct, id: string, { bucket, variable }: BucketAccessProps) {
    super(scope, id);
    this.bucket = bucket;
    this.#variable = variable;
    Validations.of(Stack.of(this)).acknowledge({
      id: `AwsSolutions-IAM5[Resource::${exportedName(bucket)}/*]`,
      reason: "Objects have random keys, so a grant can only name all of one bucket; its actions are named one by one.",
    });
  }

  /** Lists too: without that right, S3 answers 403 instead of 404 for an object that is not there. */
  grantRead(reader: FeatureFunction): void {
    this.#grant(reader, "s3:GetObject");
    reader.allow(["s3:ListBucket"], [this.bucket.bucketArn]);
  }

  /** Reading one certain version, and telling versions apart. */
  grantReadVersions(reader: FeatureFunction): void {
    this.#grant(reader, "s3:GetObject", "s3:GetObjectVersion");
    reader.allow(["s3:ListBucket"], [this.bucket.bucketArn]);
  }

  /** Also what a pre-signed upload needs: it is checked against the rights of its signer. */
  grantWrite(writer: FeatureFunction): void {
    this.#grant(writer, "s3:PutObject", "s3:AbortMultipartUpload");
  }

  /** Sending in parts, and seeing which have come; nothing that was sent can be read. */
  grantWriteParts(writer: FeatureFunction): void {
    this.#grant(writer, "s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts");
  }

  /** Deleting for good: every version of an object can be found and removed. */
  grantErase(eraser: FeatureFunction): void {
    this.#grant(eraser, "s3:DeleteObject", "s3:DeleteObjectVersion");
    eraser.allow(["s3:ListBucket", "s3:ListBucketVersions"], [this.bucket.bucketArn]);
  }

  /** The variable with the bucket's name alone, without a right. */
  setVariables(grantee: FeatureFunction): void {
    grantee.setVariable(this.#variable, this.bucket.bucketName);
  }

  #grant(grantee: FeatureFunction, ...actions: string[]): void {
    this.setVariables(grantee);
    grantee.allow(actions, [this.bucket.arnForObjects("*")]);
  }
}

/** The name under which the bucket's stack exports its ARN: that is how findings on a policy name the bucket. */
const exportedName = (bucket: IBucket): string => {
  const stack = Stack.of(bucket);
  const imported: Readonly<Record<string, string>> = stack.resolve(stack.exportValue(bucket.bucketArn));
  return imported["Fn::ImportValue"] ?? "";
};
