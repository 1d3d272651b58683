import { createHash } from "node:crypto";
import type { Language } from "../messaging/language.ts";
import { type Html, html, jsonInHtml, trusted } from "./html.ts";
import { styles } from "./styles.ts";

/** A page for clients: plain HTML, at most one script of ours, nothing from elsewhere. */
export interface Page {
  language: Language;
  title: string;
  /** The business that the page speaks for; none where a link is wrong. */
  sender?: string;
  main: Html;
  /** An inline module and what it reads as JSON from the element `#page`. */
  script?: { source: string; settings: unknown };
  /** Origins that the script may talk to, besides our own. */
  connect?: readonly string[];
  /** Origins that a form may lead to, besides our own. */
  submit?: readonly string[];
}

export interface RenderedPage {
  html: string;
  headers: Record<string, string>;
}

/** The page with its headers: a content security policy that names its style sheet and script by their hashes. */
export const renderPage = ({
  language,
  title,
  sender,
  main,
  script,
  connect = [],
  submit = [],
}: Page): RenderedPage => ({
  html: html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${sender ? `${title} – ${sender}` : title}</title>
<style>${trusted(styles)}</style>
</head>
<body>
${sender ? html`<header><p>${sender}</p></header>` : undefined}
<main>
${main}
</main>
${script ? html`<script type="application/json" id="page">${jsonInHtml(script.settings)}</script>` : undefined}
${script ? html`<script type="module">${trusted(script.source)}</script>` : undefined}
</body>
</html>`.markup,
  headers: {
    "content-security-policy": [
      "default-src 'none'",
      `style-src ${sourceHash(styles)}`,
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
  },
});

/** Content Security Policy Level 3, section 2.3.1: the hash of the element's text, byte for byte. */
const sourceHash = (source: string): string => `'sha256-${createHash("sha256").update(source).digest("base64")}'`;
