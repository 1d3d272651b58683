import { isObject } from "../assembly/template.ts";

/**
 * Whether the patterns of a filter could match an item, by its JSON alone: most of what is written is followed by nobody, and
 * need not be parsed. It may say yes too often, never no. It knows patterns that name the values of one text attribute.
 */
export const firstLook = (patterns: readonly unknown[]): ((image: string) => boolean) => {
  const named = patterns.map(textsNamedBy);
  const [first] = named;
  if (!first || named.some((one) => one?.attribute !== first.attribute)) return () => true;
  const wanted = new Set(named.flatMap((one) => one?.values ?? []));
  // The engine writes JSON without spaces; within a text, quotes are escaped.
  const stated = new RegExp(`"${first.attribute}":\\{"S":"((?:[^"\\\\]|\\\\.)*)"\\}`, "g");
  return (image) => image.matchAll(stated).some(([, value = ""]) => wanted.has(value) || value.includes("\\"));
};

const textsNamedBy = (pattern: unknown): { attribute: string; values: string[] } | undefined => {
  const { NewImage, OldImage } = inner(inner(pattern).dynamodb);
  for (const [attribute, types] of Object.entries({ ...inner(OldImage), ...inner(NewImage) })) {
    const { S: values } = inner(types);
    if (Array.isArray(values) && values.every((value) => typeof value === "string") && /^\w+$/.test(attribute))
      return { attribute, values };
  }
  return undefined;
};

const inner = (value: unknown): Record<string, unknown> => (isObject(value) ? value : {});
