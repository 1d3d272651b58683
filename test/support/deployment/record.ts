import { list, record as object, type Properties } from "../template.ts";

/** What a deployment rule looks at, of one resource. */
export interface RecordedResource {
  readonly type: string;
  readonly deletion?: string;
  readonly replacement?: string;
  readonly dependsOn?: readonly string[];
  readonly properties: Properties;
}

/** What a version deploys, as far as later versions have to get on with it. */
export interface RecordedStack {
  readonly resources: Readonly<Record<string, RecordedResource>>;
  /** By name, without the name of the stack before it. */
  readonly exports: Properties;
  readonly imports: readonly string[];
  readonly types: readonly string[];
}

export interface Release {
  readonly version: string;
  readonly data: RecordedStack;
  readonly app: RecordedStack;
}

/** Many and alike: rules ask for nothing but a fixed name. */
const plainTypes = new Set([
  "AWS::ApiGatewayV2::Route",
  "AWS::ApiGatewayV2::Integration",
  "AWS::CloudWatch::Dashboard",
  "AWS::IAM::Policy",
  "AWS::IAM::Role",
  "AWS::Lambda::Function",
  "AWS::Logs::LogGroup",
]);
const plainProperties = new Set(["AlarmDescription", "Dimensions", "Metrics", "Description", "Content"]);

/** @param template with the stacks of the features in it */
export const recordStack = (template: unknown): RecordedStack => {
  const { Resources, Outputs } = object(template);
  return {
    resources: Object.fromEntries(
      Object.entries(object(Resources))
        .map(([id, one]): [string, RecordedResource] => [id, recordResource(one)])
        .filter(([, { type, properties }]) => !plainTypes.has(type) || Object.keys(properties).length > 0),
    ),
    exports: Object.fromEntries(
      Object.values(object(Outputs)).flatMap((output) => {
        const { Name } = object(object(output).Export);
        return Name === undefined ? [] : [[ownName(Name), object(output).Value]];
      }),
    ),
    imports: [...new Set(importsIn(template))].toSorted(),
    types: [...new Set(Object.values(object(Resources)).map((one) => String(object(one).Type)))].toSorted(),
  };
};

const recordResource = (value: unknown): RecordedResource => {
  const { Type, DeletionPolicy, UpdateReplacePolicy, DependsOn, Properties: properties } = object(value);
  const type = String(Type);
  const kept = Object.entries(object(properties)).filter(
    ([name]) => !plainProperties.has(name) && (!plainTypes.has(type) || name.endsWith("Name")),
  );
  return {
    type,
    ...(DeletionPolicy !== undefined && { deletion: String(DeletionPolicy) }),
    ...(UpdateReplacePolicy !== undefined && { replacement: String(UpdateReplacePolicy) }),
    ...(DependsOn !== undefined && { dependsOn: list(DependsOn).map(String) }),
    properties: Object.fromEntries(kept),
  };
};

const importsIn = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.flatMap(importsIn);
  const entries = Object.entries(object(value));
  return entries.flatMap(([key, inner]) => (key === "Fn::ImportValue" ? [ownName(inner)] : importsIn(inner)));
};

/** `Clientele-prod-Data:ExportsOutput…` without its stack, which each stage names after itself. */
const ownName = (name: unknown): string => String(name).replace(/^[^:]*:/, "");
