import { describe, expect, it } from "vitest";
import { renderMail } from "../../../../shared/messaging/layout.ts";
import { html } from "../../../../shared/pages/html.ts";
import { letterheadOf } from "../../../../shared/pages/letterhead.ts";

const mail = renderMail({
  language: "fr",
  letterhead: letterheadOf({ name: "Garage <Tremblay>" }, ""),
  subject: "Bonjour",
  preview: "En bref",
  heading: "Votre dossier",
  blocks: [
    { kind: "text", text: "Ligne 1\nLigne 2" },
    { kind: "quote", text: "Dit <b>Luc</b>\nsur deux lignes" },
    { kind: "list", items: ["un", "deux"] },
    { kind: "button", label: "Ouvrir", url: 'https://example.org/p/x?a=1&b="2"' },
    { kind: "image", url: "https://example.org/a.png", alt: "Un pneu" },
    { kind: "note", text: "Petits caractères" },
    { kind: "markup", html: html`<p>Gras</p>`, text: "**Gras**" },
  ],
  footer: [{ text: "Me désabonner", url: "https://example.org/u" }, { text: "12 rue Principale" }],
});

describe("an e-mail", () => {
  it("says the same in plain text", () => {
    expect(mail.text).toBe(
      `Garage <Tremblay>

Votre dossier

Ligne 1
Ligne 2

> Dit <b>Luc</b>
> sur deux lignes

- un
- deux

Ouvrir\u00a0:
https://example.org/p/x?a=1&b="2"

Un pneu

Petits caractères

**Gras**

-- 

Me désabonner\u00a0:
https://example.org/u

12 rue Principale

Garage <Tremblay>
`,
    );
  });

  it("escapes whatever anybody wrote", () => {
    expect(mail.html).toContain("Garage &lt;Tremblay&gt;");
    expect(mail.html).toContain("Dit &lt;b&gt;Luc&lt;/b&gt;<br>sur deux lignes");
    expect(mail.html).toContain('href="https://example.org/p/x?a=1&amp;b=&quot;2&quot;"');
  });

  it("names its language, and stands on tables that readers skip", () => {
    expect(mail.html).toContain('<html lang="fr">');
    for (const [table] of mail.html.matchAll(/<table[^>]*>/g)) expect(table).toContain('role="presentation"');
  });
});
