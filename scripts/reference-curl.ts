interface Parameter {
  readonly in: string;
  readonly name: string;
  readonly required?: boolean | undefined;
  readonly example?: unknown;
}

/** A command to try a route with: `$API` and `$KEY` are set at the head of the page, ids are those of the examples. */
export const curl = (
  { method, path, isPublic }: { method: string; path: string; isPublic: boolean },
  parameters: readonly Parameter[],
  body: unknown,
): string => {
  return [
    `curl${method === "GET" ? "" : ` -X ${method}`} "${addressOf(path, parameters)}"`,
    ...(isPublic ? [] : [`  -H "Authorization: Bearer $KEY"`]),
    ...(body === undefined ? [] : [`  -H "Content-Type: application/json"`, `  -d '${quoted(body)}'`]),
  ].join(" \\\n");
};

const addressOf = (path: string, parameters: readonly Parameter[]): string => {
  const exampleOf = (place: string) => (name: string) =>
    encodeURIComponent(String(parameters.find((each) => each.in === place && each.name === name)?.example ?? name));
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => exampleOf("path")(name));
  const query = parameters
    .filter((parameter) => parameter.in === "query" && parameter.example !== undefined)
    .map(({ name }) => `${name}=${exampleOf("query")(name)}`);
  const address = /^\/v1\//.test(filled) ? `$API${filled.slice("/v1".length)}` : `$URL${filled}`;
  return query.length > 0 ? `${address}?${query.join("&")}` : address;
};

/** Within single quotes of a shell. */
const quoted = (body: unknown): string => JSON.stringify(body).replaceAll("'", `'\\''`);
