type Value = string | number | boolean;

/** The address of a request: path parameters filled in, a list in the query as the same name several times. */
export const addressOf = (
  baseUrl: string,
  path: string,
  params: Readonly<Record<string, unknown>>,
  query: Readonly<Record<string, Value | readonly Value[] | undefined>> = {},
): string => {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) search.append(name, String(one));
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => segment(name, params[name]));
  const text = search.toString();
  return `${baseUrl}${filled}${text === "" ? "" : `?${text}`}`;
};

/** An empty segment, or one of dots, would lead to another route. */
const segment = (name: string, value: unknown): string => {
  const text = value === undefined || value === null ? "" : String(value);
  if (/^\.{0,2}$/.test(text)) throw new TypeError(`\`${name}\` is ${JSON.stringify(text)}, which no path can hold.`);
  return encodeURIComponent(text);
};
