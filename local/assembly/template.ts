/** The parts of a CloudFormation template that this runner reads. */

export type Json = null | boolean | number | string | Json[] | JsonObject;

export interface JsonObject {
  [key: string]: Json;
}

export interface TemplateResource {
  Type: string;
  Properties?: JsonObject;
  Condition?: string;
}

export interface Template {
  Resources?: Record<string, TemplateResource>;
  Outputs?: Record<string, { Value: Json; Export?: { Name: Json } }>;
  Parameters?: Record<string, { Type: string; Default?: Json }>;
  Conditions?: Record<string, Json>;
  Mappings?: Record<string, Record<string, Record<string, Json>>>;
}

export interface Stack {
  name: string;
  template: Template;
}

/** A resource with the stack it stands in: what every reference is resolved against. */
export interface Located {
  stack: Stack;
  logicalId: string;
  resource: TemplateResource;
}

export interface Assembly {
  stacks: Stack[];
  /** Object key of an asset, as `Code.S3Key` has it → its folder or file on this machine. */
  assets: Map<string, string>;
}

/** True for a JSON object: neither null nor an array. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
