import { isObject } from "../assembly/template.ts";

/** How a rule's target wants the event: at most one of the three is set. */
export interface TargetInput {
  Input?: string;
  InputPath?: string;
  InputTransformer?: { InputPathsMap: Record<string, string>; InputTemplate: string };
}

/** The text that a target of a rule receives for an event. */
export const targetInput = (target: TargetInput, event: unknown, rule: { name: string; arn: string }): string => {
  if (target.Input !== undefined) return target.Input;
  if (target.InputPath !== undefined) return JSON.stringify(valueAt(event, target.InputPath) ?? null);
  if (target.InputTransformer) return transform(target.InputTransformer, event, rule);
  return JSON.stringify(event);
};

/**
 * Fills a template: `<name>` stands for a value found by its path. Inside a JSON string (`"… <name> …"`) a text goes in
 * without its quotes; elsewhere a value goes in as JSON. A value that is not there leaves nothing in a string and `null`
 * elsewhere.
 */
const transform = (
  { InputPathsMap, InputTemplate }: NonNullable<TargetInput["InputTransformer"]>,
  event: unknown,
  rule: { name: string; arn: string },
): string => {
  const values: Record<string, unknown> = {
    "aws.events.rule-name": rule.name,
    "aws.events.rule-arn": rule.arn,
    "aws.events.event": event,
    "aws.events.event.json": event,
    "aws.events.event.ingestion-time": new Date().toISOString(),
  };
  for (const [name, path] of Object.entries(InputPathsMap)) values[name] = valueAt(event, path);

  const isJson = /^\s*[{["<]/.test(InputTemplate);
  let quoted = false;
  return InputTemplate.replace(/\\.|"|<([^<>\s]+)>/g, (found, name?: string) => {
    if (found === '"') quoted = !quoted;
    if (name === undefined) return found;
    if (!(name in values)) throw new Error(`The input template names <${name}>, which has no path`);
    const value = values[name];
    if (quoted) return insideText(value);
    return isJson || typeof value !== "string" ? JSON.stringify(value ?? null) : value;
  });
};

const insideText = (value: unknown): string => {
  if (value === undefined || value === null) return "";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return JSON.stringify(text).slice(1, -1);
};

/** Follows `$.detail.items[0].id`. */
const valueAt = (event: unknown, path: string): unknown => {
  if (!path.startsWith("$")) throw new Error(`${path} is no JSON path`);
  const steps = path.slice(1).match(/\.[^.[\]]+|\[\d+\]|\['[^']+'\]/g) ?? [];
  return steps.reduce<unknown>((value, step) => {
    const key = step.startsWith(".") ? step.slice(1) : step.slice(1, -1).replaceAll("'", "");
    if (Array.isArray(value)) return value[Number(key)];
    return isObject(value) ? value[key] : undefined;
  }, event);
};
