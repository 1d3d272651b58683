import { CfnOutput, Duration, Stack, type StackProps, Validations } from "aws-cdk-lib";
import { AccountRecovery, ClientAttributes, UserPool, type UserPoolClient } from "aws-cdk-lib/aws-cognito";
import { AttributeType, Billing, StreamViewType, TableEncryptionV2, TableV2 } from "aws-cdk-lib/aws-dynamodb";
import type { Bucket } from "aws-cdk-lib/aws-s3";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import type { Construct } from "constructs";
import { passwordPolicy } from "../../shared/http/password.ts";
import type { StageSettings } from "../config.ts";
import { keptOnceCreated } from "../constructs/kept-once-created.ts";
import { indexNames } from "../constructs/table-access.ts";
import { UploadBuckets } from "../constructs/upload-buckets.ts";

export interface DataStackProps extends StackProps {
  readonly settings: StageSettings;
}

/** What must outlive everything else: nothing in here is deleted with its stack. */
export class DataStack extends Stack {
  readonly table: TableV2;
  readonly files: Bucket;
  readonly quarantine: Bucket;
  readonly userPool: UserPool;
  readonly userPoolClient: UserPoolClient;
  readonly signingSecret: Secret;

  constructor(scope: Construct, id: string, { settings, ...props }: DataStackProps) {
    super(scope, id, props);

    this.table = this.#table();
    const buckets = new UploadBuckets(this, "Uploads", { settings });
    this.files = buckets.files;
    this.quarantine = buckets.quarantine;
    this.userPool = this.#userPool();
    this.userPoolClient = this.userPool.addClient("Client", {
      authFlows: { userPassword: true },
      disableOAuth: true,
      generateSecret: false,
      preventUserExistenceErrors: true,
      // Whoever holds an access token could otherwise take an address that somebody else is about to be invited by.
      writeAttributes: new ClientAttributes().withStandardAttributes({ fullname: true }),
      enableTokenRevocation: true,
      accessTokenValidity: Duration.hours(1),
      idTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.days(30),
    });
    this.signingSecret = this.#signingSecret();
    this.#createLast(buckets);
    this.#pinExports();
    new CfnOutput(this, "UserPoolId", {
      value: this.userPool.userPoolId,
      description: "The pool of people who sign in",
    });
    new CfnOutput(this, "UserPoolClientId", {
      value: this.userPoolClient.userPoolClientId,
      description: "The client they sign in with",
    });
  }

  /**
   * What is protected against deletion cannot be taken back when a first deployment fails: it comes after what may fail,
   * the table at the very end.
   */
  #createLast(buckets: UploadBuckets): void {
    this.userPool.node.addDependency(buckets, this.signingSecret);
    this.table.node.addDependency(this.userPoolClient);
  }

  /**
   * What other stacks may import, whether they do so or not. CloudFormation refuses to change or remove an export that is
   * in use, so none may come and go with the features of a version. See docs/deployments.md#exports.
   */
  #pinExports(): void {
    const { table, files, quarantine, userPool, userPoolClient, signingSecret } = this;
    for (const value of [table.tableName, table.tableArn, table.tableStreamArn]) this.exportValue(value);
    for (const bucket of [files, quarantine]) {
      this.exportValue(bucket.bucketName);
      this.exportValue(bucket.bucketArn);
    }
    for (const value of [userPool.userPoolId, userPool.userPoolArn]) this.exportValue(value);
    this.exportValue(userPoolClient.userPoolClientId);
    this.exportValue(signingSecret.secretArn);
  }

  #table(): TableV2 {
    const key = (name: string) => ({ name, type: AttributeType.STRING });
    return new TableV2(this, "Table", {
      partitionKey: key("pk"),
      sortKey: key("sk"),
      globalSecondaryIndexes: indexNames.map((indexName) => ({
        indexName,
        partitionKey: key(`${indexName}pk`),
        sortKey: key(`${indexName}sk`),
      })),
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.dynamoOwnedKey(),
      timeToLiveAttribute: "ttl",
      dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: keptOnceCreated,
    });
  }

  #userPool(): UserPool {
    const userPool = new UserPool(this, "People", {
      signInAliases: { email: true },
      signInCaseSensitive: false,
      selfSignUpEnabled: false,
      autoVerify: { email: true },
      keepOriginal: { email: true },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      passwordPolicy: {
        minLength: passwordPolicy.minLength,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(7),
      },
      deletionProtection: true,
      removalPolicy: keptOnceCreated,
    });
    Validations.of(userPool).acknowledge(
      {
        id: "AwsSolutions-COG2",
        reason: "A second factor for staff is the business's own choice; the sign-in route does not offer one yet.",
      },
      {
        id: "AwsSolutions-COG8",
        reason: "The Plus plan is billed per active person; the API's own rate limits slow down guessing.",
      },
    );
    return userPool;
  }

  #signingSecret(): Secret {
    const secret = new Secret(this, "SigningSecret", {
      description: "Signs cursors and links; whoever replaces it makes those in circulation invalid.",
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: keptOnceCreated,
    });
    Validations.of(secret).acknowledge({
      id: "AwsSolutions-SMG4",
      reason: "A rotation would break every link already sent to clients; it is replaced by hand after a leak.",
    });
    return secret;
  }
}
