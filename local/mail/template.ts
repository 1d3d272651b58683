import { isRecord } from "../front-door/read.ts";

/** A variable without a value: SES accepts the message, then reports a rendering failure and sends nothing. */
export class RenderingFailure extends Error {}

const variable = /\{\{\{?\s*([^{}]+?)\s*\}?\}\}/g;

/**
 * Inline templates know plain substitution and nothing else: `{{name}}`, `{{client.name}}`; values are not escaped
 * (SES developer guide, "Advanced email personalization": blocks are for stored templates).
 */
export const renderTemplate = (template: string, values: Record<string, unknown>): string =>
  template.replace(variable, (_all, path: string) => {
    if (!/^[\w.@-]+$/.test(path)) throw new RenderingFailure(`'{{${path}}}' is not a plain variable.`);
    const value = valueAt(values, path);
    if (value === undefined || value === null) {
      throw new RenderingFailure(`Attribute '${path}' is not present in the rendering data.`);
    }
    return String(value);
  });

const valueAt = (values: Record<string, unknown>, path: string): unknown => {
  if (path in values) return values[path];
  return path.split(".").reduce<unknown>((place, name) => (isRecord(place) ? place[name] : undefined), values);
};
