import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { acceptedLanguages, languageOf } from "../../shared/messaging/language.ts";
import { type Html, html } from "../../shared/pages/html.ts";
import { renderPage } from "../../shared/pages/page.ts";
import type { Answer } from "../front-door/answers.ts";
import type { SeededAccount } from "../seed.ts";

/** `/`: where somebody finds their way who has just started the product; in both languages, the browser's first. */
export const welcome = (dataDir: string, url: string, acceptLanguage: string | undefined): Answer => {
  const accounts = seededIn(dataDir);
  const language = languageOf(...acceptedLanguages(acceptLanguage));
  const parts = [inEnglish(url, accounts), inFrench(url, accounts)];
  const page = renderPage({
    language,
    title: "Clientèle",
    main: html`<h1>Clientèle</h1>
${language === "fr" ? parts.toReversed() : parts}`,
  });
  return { status: 200, headers: { "content-type": "text/html; charset=utf-8", ...page.headers }, body: page.html };
};

/** Written when they have been opened, at the end of the first start. */
const seededIn = (dataDir: string): SeededAccount[] => {
  const file = join(dataDir, "demo-accounts.json");
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as SeededAccount[]) : [];
};

const inEnglish = (url: string, accounts: readonly SeededAccount[]): Html => html`<section class="item" lang="en">
<h2>It runs on this machine</h2>
<ul>
<li><a href="/docs">Reference of the API</a>: every route, field and answer (<a href="/openapi.json">OpenAPI</a>)</li>
<li><a href="/_local">Mailbox</a>: every e-mail and text message that is sent, with queues, schedules and requests</li>
</ul>
<h3>Demo accounts</h3>
${accounts.map((account) => accountPart(account, { signIn: "Sign in:", key: "API key:" }))}
<h3>What to try</h3>
<ol>
<li>List clients: <code>${curl(url, accounts)}</code></li>
<li>Ask a client for a document (<code>POST /v1/document-requests</code>); open the link of the e-mail in the mailbox.</li>
<li>Send a campaign, and look at it in the mailbox. “Your first hour” in <code>docs/your-first-hour.md</code> shows each step.</li>
</ol>
</section>`;

const inFrench = (url: string, accounts: readonly SeededAccount[]): Html => html`<section class="item" lang="fr">
<h2>Clientèle tourne sur cette machine</h2>
<ul>
<li><a href="/docs">Référence de l’API</a> : toutes les routes, tous les champs et toutes les réponses (<a href="/openapi.json">OpenAPI</a>)</li>
<li><a href="/_local">Boîte aux lettres</a> : tous les courriels et textos envoyés, ainsi que les files d’attente, les tâches planifiées et les requêtes</li>
</ul>
<h3>Comptes de démonstration</h3>
${accounts.map((account) => accountPart(account, { signIn: "Connexion :", key: "Clé d’API :" }))}
<h3>À essayer</h3>
<ol>
<li>Affichez des clients : <code>${curl(url, accounts)}</code></li>
<li>Demandez un document à quelqu’un (<code>POST /v1/document-requests</code>) ; ouvrez le lien du courriel dans la boîte aux lettres.</li>
<li>Envoyez une campagne et lisez-la dans la boîte aux lettres. <code>docs/your-first-hour.md</code> (en anglais) montre chaque étape.</li>
</ol>
</section>`;

const accountPart = ({ name, owner, apiKey }: SeededAccount, words: { signIn: string; key: string }): Html =>
  html`<p><strong>${name}</strong><br>${words.signIn} <code>${owner.email}</code> <code>${owner.password}</code><br>${words.key} <code>${apiKey}</code></p>`;

const curl = (url: string, [first]: readonly SeededAccount[]): string =>
  `curl -H "Authorization: Bearer ${first?.apiKey ?? "…"}" "${url}/v1/clients?limit=3"`;
