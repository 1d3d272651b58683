import { Duration } from "aws-cdk-lib";
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  CfnBucket,
  HttpMethods,
} from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import { LIST_FILE_DAYS } from "../../shared/entities/import.ts";
import type { StageSettings } from "../config.ts";
import { keptOnceCreated } from "./kept-once-created.ts";
import { MalwareScan } from "./malware-scan.ts";

/**
 * How the keys of client lists begin that came in or went out (shared/entities/import.ts), and of what a job that counts an
 * audience has met (functions/campaigns/planning/met-addresses.ts).
 */
const listFiles = ["imports/", "exports/", "counts/"];

/**
 * Where files live. Strangers write to `quarantine` only, by pre-signed forms; what is found good is copied to `files`.
 * The service's own access log of both goes to a third bucket.
 */
export class UploadBuckets extends Construct {
  readonly files: Bucket;
  readonly quarantine: Bucket;

  constructor(scope: Construct, id: string, { settings }: { readonly settings: StageSettings }) {
    super(scope, id);
    const log = this.#bucket("Log", { lifecycleRules: [{ expiration: Duration.days(settings.logDays) }] });
    // Longer than an upload may be resumed (7 days, `awaitedUntil` in shared/entities/upload-slot.ts): one that S3 gave up
    // while its slot lives would look as if it was complete.
    const abandoned = { abortIncompleteMultipartUploadAfter: Duration.days(10) };
    // A form carries its own proof; the origin only has to be named where it is known before the API exists.
    const cors = [
      {
        // Forms are posted, parts are put.
        allowedMethods: [HttpMethods.POST, HttpMethods.PUT],
        allowedOrigins: settings.domain ? [`https://${settings.domain.name}`, ...settings.allowedOrigins] : ["*"],
        allowedHeaders: ["*"],
        maxAge: 3600,
      },
    ];

    this.files = this.#bucket("Files", {
      cors,
      versioned: true,
      serverAccessLogsBucket: log,
      serverAccessLogsPrefix: "files/",
      lifecycleRules: [
        abandoned,
        ...listFiles.map((prefix) => ({
          prefix,
          expiration: Duration.days(LIST_FILE_DAYS),
          noncurrentVersionExpiration: Duration.days(1),
        })),
        { noncurrentVersionExpiration: Duration.days(settings.oldVersionDays), expiredObjectDeleteMarker: true },
      ],
    });
    this.quarantine = this.#bucket("Quarantine", {
      cors,
      // So that exactly what was scanned can be copied, though it is sent again in the meantime.
      versioned: true,
      serverAccessLogsBucket: log,
      serverAccessLogsPrefix: "quarantine/",
      lifecycleRules: [
        abandoned,
        { expiration: Duration.days(7), noncurrentVersionExpiration: Duration.days(1) },
        { expiredObjectDeleteMarker: true },
      ],
    });
    announceObjects(this.quarantine);
    if (settings.malwareScan === "guardduty") new MalwareScan(this, "MalwareScan", { bucket: this.quarantine });
  }

  #bucket(id: string, props: BucketProps): Bucket {
    return new Bucket(this, id, {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      removalPolicy: keptOnceCreated,
      ...props,
    });
  }
}

/** Sends the bucket's events to EventBridge. The L2 property does the same with a custom-resource function of its own. */
const announceObjects = (bucket: Bucket): void => {
  const resource = bucket.node.defaultChild;
  if (!(resource instanceof CfnBucket)) throw new Error(`${bucket.node.path} is no bucket of CloudFormation.`);
  resource.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
};
