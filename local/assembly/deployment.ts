import { join } from "node:path";
import * as z from "zod/mini";
import * as httpShapes from "./http-shapes.ts";
import type { Resolver } from "./resolve.ts";
import { type RoleStatements, rolesOf } from "./roles.ts";
import * as shapes from "./shapes.ts";
import type { Assembly, Located } from "./template.ts";

export interface QueueDeclaration extends z.infer<typeof shapes.QueueShape> {
  name: string;
  arn: string;
  url: string;
}

export interface FunctionDeclaration {
  name: string;
  arn: string;
  /** What the console calls it. */
  label: string;
  roleArn: string;
  directory: string;
  /** `index.handler` */
  handler: string;
  timeoutSeconds: number;
  memoryMb: number;
  reservedConcurrency?: number;
  /** Where an event goes that nobody waited for, once its retries are used up. */
  deadLetterArn?: string;
  variables: Record<string, string>;
}

export type TableDeclaration = Omit<z.infer<typeof shapes.TableShape>, "TableName"> & { TableName: string };
export type MappingDeclaration = z.infer<typeof shapes.MappingShape> & { id: string };
export type RuleDeclaration = z.infer<typeof shapes.RuleShape> & { name: string; arn: string };
export type ScheduleDeclaration = z.infer<typeof shapes.ScheduleShape> & { name: string };
export type BucketDeclaration = z.infer<typeof shapes.BucketShape> & { name: string };
export type ReceiptRuleDeclaration = z.infer<typeof shapes.ReceiptRuleShape>;
export type PhoneNumberDeclaration = z.infer<typeof shapes.PhoneNumberShape>;
export type TopicDeclaration = { name: string; arn: string };
export type AuthorizerDeclaration = z.infer<typeof httpShapes.AuthorizerShape> & { id: string };

export interface ApiDeclaration {
  id: string;
  cors?: z.infer<typeof httpShapes.ApiShape>["CorsConfiguration"];
  routes: { key: string; functionArn: string; timeoutMs: number; authorizerId?: string }[];
  authorizers: AuthorizerDeclaration[];
}

/** What the template declares, with every reference resolved: all that the wiring needs to know. */
export interface Deployment {
  tables: TableDeclaration[];
  buckets: BucketDeclaration[];
  queues: QueueDeclaration[];
  topics: TopicDeclaration[];
  subscriptions: z.infer<typeof shapes.SubscriptionShape>[];
  functions: FunctionDeclaration[];
  invokeConfigs: z.infer<typeof shapes.InvokeConfigShape>[];
  mappings: MappingDeclaration[];
  buses: string[];
  rules: RuleDeclaration[];
  scheduleGroups: string[];
  schedules: ScheduleDeclaration[];
  configurationSets: string[];
  /** Domains and addresses that e-mails may come from. */
  identities: string[];
  eventDestinations: z.infer<typeof shapes.EventDestinationShape>[];
  receiptRules: ReceiptRuleDeclaration[];
  phoneNumbers: PhoneNumberDeclaration[];
  roles: RoleStatements;
  /** Absent when the template has no HTTP API. */
  api?: ApiDeclaration;
}

/** @throws with type and logical id when a resource is not understood. */
export const describeDeployment = (assembly: Assembly, resolver: Resolver): Deployment => {
  // Naming every resource once refuses the types that nobody here plays.
  for (const located of resolver.resources) resolver.identity(located);

  const all = (...types: string[]) => resolver.resources.filter(({ resource }) => types.includes(resource.Type));
  const parsed = <T extends z.ZodMiniType>(type: string, shape: T) =>
    all(type).map((located) => ({ located, ...resolver.identity(located), shape: parse(shape, located, resolver) }));
  for (const stage of all("AWS::ApiGatewayV2::Stage")) parse(httpShapes.StageShape, stage, resolver);

  return {
    tables: all("AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable").map((located) => ({
      ...parse(shapes.TableShape, located, resolver),
      TableName: resolver.identity(located).ref,
    })),
    buckets: parsed("AWS::S3::Bucket", shapes.BucketShape).map(({ ref, shape }) => ({ ...shape, name: ref })),
    queues: parsed("AWS::SQS::Queue", shapes.QueueShape).map(({ ref, attributes, shape }) => ({
      ...shape,
      name: attributes.QueueName ?? "",
      arn: attributes.Arn ?? "",
      url: ref,
    })),
    topics: parsed("AWS::SNS::Topic", shapes.TopicShape).map(({ ref, attributes }) => ({
      name: attributes.TopicName ?? "",
      arn: ref,
    })),
    subscriptions: parsed("AWS::SNS::Subscription", shapes.SubscriptionShape).map(({ shape }) => shape),
    functions: all("AWS::Lambda::Function").map((located) => describeFunction(located, assembly, resolver)),
    invokeConfigs: parsed("AWS::Lambda::EventInvokeConfig", shapes.InvokeConfigShape).map(({ shape }) => shape),
    mappings: parsed("AWS::Lambda::EventSourceMapping", shapes.MappingShape).map(({ ref, shape }) => ({
      ...shape,
      id: ref,
    })),
    buses: all("AWS::Events::EventBus").map((located) => resolver.identity(located).ref),
    rules: parsed("AWS::Events::Rule", shapes.RuleShape).map(({ ref, attributes, shape }) => ({
      ...shape,
      EventBusName: shape.EventBusName.split("/").at(-1) ?? "default",
      name: ref.split("|").at(-1) ?? ref,
      arn: attributes.Arn ?? "",
    })),
    scheduleGroups: all("AWS::Scheduler::ScheduleGroup").map((located) => resolver.identity(located).ref),
    schedules: parsed("AWS::Scheduler::Schedule", shapes.ScheduleShape).map(({ ref, shape }) => ({
      ...shape,
      name: ref,
    })),
    configurationSets: all("AWS::SES::ConfigurationSet").map((located) => resolver.identity(located).ref),
    identities: all("AWS::SES::EmailIdentity").map((located) => resolver.identity(located).ref),
    eventDestinations: parsed("AWS::SES::ConfigurationSetEventDestination", shapes.EventDestinationShape).map(
      ({ shape }) => shape,
    ),
    receiptRules: parsed("AWS::SES::ReceiptRule", shapes.ReceiptRuleShape).map(({ shape }) => shape),
    phoneNumbers: parsed("AWS::SMSVOICE::PhoneNumber", shapes.PhoneNumberShape).map(({ shape }) => shape),
    roles: rolesOf(resolver),
    ...describeApi(resolver, all),
  };
};

/** Properties of a resource with references resolved, checked against what this runner understands of its type. */
export const parse = <T extends z.ZodMiniType>(shape: T, located: Located, resolver: Resolver): z.infer<T> => {
  const result = z.safeParse(shape, resolver.properties(located));
  if (result.success) return result.data;
  const where = `${located.resource.Type} ${located.stack.name}/${located.logicalId}`;
  throw new Error(`${where} is not understood:\n${z.prettifyError(result.error)}`);
};

const describeFunction = (located: Located, assembly: Assembly, resolver: Resolver): FunctionDeclaration => {
  const shape = parse(shapes.FunctionShape, located, resolver);
  const { ref, attributes } = resolver.identity(located);
  const directory = assembly.assets.get(shape.Code.S3Key);
  if (!directory) throw new Error(`${ref}: the code ${shape.Code.S3Key} is no asset of the assembly`);
  if (!shape.Runtime.startsWith("nodejs")) throw new Error(`${ref}: the runtime ${shape.Runtime} is not known`);
  return {
    name: ref,
    arn: attributes.Arn ?? "",
    label: typeof shape.Description === "string" && shape.Description.length <= 40 ? shape.Description : ref,
    roleArn: shape.Role,
    directory: join(directory),
    handler: shape.Handler,
    timeoutSeconds: shape.Timeout,
    memoryMb: shape.MemorySize,
    deadLetterArn: shape.DeadLetterConfig?.TargetArn,
    reservedConcurrency: shape.ReservedConcurrentExecutions,
    variables: Object.fromEntries(
      Object.entries(shape.Environment?.Variables ?? {}).map(([name, value]) => [name, String(value)]),
    ),
  };
};

const describeApi = (resolver: Resolver, all: (type: string) => Located[]): { api?: ApiDeclaration } => {
  const [api, another] = all("AWS::ApiGatewayV2::Api");
  if (!api) return {};
  if (another) throw new Error("Two HTTP APIs on one address are not known");
  const integrations = new Map(
    all("AWS::ApiGatewayV2::Integration").map((located) => [
      `integrations/${resolver.identity(located).ref}`,
      parse(httpShapes.IntegrationShape, located, resolver),
    ]),
  );
  const routes = all("AWS::ApiGatewayV2::Route").map((located) => {
    const route = parse(httpShapes.RouteShape, located, resolver);
    const integration = integrations.get(route.Target);
    if (!integration) throw new Error(`Route ${route.RouteKey} leads to ${route.Target}, which is no integration`);
    return {
      key: route.RouteKey,
      functionArn: functionArn(integration.IntegrationUri),
      timeoutMs: integration.TimeoutInMillis,
      authorizerId: route.AuthorizationType === "CUSTOM" ? route.AuthorizerId : undefined,
    };
  });
  const authorizers = all("AWS::ApiGatewayV2::Authorizer").map((located) => {
    const shape = parse(httpShapes.AuthorizerShape, located, resolver);
    return { ...shape, AuthorizerUri: functionArn(shape.AuthorizerUri), id: resolver.identity(located).ref };
  });
  const { CorsConfiguration } = parse(httpShapes.ApiShape, api, resolver);
  return { api: { id: resolver.identity(api).ref, cors: CorsConfiguration, routes, authorizers } };
};

/** API Gateway takes a function's ARN either bare or inside an address of its own. */
const functionArn = (uri: string): string => {
  const arn = /arn:aws:lambda:[^/]+/.exec(uri.replace(/^arn:aws:apigateway:[^/]*\//, ""));
  if (!arn) throw new Error(`${uri} names no function`);
  return arn[0];
};
