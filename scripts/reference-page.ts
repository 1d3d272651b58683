import { createHash } from "node:crypto";
import { problems } from "../shared/errors.ts";
import { html, type Markup, markdown, raw } from "./markup.ts";
import type { ApiDescription } from "./openapi.ts";
import { guides } from "./reference-guides.ts";
import { operationSection, type PlacedOperation, shapeSection } from "./reference-operation.ts";
import type { JsonSchema } from "./reference-schema.ts";
import { script } from "./reference-script.ts";
import { style } from "./reference-style.ts";

/**
 * The reference page: guides and all routes on one page that the browser itself can search, print and read aloud. One
 * style sheet and one script, which searches; the page's own policy names both by their hashes.
 */
export const referencePage = (document: ApiDescription): string => {
  const chapters = (document.tags ?? []).map(({ name, description }) => ({
    name,
    description: description ?? "",
    operations: operationsOf(document, name),
  }));
  const read = guides();
  const searching = script();
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${hashOf(style)}'; script-src '${hashOf(searching)}'">
<title>${document.info.title} API ${document.info.version}</title>
<style>${raw(style)}</style>
</head>
<body>
<a class="skip" href="#reference">Skip to the reference</a>
<header>
<h1>${document.info.title} API <small>${document.info.version}</small></h1>
<p>${document.info.summary ?? ""}. Also as <a href="/v1/openapi.json">OpenAPI 3.1</a>.</p>
${markdown(document.info.description ?? "")}
</header>
<nav aria-label="Contents">
<div id="search" role="search" hidden>
<label for="query">Search guides, routes and fields</label>
<input id="query" type="search" autocomplete="off" spellcheck="false">
<p id="found" role="status"></p>
<ol id="results"></ol>
</div>
<div id="menu">
<h2><a href="#guides">Guides</a></h2>
<ul>${read.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ul>
${chapters.map(
  ({ name, operations }) => html`<h2><a href="#${name}">${title(name)}</a></h2>
<ul>${operations.map(({ id, method, path }) => html`<li><a href="#${id}"><b class="${method}">${method}</b> ${path}</a></li>`)}</ul>`,
)}
<h2><a href="#shapes">Shapes</a></h2>
<h2><a href="#problems">Problems</a></h2>
</div>
</nav>
<main id="reference">
<section class="chapter" aria-labelledby="guides">
<h2 id="guides">Guides</h2>
${read.map(({ section }) => section)}
</section>
${chapters.map(
  ({ name, description, operations }) => html`<section class="chapter" aria-labelledby="${name}">
<h2 id="${name}">${title(name)}</h2>
<p>${description}</p>
${operations.map((operation) => operationSection(document, operation))}
</section>`,
)}
<section class="chapter" aria-labelledby="shapes">
<h2 id="shapes">Shapes</h2>
${shapesOf(document).map(([name, schema]) => shapeSection(document, name, schema))}
</section>
${problemChapter}
</main>
<script>${raw(searching)}</script>
</body>
</html>
`.text;
};

const verbs = ["get", "post", "put", "patch", "delete"] as const;

const operationsOf = (document: ApiDescription, tag: string): PlacedOperation[] =>
  Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    verbs.flatMap((verb) => {
      const operation = item[verb];
      if (!operation?.tags?.includes(tag)) return [];
      return [{ id: operation.operationId ?? `${verb}${path}`, method: verb.toUpperCase(), path, operation }];
    }),
  );

/** The shapes that some answer names. */
const shapesOf = (document: ApiDescription): [string, JsonSchema][] => {
  const answers = JSON.stringify(
    Object.values(document.paths ?? {}).flatMap((item) => verbs.map((verb) => item[verb]?.responses)),
  );
  return Object.entries(document.components?.schemas ?? {}).flatMap(([name, schema]) =>
    typeof schema === "object" && answers.includes(`"#/components/schemas/${name}"`) ? [[name, { ...schema }]] : [],
  );
};

const title = (tag: string): string => `${tag.charAt(0).toUpperCase()}${tag.slice(1).replaceAll("-", " ")}`;

const hashOf = (text: string): string => `sha256-${createHash("sha256").update(text).digest("base64")}`;

/** Every problem document's `type` leads here. */
const problemChapter: Markup = html`<section class="chapter" data-part="Problems" aria-labelledby="problems">
<h2 id="problems">Problems</h2>
<p>Every refusal is a problem document (RFC 9457) of the type <code>application/problem+json</code>.</p>
<table><thead><tr><th scope="col">Code</th><th scope="col">Status</th><th scope="col">Meaning</th></tr></thead>
<tbody>${Object.entries(problems).map(
  ([code, problem]) =>
    html`<tr id="problem-${code}"><th scope="row"><code>${code}</code></th><td>${problem.status}</td><td>${problem.title}</td></tr>`,
)}</tbody></table>
</section>`;
