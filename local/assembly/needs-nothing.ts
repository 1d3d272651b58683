/**
 * Resource types that are understood and need nothing on one machine: they guard, watch, name or keep what runs, and
 * change nothing about how it behaves here. A type that is neither wired nor in this list stops the start.
 */
export const needsNothing: ReadonlySet<string> = new Set([
  "AWS::CDK::Metadata",
  // Permissions between services. What a function itself may do is checked at the front door, from its role.
  "AWS::Events::EventBusPolicy",
  "AWS::IAM::ManagedPolicy",
  "AWS::IAM::Policy",
  "AWS::Lambda::Permission",
  "AWS::S3::BucketPolicy",
  "AWS::SNS::TopicPolicy",
  "AWS::SQS::QueuePolicy",
  "AWS::SQS::QueueInlinePolicy",
  "AWS::SecretsManager::ResourcePolicy",
  // Watching.
  "AWS::ApplicationInsights::Application",
  "AWS::Budgets::Budget",
  "AWS::CloudWatch::Alarm",
  "AWS::CloudWatch::AnomalyDetector",
  "AWS::CloudWatch::CompositeAlarm",
  "AWS::CloudWatch::Dashboard",
  "AWS::Logs::LogGroup",
  "AWS::Logs::MetricFilter",
  "AWS::Logs::QueryDefinition",
  "AWS::ResourceGroups::Group",
  "AWS::XRay::Group",
  "AWS::XRay::SamplingRule",
  // Names and keys: everything here answers on one address, and nothing is encrypted at rest.
  "AWS::ApiGatewayV2::ApiMapping",
  "AWS::ApiGatewayV2::DomainName",
  "AWS::CertificateManager::Certificate",
  "AWS::KMS::Alias",
  "AWS::KMS::Key",
  "AWS::Route53::RecordSet",
  // Archives and backups.
  "AWS::Backup::BackupPlan",
  "AWS::Backup::BackupSelection",
  "AWS::Backup::BackupVault",
  "AWS::Events::Archive",
  // The text-message service is played by the front door.
  "AWS::SMSVOICE::ConfigurationSet",
  "AWS::SMSVOICE::OptOutList",
  "AWS::SMSVOICE::PhoneNumber",
  "AWS::SMSVOICE::Pool",
  "AWS::SMSVOICE::ProtectConfiguration",
]);
