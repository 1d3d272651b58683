/**
 * The properties this runner understands, by resource type. Objects are strict: a property that is neither wired nor
 * named as needing nothing stops the start, so that nothing declared is silently left out.
 */
import * as z from "zod/mini";
import { flag, text, unserved, whole } from "./shape-parts.ts";

const KeySchema = z.array(z.strictObject({ AttributeName: text, KeyType: z.enum(["HASH", "RANGE"]) }));

export const TableShape = z.strictObject({
  TableName: z.optional(text),
  AttributeDefinitions: z.array(z.strictObject({ AttributeName: text, AttributeType: z.enum(["S", "N", "B"]) })),
  KeySchema,
  GlobalSecondaryIndexes: z._default(
    z.array(
      z.strictObject({
        IndexName: text,
        KeySchema,
        Projection: z.strictObject({
          ProjectionType: z.enum(["ALL", "KEYS_ONLY", "INCLUDE"]),
          NonKeyAttributes: z.optional(z.array(text)),
        }),
        OnDemandThroughput: unserved,
        WarmThroughput: unserved,
        WriteOnDemandThroughputSettings: unserved,
      }),
    ),
    [],
  ),
  StreamSpecification: z.optional(
    z.strictObject({
      StreamViewType: z.enum(["NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES", "KEYS_ONLY"]),
      ResourcePolicy: unserved,
    }),
  ),
  TimeToLiveSpecification: z.optional(z.strictObject({ AttributeName: z.optional(text), Enabled: flag })),
  BillingMode: unserved,
  ContributorInsightsSpecification: unserved,
  DeletionProtectionEnabled: unserved,
  OnDemandThroughput: unserved,
  PointInTimeRecoverySpecification: unserved,
  Replicas: unserved,
  SSESpecification: unserved,
  TableClass: unserved,
  Tags: unserved,
  WarmThroughput: unserved,
  WriteOnDemandThroughputSettings: unserved,
});

export const BucketShape = z.strictObject({
  BucketName: z.optional(text),
  CorsConfiguration: z.optional(
    z.strictObject({
      CorsRules: z.array(
        z.strictObject({
          AllowedOrigins: z.array(text),
          AllowedMethods: z.array(text),
          AllowedHeaders: z.optional(z.array(text)),
          ExposedHeaders: z.optional(z.array(text)),
          MaxAge: z.optional(whole),
          Id: unserved,
        }),
      ),
    }),
  ),
  NotificationConfiguration: z.optional(
    z.strictObject({
      EventBridgeConfiguration: z.optional(z.strictObject({ EventBridgeEnabled: z._default(flag, true) })),
    }),
  ),
  AccessControl: unserved,
  BucketEncryption: unserved,
  IntelligentTieringConfigurations: unserved,
  LifecycleConfiguration: unserved,
  LoggingConfiguration: unserved,
  ObjectLockConfiguration: unserved,
  ObjectLockEnabled: unserved,
  OwnershipControls: unserved,
  PublicAccessBlockConfiguration: unserved,
  Tags: unserved,
  VersioningConfiguration: z.optional(z.strictObject({ Status: text })),
});

export const QueueShape = z.strictObject({
  QueueName: z.optional(text),
  FifoQueue: z.optional(flag),
  ContentBasedDeduplication: z.optional(flag),
  DelaySeconds: z.optional(whole),
  MaximumMessageSize: z.optional(whole),
  MessageRetentionPeriod: z.optional(whole),
  ReceiveMessageWaitTimeSeconds: z.optional(whole),
  VisibilityTimeout: z.optional(whole),
  RedrivePolicy: z.optional(z.strictObject({ deadLetterTargetArn: text, maxReceiveCount: whole })),
  KmsDataKeyReusePeriodSeconds: unserved,
  KmsMasterKeyId: unserved,
  RedriveAllowPolicy: unserved,
  SqsManagedSseEnabled: unserved,
  Tags: unserved,
});

export const TopicShape = z.strictObject({
  TopicName: z.optional(text),
  DisplayName: unserved,
  KmsMasterKeyId: unserved,
  TracingConfig: unserved,
  Tags: unserved,
});

export const SubscriptionShape = z.strictObject({
  TopicArn: text,
  Protocol: z.enum(["sqs", "email", "email-json"]),
  Endpoint: text,
  RawMessageDelivery: z.optional(flag),
  FilterPolicy: z.optional(z.record(text, z.unknown())),
  FilterPolicyScope: z.optional(text),
  RedrivePolicy: unserved,
});

export const FunctionShape = z.strictObject({
  FunctionName: z.optional(text),
  Runtime: text,
  Handler: text,
  Code: z.strictObject({ S3Bucket: unserved, S3Key: text, S3ObjectVersion: unserved }),
  Role: text,
  Timeout: z._default(whole, 3),
  MemorySize: z._default(whole, 128),
  ReservedConcurrentExecutions: z.optional(whole),
  Environment: z.optional(
    z.strictObject({ Variables: z._default(z.record(text, z.union([text, z.number(), z.boolean()])), {}) }),
  ),
  DeadLetterConfig: z.optional(z.strictObject({ TargetArn: text })),
  Architectures: unserved,
  Description: unserved,
  EphemeralStorage: unserved,
  LoggingConfig: unserved,
  RecursiveLoop: unserved,
  RuntimeManagementConfig: unserved,
  Tags: unserved,
  TracingConfig: unserved,
});

export const InvokeConfigShape = z.strictObject({
  FunctionName: text,
  Qualifier: text,
  MaximumRetryAttempts: z._default(whole, 2),
  MaximumEventAgeInSeconds: unserved,
  DestinationConfig: z.optional(z.strictObject({ OnFailure: z.optional(z.strictObject({ Destination: text })) })),
});

export const MappingShape = z.strictObject({
  FunctionName: text,
  EventSourceArn: text,
  Enabled: z._default(flag, true),
  BatchSize: z.optional(whole),
  MaximumBatchingWindowInSeconds: z._default(whole, 0),
  FunctionResponseTypes: z._default(z.array(z.literal("ReportBatchItemFailures")), []),
  FilterCriteria: z.optional(z.strictObject({ Filters: z.array(z.strictObject({ Pattern: text })) })),
  ScalingConfig: z.optional(z.strictObject({ MaximumConcurrency: z.optional(whole) })),
  BisectBatchOnFunctionError: z._default(flag, false),
  MaximumRetryAttempts: z._default(whole, -1),
  MaximumRecordAgeInSeconds: z._default(whole, -1),
  DestinationConfig: z.optional(z.strictObject({ OnFailure: z.optional(z.strictObject({ Destination: text })) })),
  ParallelizationFactor: z._default(whole, 1),
  StartingPosition: z.optional(z.enum(["TRIM_HORIZON", "LATEST"])),
  MetricsConfig: unserved,
  Tags: unserved,
});

const RetryPolicy = z.optional(
  z.strictObject({ MaximumRetryAttempts: z.optional(whole), MaximumEventAgeInSeconds: unserved }),
);
const DeadLetterConfig = z.optional(z.strictObject({ Arn: z.optional(text) }));

export const RuleShape = z.strictObject({
  Name: z.optional(text),
  EventBusName: z._default(text, "default"),
  EventPattern: z.optional(z.record(text, z.unknown())),
  ScheduleExpression: z.optional(text),
  State: z._default(z.enum(["ENABLED", "DISABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"]), "ENABLED"),
  Targets: z._default(
    z.array(
      z.strictObject({
        Id: text,
        Arn: text,
        Input: z.optional(text),
        InputPath: z.optional(text),
        InputTransformer: z.optional(
          z.strictObject({ InputPathsMap: z._default(z.record(text, text), {}), InputTemplate: text }),
        ),
        SqsParameters: z.optional(z.strictObject({ MessageGroupId: text })),
        RetryPolicy,
        DeadLetterConfig,
        RoleArn: unserved,
      }),
    ),
    [],
  ),
  Description: unserved,
  RoleArn: unserved,
  Tags: unserved,
});

export const ScheduleShape = z.strictObject({
  Name: z.optional(text),
  GroupName: z._default(text, "default"),
  ScheduleExpression: text,
  ScheduleExpressionTimezone: z.optional(text),
  StartDate: z.optional(text),
  EndDate: z.optional(text),
  State: z._default(z.enum(["ENABLED", "DISABLED"]), "ENABLED"),
  Target: z.strictObject({
    Arn: text,
    RoleArn: text,
    Input: z.optional(text),
    SqsParameters: z.optional(z.strictObject({ MessageGroupId: z.optional(text) })),
    EventBridgeParameters: z.optional(z.strictObject({ DetailType: text, Source: text })),
    RetryPolicy,
    DeadLetterConfig,
  }),
  Description: unserved,
  FlexibleTimeWindow: unserved,
  KmsKeyArn: unserved,
});

export const EventDestinationShape = z.strictObject({
  ConfigurationSetName: text,
  EventDestination: z.strictObject({
    Name: unserved,
    Enabled: z._default(flag, true),
    MatchingEventTypes: z.array(text),
    EventBridgeDestination: z.optional(z.strictObject({ EventBusArn: text })),
    CloudWatchDestination: unserved,
  }),
});

export const ReceiptRuleShape = z.strictObject({
  RuleSetName: text,
  Rule: z.strictObject({
    Name: unserved,
    Enabled: z._default(flag, false),
    Recipients: z._default(z.array(text), []),
    Actions: z._default(
      z.array(
        z.strictObject({
          S3Action: z.optional(
            z.strictObject({
              BucketName: text,
              ObjectKeyPrefix: z.optional(text),
              TopicArn: z.optional(text),
              IamRoleArn: unserved,
            }),
          ),
          StopAction: z.optional(z.unknown()),
        }),
      ),
      [],
    ),
    ScanEnabled: unserved,
    TlsPolicy: unserved,
  }),
  After: unserved,
});

export const PhoneNumberShape = z.object({
  TwoWay: z.optional(z.object({ Enabled: z._default(flag, false), ChannelArn: z.optional(text) })),
});
