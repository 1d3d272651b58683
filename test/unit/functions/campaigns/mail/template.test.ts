import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { mailFor, valuesFor } from "../../../../../functions/campaigns/mail/personal-mail.ts";
import { compileCampaign } from "../../../../../functions/campaigns/mail/template.ts";
import type { CampaignContent } from "../../../../../shared/entities/campaign.ts";
import { oneLine } from "../../../../../shared/messaging/mail.ts";
import { testAccount, testCampaign, testClient } from "../../../../support/campaigns/scenario.ts";

const account = testAccount({ name: "Garage Tremblay & Fils", senderEmail: "garage@example.org" });
const noemie = testClient(account.id, 1, { name: "Noémie Côté", firstName: "Noémie", lastName: "Côté" });

const links = { unsubscribe: "https://pages.example/p/u.token", pages: "https://pages.example" };

const compile = (content: CampaignContent, more: Parameters<typeof testCampaign>[1] = {}) =>
  compileCampaign(testCampaign(account, { content, ...more }), account, "bonjour@clientele.example");

const show = (content: CampaignContent, client = noemie, more: Parameters<typeof testCampaign>[1] = {}) =>
  mailFor(compile(content, more).mails.fr, client, "fr", links);

/** What a strict reader of templates would say: every placeholder is a plain name with a value. */
const placeholders = (part: string) => [...part.matchAll(/\{\{(.*?)\}\}/gs)].map(([, name = ""]) => name);

describe("a campaign's e-mail", () => {
  it("fills in the client's names", () => {
    const mail = show({ subject: "Bonjour {client_first_name}", body: "Chère {client_full_name}," });
    expect(mail.subject).toBe("Bonjour Noémie");
    expect(mail.html).toContain("Chère Noémie Côté,");
    expect(mail.text).toContain("Chère Noémie Côté,");
  });

  it("fills in custom fields, and the fallback where a client has none", () => {
    const content = { subject: "Votre {plate|véhicule}", body: "{km} km, {field.winter|?}" };
    expect(show(content, { ...noemie, fields: { plate: "ABC 123", km: 12345, winter: true } })).toMatchObject({
      subject: "Votre ABC 123",
      text: expect.stringMatching(/12\s345 km, oui/),
    });
    expect(show(content).subject).toBe("Votre véhicule");
  });

  it("takes the first word of a name that came in one piece, but not of a company's", () => {
    const { firstName, lastName, ...unnamed } = noemie;
    expect(show({ subject: "{client_first_name|cher client}" }, unnamed).subject).toBe("Noémie");
    const company = { ...unnamed, company: "Acier Nord", name: "Acier Nord" };
    expect(show({ subject: "{client_first_name|cher client}" }, company).subject).toBe("cher client");
  });

  it("escapes what a client is called, and encodes it in addresses", () => {
    const mail = show(
      { subject: "{client_first_name}", body: "[ici](https://a.example/?n={client_first_name})" },
      { ...noemie, firstName: '<img src=x> & "moi"' },
    );
    expect(mail.html).not.toContain("<img");
    expect(mail.html).toContain("https://a.example/?n=%3Cimg%20src%3Dx%3E%20%26%20%22moi%22");
    expect(mail.subject).toBe('<img src=x> & "moi"');
  });

  it("shows braces that are no attributes as they were typed", () => {
    const content = { subject: "{{x} {} } {", body: "a {{b}} {{{c}}} }}}" };
    expect(show(content)).toMatchObject({ subject: "{ {} } {", text: expect.stringContaining("a {} {{}} }}}") });
  });

  it("has an unsubscribe link in both parts, which the provider does not count as a click", () => {
    const mail = show({ subject: "s", body: "b" });
    expect(mail.html).toContain('<a ses:no-track href="https://pages.example/p/u.token"');
    expect(mail.text).toContain("https://pages.example/p/u.token");
  });

  it("names the business that writes", () => {
    const mail = show({ subject: "s", body: "b" });
    expect(mail.text).toContain("Garage Tremblay & Fils, garage@example.org");
    expect(mail.html).toContain("Garage Tremblay &amp; Fils, garage@example.org");
  });

  it("has the call to action as a button, in words of its kind unless others are given", () => {
    const callToAction = { kind: "link", url: "https://garage.example/?c={client_full_name}" } as const;
    const mail = show({ subject: "s", body: "b" }, noemie, { callToAction });
    expect(mail.html).toMatch(
      /href="https:\/\/garage\.example\/\?c=No%C3%A9mie%20C%C3%B4t%C3%A9"[^>]*>En savoir plus</,
    );
    expect(show({ subject: "s", body: "b", buttonLabel: "Réserver" }, noemie, { callToAction }).html).toContain(
      ">Réserver<",
    );
  });

  it.each([
    ["tel:+15145550100", "tel:+15145550100"],
    ["https://garage.example/rendez vous/été", "https://garage.example/rendez%20vous/%C3%A9t%C3%A9"],
    ["https://café.example/a%20b", "https://xn--caf-dma.example/a%20b"],
  ])("has a button that leads to %s", (url, address) => {
    const mail = show({ subject: "s", body: "b" }, noemie, { callToAction: { kind: "link", url } });
    expect(mail.html).toContain(`href="${address}"`);
    expect(mail.text).toContain(address);
  });

  it("takes a phone number for a button that only leads there", () => {
    const callToAction = { kind: "book", url: "tel:+15145550100" } as const;
    expect(() => compile({ subject: "s", body: "b" }, { callToAction })).toThrow(/not valid|web address/);
  });

  it("shows no address beside the subject in a mailbox", () => {
    const { html } = show({ subject: "s", body: "Voyez [nos pneus](https://garage.example/pneus), vite." });
    expect(html).toMatch(/mso-hide:all">Voyez nos pneus, vite\.<\/div>/);
  });

  it("speaks to nobody by an e-mail address", () => {
    const { firstName, lastName, ...rest } = noemie;
    const unnamed = { ...rest, name: "x@example.org", email: "x@example.org" };
    const mail = show({ subject: "Bonjour {client_first_name|cher client}", body: "{client_full_name|vous}" }, unnamed);
    expect(mail.subject).toBe("Bonjour cher client");
    expect(mail.text).toContain("vous");
    expect(mail.text).not.toContain("x@example.org");
  });

  it.each(["book", "pay", "portal"] as const)("has a button that leads by way of us when it is to %s", (kind) => {
    const callToAction = { kind, url: "https://garage.example/?c={client_full_name}" };
    const { mails } = compile({ subject: "s", body: "b" }, { callToAction });
    const sent = mailFor(mails.fr, noemie, "fr", { ...links, call: "https://pages.example/c/c.token" });
    for (const part of [sent.html, sent.text]) {
      expect(part).toContain("https://pages.example/c/c.token");
      expect(part).not.toContain("garage.example");
    }
    expect(mails.fr.target).toBe("https://garage.example/?c={{u0}}");
  });

  it("shows a picture of the library from its lasting address, with the title in its place where it is not shown", () => {
    const document = "doc_01JABCDEFGHJKMNPQRSTVWXYZ0";
    const { html, text } = show({ subject: "s", title: "L'hiver", body: "b", imageDocumentId: document });
    expect(html).toMatch(new RegExp(`<img src="https://pages\\.example/i/${account.id}\\.cam_\\w+\\.${document}"`));
    expect(html).toContain('alt="L&#39;hiver"');
    expect(text).toContain("L'hiver");
  });

  it("names the business's postal address, on one line, in both parts", () => {
    const postalAddress = "12, rue Principale\n Gatineau <QC>  \nJ8X 1A1";
    const campaign = testCampaign(account, { content: { subject: "s", body: "b" } });
    const { mails } = compileCampaign(campaign, { ...account, postalAddress }, "bonjour@clientele.example");
    const { html, text } = mailFor(mails.fr, noemie, "fr", links);
    expect(text).toContain("12, rue Principale, Gatineau <QC>, J8X 1A1");
    expect(html).toContain("12, rue Principale, Gatineau &lt;QC&gt;, J8X 1A1");
  });

  it("takes braces in the business's name and address as they are", () => {
    const campaign = testCampaign(account, { content: { subject: "s", body: "b" } });
    const business = { ...account, name: "{client_full_name|X} & {{h0}}", postalAddress: "{plate|Y}" };
    const { mails } = compileCampaign(campaign, business, "bonjour@clientele.example");
    const { text } = mailFor(mails.fr, noemie, "fr", links);
    expect(mails.fr.attributes).toEqual([]);
    expect(text).toContain("{client_full_name|X} & {{h0}}");
    expect(text).toContain("{plate|Y}");
  });

  it("does not read attributes, markup or headers in what a client is called", () => {
    const odd = { ...noemie, firstName: "{client_last_name} {{unsubscribe}} **x**\r\nBcc: all@example.org" };
    const mail = show(
      { subject: "{client_first_name}", title: "{client_first_name}", body: "{client_first_name}" },
      odd,
    );
    const shown = "{client_last_name} {{unsubscribe}} **x** Bcc: all@example.org";
    expect(mail.subject).toBe(shown);
    expect(mail.text).toContain(shown);
    expect(mail.html).toContain(shown);
    expect(mail.subject).not.toMatch(/[\r\n]/);
  });

  it("makes one line of a subject that was written on several", () => {
    expect(oneLine(show({ subject: "Bonjour\r\nBcc: all@example.org", body: "b" }).subject)).toBe(
      "Bonjour Bcc: all@example.org",
    );
  });

  it("speaks each language, with what was not translated as it was written first", () => {
    const { mails } = compile(
      { subject: "Pneus", title: "L'hiver", body: "Bonjour" },
      { translations: { en: { subject: "Tyres", body: "Hello" } } },
    );
    const english = mailFor(mails.en, noemie, "en", links);
    expect(english.subject).toBe("Tyres");
    expect(english.html).toContain('<html lang="en-CA">');
    expect(english.text).toContain("L'hiver");
    expect(english.text).toContain("Hello");
    expect(english.text).toContain("Unsubscribe");
  });

  const texts = fc.string({
    unit: fc.constantFrom(
      "{",
      "}",
      "{{",
      "}}",
      "client_first_name",
      "plate",
      "|",
      "a",
      " ",
      "\n",
      "é",
      "\uE000",
      "1",
      "\uE001",
      "*",
    ),
    maxLength: 30,
  });

  test.prop([texts, texts, texts])("is a template that any provider can fill in", (subject, title, body) => {
    const { mails } = compile({ subject, title, body });
    const values = valuesFor(mails.fr, noemie, "fr", links);
    for (const part of [mails.fr.subject, mails.fr.html, mails.fr.text]) {
      for (const name of placeholders(part)) expect(Object.keys(values)).toContain(name);
      expect(part).not.toMatch(/\{\{\{|\}\}\}/);
      expect(part).not.toMatch(/[\uE000-\uF8FF]/);
    }
  });
});
