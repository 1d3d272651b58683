import { readdirSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import MarkdownIt from "markdown-it";
import { html, type Markup, raw } from "./markup.ts";

const docs = resolve(import.meta.dirname, "../docs");
/** Pages that are read by themselves, too. */
const pages: Readonly<Record<string, string>> = {
  "following-changes": "changes.md",
  consistency: "consistency.md",
  webhooks: "webhooks.md",
  events: "events.md",
};
/** In the order in which somebody new would read them. */
const order = [
  "first-request",
  "client-libraries",
  "authentication",
  "paging",
  "changes",
  "following-changes",
  "webhooks",
  "events",
  "consistency",
  "idempotency",
  "errors",
  "limits",
];

interface Guide {
  readonly id: string;
  readonly title: string;
  readonly section: Markup;
}

/** The files of the guides, by their names. */
export const guideFiles = (): ReadonlyMap<string, string> => {
  const ofApi = readdirSync(join(docs, "api")).map((file): [string, string] => [basename(file, ".md"), `api/${file}`]);
  return new Map([...ofApi, ...Object.entries(pages)].map(([name, file]) => [name, join(docs, file)]));
};

/** The guides of docs/api and the pages beside it, as parts of the reference page. */
export const guides = (): Guide[] => {
  const files = guideFiles();
  const place = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  return [...files]
    .sort(([a], [b]) => place(a) - place(b) || a.localeCompare(b))
    .map(([name, file]) => guide(name, readFileSync(file, "utf8")));
};

const guide = (name: string, text: string): Guide => {
  const id = `guide-${name}`;
  const [, title = name, body = ""] = /^# (.+)\n([\s\S]*)$/.exec(text) ?? [];
  // Each part of a guide is found by itself.
  const [first = "", ...parts] = body.split(/^## /m);
  return {
    id,
    title,
    section: html`<section class="guide" data-part="Guide" aria-labelledby="${id}">
<h3 id="${id}"><a href="#${id}">${title}</a></h3>
${rendered(name, first)}
</section>
${parts.map((part) => partOf(name, part))}`,
  };
};

const partOf = (guide: string, part: string): Markup => {
  const [, title = "", body = ""] = /^(.+)\n([\s\S]*)$/.exec(part) ?? [];
  const id = idOf(guide, title);
  return html`<div class="guide" data-part="Guide">
<h4 id="${id}"><a href="#${id}">${title}</a></h4>
${rendered(guide, body)}
</div>`;
};

const idOf = (guide: string, title: string): string =>
  `guide-${guide}-${title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")}`;

const renderer = new MarkdownIt({ html: false });

/** Guides that name one another, parts of their own, or the problems, mean parts of this page. */
const rendered = (guide: string, text: string): Markup => {
  const linked = text
    .replace(/<!--[\s\S]*?-->\n*/g, "")
    .replace(/\[([^\]]+)\]\(#(?!problems)[\w-]+\)/g, (_, title: string) => `[${title}](#${idOf(guide, title)})`)
    .replace(/\]\(([\w-]+)\.md\)/g, (_, page: string) => `](#guide-${nameOf(page, guide)})`);
  return raw(renderer.render(linked).replace(/<th>/g, '<th scope="col">'));
};

/** Pages beside docs/api name one another by their files. */
const nameOf = (page: string, from: string): string =>
  (from in pages ? Object.keys(pages).find((name) => pages[name] === `${page}.md`) : undefined) ?? page;
