import { isObject, type Json, type JsonObject, type Template, type TemplateResource } from "./template.ts";

const NESTED = "AWS::CloudFormation::Stack";

/** A stack within another: the resources that it adds, and what it tells its parent. */
interface Inlined {
  resources: Record<string, TemplateResource>;
  outputs: Record<string, Json>;
}

/**
 * One template in place of a template and the stacks nested in it. Their resources get the name of their stack before
 * their own; parameters and outputs, by which CloudFormation passes references up and down, are replaced by what they
 * stand for.
 * @param read gives the template that an address in `TemplateURL` leads to
 * @throws when a nested template holds conditions or mappings, or names its resources within texts
 */
export const inlineNested = (template: Template, read: (templateUrl: Json) => Template): Template => {
  const nested = new Map<string, Inlined>();
  const resources: Record<string, TemplateResource> = {};
  for (const [id, resource] of Object.entries(template.Resources ?? {})) {
    if (resource.Type === NESTED) nested.set(id, inlined(id, resource, read));
    else resources[id] = resource;
  }
  if (nested.size === 0) return template;
  for (const stack of nested.values()) Object.assign(resources, stack.resources);

  const told = (value: Json): Json => replaced(value, (reference) => outputOf(reference, nested, told));
  return {
    ...template,
    Resources: mapped(resources, (resource) => withProperties(resource, told)),
    ...(template.Outputs && { Outputs: mapped(template.Outputs, (one) => ({ ...one, Value: told(one.Value) })) }),
  };
};

const inlined = (id: string, { Properties = {} }: TemplateResource, read: (templateUrl: Json) => Template): Inlined => {
  const own = inlineNested(read(Properties.TemplateURL ?? null), read);
  if (own.Conditions || own.Mappings) throw new Error(`${id}: conditions and mappings in a nested stack are not known`);
  const given = isObject(Properties.Parameters) ? Properties.Parameters : {};
  const prefix = id.split("NestedStack", 1)[0];
  const renamed = (value: Json): Json =>
    replaced(value, (reference) => {
      const { Ref: ref, "Fn::GetAtt": attribute, "Fn::Sub": text } = reference;
      if (typeof ref === "string" && given[ref] !== undefined) return given[ref];
      if (typeof ref === "string" && own.Resources?.[ref]) return { Ref: `${prefix}${ref}` };
      if (Array.isArray(attribute)) return { "Fn::GetAtt": [`${prefix}${attribute[0]}`, ...attribute.slice(1)] };
      if (typeof text === "string" && /\$\{(?!AWS::)/.test(text)) throw new Error(`${id}: ${text} is not understood`);
      return undefined;
    });
  const resources = Object.entries(own.Resources ?? {}).map(([name, resource]) => [
    `${prefix}${name}`,
    withProperties(resource, renamed),
  ]);
  return {
    resources: Object.fromEntries(resources),
    outputs: mapped(own.Outputs ?? {}, ({ Value }) => renamed(Value)),
  };
};

/** `Fn::GetAtt: [nested stack, "Outputs.X"]` is whatever X is, which may itself be told by another nested stack. */
const outputOf = (
  { "Fn::GetAtt": attribute }: JsonObject,
  nested: ReadonlyMap<string, Inlined>,
  told: (value: Json) => Json,
): Json | undefined => {
  if (!Array.isArray(attribute)) return undefined;
  const [id, name] = attribute.map(String);
  const stack = nested.get(id ?? "");
  if (!stack) return undefined;
  const value = stack.outputs[name?.replace(/^Outputs\./, "") ?? ""];
  if (value === undefined) throw new Error(`The nested stack ${id} tells no ${name}`);
  return told(value);
};

/** The value with every object for which `instead` has something else replaced by that. */
const replaced = (value: Json, instead: (object: JsonObject) => Json | undefined): Json => {
  if (Array.isArray(value)) return value.map((item) => replaced(item, instead));
  if (!isObject(value)) return value;
  return instead(value) ?? mapped(value, (item) => replaced(item, instead));
};

const withProperties = (resource: TemplateResource, change: (value: Json) => Json): TemplateResource => {
  const properties = change(resource.Properties ?? {});
  return { ...resource, Properties: isObject(properties) ? properties : {} };
};

const mapped = <T, R>(values: Readonly<Record<string, T>>, change: (value: T) => R): Record<string, R> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));
