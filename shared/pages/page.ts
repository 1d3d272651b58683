import { createHash } from "node:crypto";
import type { LanguageTag } from "../messaging/language.ts";
import { type Html, html, jsonInHtml, lines, trusted } from "./html.ts";
import { type Letterhead, phoneInWords, websiteInWords } from "./letterhead.ts";
import { stylesFor } from "./styles.ts";

/** A page for clients: plain HTML, at most one script of ours, nothing from elsewhere. */
export interface Page {
  language: LanguageTag;
  title: string;
  /** The business that the page speaks for; none where a link is wrong. */
  letterhead?: Letterhead;
  main: Html;
  /** An inline module and what it reads as JSON from the element `#page`. */
  script?: { source: string; settings: unknown };
  /** Origins that the script may talk to, besides our own. */
  connect?: readonly string[];
  /** Origins that a form may lead to, besides our own. */
  submit?: readonly string[];
  /** Where our address of the logo leads to. */
  pictures?: readonly string[];
}

export interface RenderedPage {
  html: string;
  headers: Record<string, string>;
}

/** The page with its headers: a content security policy that names its style sheet and script by their hashes. */
export const renderPage = (page: Page): RenderedPage => {
  const { language, title, letterhead, main, script } = page;
  const styles = stylesFor(letterhead?.accent);
  return {
    html: html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${letterhead ? `${title} – ${letterhead.name}` : title}</title>
${letterhead?.logo && html`<link rel="icon" href="${letterhead.logo}">`}
<style>${trusted(styles)}</style>
</head>
<body>
${letterhead && head(letterhead)}
<main>
${main}
</main>
${letterhead && imprint(letterhead, language)}
${script ? html`<script type="application/json" id="page">${jsonInHtml(script.settings)}</script>` : undefined}
${script ? html`<script type="module">${trusted(script.source)}</script>` : undefined}
</body>
</html>`.markup,
    headers: headersOf(page, styles),
  };
};

/** The logo, whose name is read and shown in its place; without one the name itself. */
const head = ({ name, logo }: Letterhead): Html =>
  html`<header><p>${logo ? html`<img class="logo" src="${logo}" alt="${name}">` : name}</p></header>`;

/** Who asks, and how else they are reached. */
const imprint = ({ name, postalAddress, phone, website }: Letterhead, language: LanguageTag): Html =>
  html`<footer><p><strong>${name}</strong>${postalAddress && html`<br>${lines(postalAddress)}`}</p>
${
  (phone || website) &&
  html`<p>${phone && html`<a href="tel:${phone.e164}">${phoneInWords(phone, language)}</a>`}
${website && html`<a href="${website}" rel="noreferrer">${websiteInWords(website)}</a>`}</p>`
}</footer>`;

const headersOf = (page: Page, styles: string): Record<string, string> => {
  const { letterhead, script, connect = [], submit = [], pictures = [] } = page;
  return {
    "content-security-policy": [
      "default-src 'none'",
      `style-src ${sourceHash(styles)}`,
      ...(letterhead?.logo ? [`img-src ${["'self'", ...pictures].join(" ")}`] : []),
      ...(script ? [`script-src ${sourceHash(script.source)}`, `connect-src ${["'self'", ...connect].join(" ")}`] : []),
      `form-action ${["'self'", ...submit].join(" ")}`,
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join("; "),
    // The address is the key: no other site may learn it, no cache may keep what it opens.
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    "x-robots-tag": "noindex",
    "x-content-type-options": "nosniff",
    "strict-transport-security": "max-age=31536000",
    "permissions-policy": "geolocation=(), microphone=(), camera=()",
  };
};

/** Content Security Policy Level 3, section 2.3.1: the hash of the element's text, byte for byte. */
const sourceHash = (source: string): string => `'sha256-${createHash("sha256").update(source).digest("base64")}'`;
