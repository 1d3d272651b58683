import { describe, expect, it } from "vitest";
import { type RequestView, requestPage } from "../../../../../functions/documents/pages/request-page.ts";
import { derivedId } from "../../../../../shared/ids.ts";

const itemId = derivedId("item", "1");
const view: RequestView = {
  request: {
    title: "Preuve <d'assurance>",
    message: "Merci !\n<b>Luc</b>",
    items: [{ id: itemId, label: "Preuve d'assurance", required: true }],
    accept: ["image/*", "application/pdf"],
    maxBytes: 10 * 1024 * 1024,
    expiresAt: "2026-04-02T03:00:00.000Z",
  },
  recipient: { received: {}, status: "waiting" },
  account: { name: "Garage Tremblay", language: "fr", timeZone: "America/Toronto", settings: {} },
  client: { language: "fr" },
};

const settingsOf = (page: string) =>
  JSON.parse(/<script type="application\/json" id="page">(.*?)<\/script>/s.exec(page)?.[1] ?? "") as Record<
    string,
    unknown
  >;

describe("the page of a document request", () => {
  it("speaks the client's language and escapes what the business wrote", () => {
    const { html } = requestPage(view, "https://s3.example");
    expect(html).toContain('<html lang="fr">');
    expect(html).toContain("<h1>Preuve &lt;d&#39;assurance&gt;</h1>");
    expect(html).toContain("Merci !<br>&lt;b&gt;Luc&lt;/b&gt;");
    expect(html).toContain("Choisir des fichiers");
    expect(requestPage({ ...view, client: { language: "en" } }, "").html).toContain("Choose files");
  });

  it("says in the account's own words what the request does not say itself", () => {
    const { message: _, ...request } = view.request;
    const settings = { documentRequestMessage: { fr: "Merci d'avance, toute l'équipe" } };
    const said = (given: Partial<RequestView>) =>
      requestPage({ ...view, account: { ...view.account, settings }, ...given }, "").html;
    expect(said({ request })).toContain("Merci d&#39;avance");
    expect(said({})).not.toContain("avance");
    expect(said({ request, client: { language: "en" } })).not.toContain('class="message"');
  });

  it("lets its script talk to us and to the place of the upload only", () => {
    const { headers } = requestPage(view, "https://s3.example");
    expect(headers["content-security-policy"]).toContain("connect-src 'self' https://s3.example;");
  });

  it("gives the script the limits and the types with their extensions", () => {
    const settings = settingsOf(requestPage(view, "").html);
    expect(settings).toMatchObject({
      maxBytes: 10 * 1024 * 1024,
      extensions: { jpg: "image/jpeg", pdf: "application/pdf" },
    });
  });

  it("offers the camera only where pictures are taken", () => {
    expect(requestPage(view, "").html).toContain('capture="environment"');
    const documentsOnly = { ...view, request: { ...view.request, accept: ["application/pdf"] } };
    expect(requestPage(documentsOnly, "").html).not.toContain("capture=");
  });

  it("says what has come already", () => {
    const recipient = { received: { [itemId]: 2 }, status: "complete" as const };
    const { html } = requestPage({ ...view, recipient }, "");
    expect(html).toContain("2 fichiers reçus");
    expect(html).toContain('id="thanks"><strong>Merci, nous avons tout reçu.');
    expect(requestPage(view, "").html).toContain('id="thanks" hidden>');
  });
});
