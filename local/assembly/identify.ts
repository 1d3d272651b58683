import { needsNothing } from "./needs-nothing.ts";
import { physicalName, shortHash } from "./physical-name.ts";
import type { Identity, Resolver } from "./resolve.ts";
import type { Json, Located } from "./template.ts";

/** Where the resources live: everything that names and ARNs are made of. */
export interface Place {
  region: string;
  accountId: string;
  /** Base address of the front door: host of queue addresses and of the API. */
  frontDoorUrl: string;
}

/** Ids that an engine gives out when it creates the resource, by `mintedKey`. */
export type Minted = ReadonlyMap<string, string>;

export const mintedKey = ({ stack, logicalId }: Located): string => `${stack.name}/${logicalId}`;

/**
 * Names the resources of the template as AWS would: what `Ref` and `Fn::GetAtt` give.
 * @throws for a type that this runner does not know.
 */
export const createIdentify =
  (place: Place, minted: Minted): ((located: Located, resolver: Resolver) => Identity) =>
  (located, resolver) => {
    const { stack, logicalId, resource } = located;
    const arn = (service: string, rest: string) => `arn:aws:${service}:${place.region}:${place.accountId}:${rest}`;
    const name = (property: string, limit?: number) =>
      given(resolver.resolve(stack, resource.Properties?.[property] ?? null)) ??
      physicalName(stack.name, logicalId, limit);
    const mint = () => {
      const id = minted.get(mintedKey(located));
      if (id === undefined) throw new Error(`${mintedKey(located)} is referred to before it is created`);
      return id;
    };

    switch (resource.Type) {
      case "AWS::DynamoDB::GlobalTable":
      case "AWS::DynamoDB::Table": {
        const table = name("TableName");
        const Arn = arn("dynamodb", `table/${table}`);
        return { ref: table, attributes: { Arn, StreamArn: `${Arn}/stream/local` } };
      }
      case "AWS::S3::Bucket": {
        const bucket = name("BucketName", 63).toLowerCase();
        return { ref: bucket, attributes: { Arn: `arn:aws:s3:::${bucket}`, ...bucketDomains(bucket, place) } };
      }
      case "AWS::SQS::Queue": {
        const fifo = resource.Properties?.FifoQueue === true && !resource.Properties.QueueName ? ".fifo" : "";
        const QueueName = `${name("QueueName", 75)}${fifo}`;
        const QueueUrl = `${place.frontDoorUrl}/${place.accountId}/${QueueName}`;
        return { ref: QueueUrl, attributes: { Arn: arn("sqs", QueueName), QueueName, QueueUrl } };
      }
      case "AWS::SNS::Topic": {
        const TopicName = name("TopicName");
        const TopicArn = arn("sns", TopicName);
        return { ref: TopicArn, attributes: { TopicArn, TopicName } };
      }
      case "AWS::Lambda::Function": {
        const functionName = name("FunctionName");
        return { ref: functionName, attributes: { Arn: arn("lambda", `function:${functionName}`) } };
      }
      case "AWS::IAM::Role": {
        const role = name("RoleName");
        const Arn = `arn:aws:iam::${place.accountId}:role/${role}`;
        return { ref: role, attributes: { Arn, RoleId: `AROA${shortHash(role, 17).toUpperCase()}` } };
      }
      case "AWS::Events::EventBus": {
        const Name = name("Name");
        return { ref: Name, attributes: { Arn: arn("events", `event-bus/${Name}`), Name } };
      }
      case "AWS::Events::Rule": {
        const rule = name("Name");
        const bus = given(resolver.resolve(stack, resource.Properties?.EventBusName ?? null));
        const path = bus && bus !== "default" ? `${bus.split("/").at(-1)}/${rule}` : rule;
        return { ref: path.replace("/", "|"), attributes: { Arn: arn("events", `rule/${path}`) } };
      }
      case "AWS::Scheduler::ScheduleGroup": {
        const group = name("Name");
        return { ref: group, attributes: { Arn: arn("scheduler", `schedule-group/${group}`) } };
      }
      case "AWS::Scheduler::Schedule": {
        const schedule = name("Name");
        const group = given(resolver.resolve(stack, resource.Properties?.GroupName ?? null)) ?? "default";
        return { ref: schedule, attributes: { Arn: arn("scheduler", `schedule/${group}/${schedule}`) } };
      }
      case "AWS::Cognito::UserPool": {
        const UserPoolId = mint();
        const ProviderName = `cognito-idp.${place.region}.amazonaws.com/${UserPoolId}`;
        const Arn = arn("cognito-idp", `userpool/${UserPoolId}`);
        return {
          ref: UserPoolId,
          attributes: { UserPoolId, Arn, ProviderName, ProviderURL: `https://${ProviderName}` },
        };
      }
      case "AWS::Cognito::UserPoolClient": {
        const ClientId = mint();
        return { ref: ClientId, attributes: { ClientId } };
      }
      case "AWS::ApiGatewayV2::Api": {
        const ApiId = shortHash(`${stack.name}/${logicalId}`, 10);
        return { ref: ApiId, attributes: { ApiId, ApiEndpoint: place.frontDoorUrl } };
      }
      case "AWS::SecretsManager::Secret": {
        const Arn = mint();
        return { ref: Arn, attributes: { Id: Arn } };
      }
      case "AWS::SSM::Parameter": {
        const Value = given(resolver.resolve(stack, resource.Properties?.Value ?? null)) ?? "";
        return { ref: name("Name"), attributes: { Type: "String", Value } };
      }
      case "AWS::SES::EmailIdentity": {
        const identity = name("EmailIdentity");
        return {
          ref: identity,
          attributes: { EmailIdentityArn: arn("ses", `identity/${identity}`), ...dkim(identity) },
        };
      }
      case "AWS::SES::ConfigurationSet": {
        const set = name("Name");
        return { ref: set, attributes: { Arn: arn("ses", `configuration-set/${set}`) } };
      }
      case "AWS::ApiGatewayV2::Integration":
      case "AWS::ApiGatewayV2::Authorizer":
      case "AWS::ApiGatewayV2::Route":
      case "AWS::ApiGatewayV2::Stage":
      case "AWS::Lambda::EventInvokeConfig":
      case "AWS::Lambda::EventSourceMapping":
      case "AWS::SES::ConfigurationSetEventDestination":
      case "AWS::SES::ReceiptRule":
      case "AWS::SES::ReceiptRuleSet":
      case "AWS::SNS::Subscription":
        return { ref: `${stack.name}-${logicalId}`, attributes: { AuthorizerId: `${stack.name}-${logicalId}` } };
    }
    if (needsNothing.has(resource.Type)) return unserved(located, place);
    throw new Error(`The resource type ${resource.Type} (${stack.name}/${logicalId}) is not known to this runner`);
  };

/** A resource that nothing plays here may still be named in an ARN or a policy. */
const unserved = ({ stack, logicalId, resource }: Located, place: Place): Identity => {
  const service = resource.Type.split("::")[1]?.toLowerCase() ?? "";
  const ref = physicalName(stack.name, logicalId);
  return { ref, attributes: { Arn: `arn:aws:${service}:${place.region}:${place.accountId}:${ref}` } };
};

const bucketDomains = (bucket: string, { region }: Place) => ({
  DomainName: `${bucket}.s3.amazonaws.com`,
  RegionalDomainName: `${bucket}.s3.${region}.amazonaws.com`,
});

/** The records one would publish in the DNS: outputs of the template print them. */
const dkim = (identity: string) => {
  const records = [1, 2, 3].flatMap((n) => [
    [`DkimDNSTokenName${n}`, `local${n}._domainkey.${identity}`] as const,
    [`DkimDNSTokenValue${n}`, `local${n}.dkim.amazonses.com`] as const,
  ]);
  return Object.fromEntries(records);
};

const given = (value: Json): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);
