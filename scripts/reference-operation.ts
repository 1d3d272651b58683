import { html, type Markup, markdown } from "./markup.ts";
import type { ApiDescription } from "./openapi.ts";
import { exampleOf } from "./openapi-examples.ts";
import { curl } from "./reference-curl.ts";
import { fieldsOf, type JsonSchema, nameOf, typeOf } from "./reference-schema.ts";

type PathItem = NonNullable<ApiDescription["paths"]>[string];
type Operation = NonNullable<PathItem["get"]>;
type Parameter = Exclude<NonNullable<Operation["parameters"]>[number], { $ref: string }>;

export interface PlacedOperation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

/** One route: what it takes, what it answers, and a line to try it with. */
export const operationSection = (document: ApiDescription, placed: PlacedOperation): Markup => {
  const { id, method, path, operation } = placed;
  const parameters = (operation.parameters ?? []).filter((parameter): parameter is Parameter => "in" in parameter);
  const body = contentOf(operation.requestBody);
  const answers = Object.entries(operation.responses ?? {}).filter(([status]) => /^[23]/.test(status));
  const isPublic = operation.security?.length === 0;
  return html`<section class="route" data-part="Route" aria-labelledby="${id}">
<h3 id="${id}"><a href="#${id}"><b class="${method}">${method}</b> <code>${path}</code></a> ${operation.summary}</h3>
${markdown(operation.description ?? "")}
${table("Parameters", parameters.map(parameterRow))}
${table("Body", fieldRows(document, body?.schema, "input"))}
${answers.map(([status, answer]) => answerPart(document, status, answer))}
${refusalsOf(operation)}
<p class="label">Try it</p>
<pre class="try"><code>${curl({ method, path, isPublic }, parameters, body?.example)}</code></pre>
</section>`;
};

const answerPart = (document: ApiDescription, status: string, answer: unknown): Markup => {
  const content = contentOf(answer);
  const shape = content?.schema && nameOf(content.schema);
  const said = html`<p class="label">Answers <code>${status}</code> ${descriptionOf(answer)}`;
  if (shape) return html`${said}: <a href="#shape-${shape}">${shape}</a></p>`;
  const rows = fieldRows(document, content?.schema, "output");
  return html`${said}${content && rows.length === 0 ? ` (${content.type})` : ""}</p>
${table(`Fields of ${status}`, rows)}
${example(content?.example)}`;
};

const example = (value: unknown): Markup | undefined =>
  value === undefined || typeof value === "string"
    ? undefined
    : html`<details><summary>Example</summary>
<pre><code>${JSON.stringify(value, undefined, 2)}</code></pre>
</details>`;

/** A shape that several routes share. */
export const shapeSection = (document: ApiDescription, name: string, schema: JsonSchema): Markup =>
  html`<section class="route" data-part="Shape" aria-labelledby="shape-${name}">
<h3 id="shape-${name}"><a href="#shape-${name}">${name}</a></h3>
${table("Fields", fieldRows(document, schema, "output"))}
${example(exampleOf(schema, "", name, document.components?.schemas ?? {}))}
</section>`;

const refusalsOf = ({ responses = {} }: Operation): Markup | undefined => {
  const statuses = Object.keys(responses).filter((status) => /^[45]/.test(status));
  if (statuses.length === 0) return undefined;
  return html`<p class="label">Refuses with ${statuses.join(", ")}: <a href="#problems">problems</a></p>`;
};

const parameterRow = ({ name, in: place, required, description, schema }: Parameter): Markup =>
  html`<tr><th scope="row"><code>${name}</code></th><td>${place}${required ? ", required" : ""}</td>
<td>${typeOf(schema)}</td><td>${markdown(description ?? "")}</td></tr>`;

const fieldRows = (document: ApiDescription, schema: JsonSchema | undefined, io: "input" | "output"): Markup[] =>
  fieldsOf(schema, document.components?.schemas ?? {}).map(
    ({ name, type, required, description }) =>
      html`<tr><th scope="row"><code>${name}</code></th><td>${required && io === "input" ? "required" : ""}</td>
<td>${type}</td><td>${markdown(description)}</td></tr>`,
  );

const table = (caption: string, rows: readonly Markup[]): Markup | undefined =>
  rows.length === 0
    ? undefined
    : html`<table><caption>${caption}</caption><tbody>
${rows}
</tbody></table>`;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

const descriptionOf = (response: unknown): string =>
  isRecord(response) && typeof response.description === "string" ? response.description : "";

/** The first kind of content of a body or an answer. */
const contentOf = (holder: unknown): { type: string; schema?: JsonSchema; example?: unknown } | undefined => {
  if (!isRecord(holder) || !isRecord(holder.content)) return undefined;
  const [first] = Object.entries(holder.content);
  if (!first || !isRecord(first[1])) return undefined;
  const { schema, example } = first[1];
  return { type: first[0], ...(isRecord(schema) && { schema }), ...(example !== undefined && { example }) };
};
