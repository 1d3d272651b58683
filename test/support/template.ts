import type { Template } from "aws-cdk-lib/assertions";

export type Properties = Readonly<Record<string, unknown>>;
export interface Resource {
  readonly id: string;
  readonly type: string;
  readonly properties: Properties;
}

const isRecord = (value: unknown): value is Properties =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const record = (value: unknown): Properties => (isRecord(value) ? value : {});
export const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : value === undefined ? [] : [value]);

/** The resources of one type, or all of them. */
export const resources = (template: Template, type?: string): Resource[] =>
  Object.entries(record(template.toJSON().Resources)).flatMap(([id, value]) => {
    const resource = { id, type: String(record(value).Type), properties: record(record(value).Properties) };
    return type === undefined || resource.type === type ? [resource] : [];
  });

export interface Statement {
  readonly policy: string;
  readonly effect: string;
  readonly actions: string[];
  /** As JSON, because a resource may be a reference. */
  readonly resources: string[];
  readonly conditions: Properties;
}

/** Every statement of every policy that a role carries. */
export const statements = (template: Template): Statement[] =>
  resources(template, "AWS::IAM::Policy").flatMap(({ id, properties }) =>
    list(record(properties.PolicyDocument).Statement).map((statement) => ({
      policy: id,
      effect: String(record(statement).Effect),
      actions: list(record(statement).Action).map(String),
      resources: list(record(statement).Resource).map((resource) => JSON.stringify(resource)),
      conditions: record(record(statement).Condition),
    })),
  );

/** The logical id that a `Ref` or `Fn::GetAtt` names. */
export const target = (reference: unknown): string => {
  const { Ref: ref, "Fn::GetAtt": attribute } = record(reference);
  return String(ref ?? list(attribute)[0]);
};
