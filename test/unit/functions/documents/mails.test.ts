import { describe, expect, it } from "vitest";
import { receivedMail } from "../../../../functions/documents/received-mail.ts";
import { refusedMail } from "../../../../functions/documents/refused-mail.ts";
import { requestMail } from "../../../../functions/documents/request-mail.ts";
import { refusalReasons } from "../../../../shared/entities/document.ts";
import { derivedId } from "../../../../shared/ids.ts";
import { letterheadOf } from "../../../../shared/pages/letterhead.ts";

const itemId = derivedId("item", "1");
const secondId = derivedId("item", "2");
const request = {
  title: "Preuve d'assurance",
  message: "Une photo lisible suffit.\nMerci !",
  items: [{ id: itemId, label: "Preuve d'assurance", required: true }],
  accept: ["image/*", "application/pdf"],
  maxBytes: 10 * 1024 * 1024,
  // Midnight in Toronto is still the day before.
  expiresAt: "2026-04-02T03:00:00.000Z",
};
const account = { name: "Garage Tremblay", timeZone: "America/Toronto", settings: {} };
const letterhead = letterheadOf(account, "https://pages.example");
const client = { name: "Noémie Côté", firstName: "Noémie" };
const url = "https://example.org/p/token";

describe("the e-mail of a request", () => {
  it("asks in the client's language, with the link, the rules and the last day where the business is", () => {
    const mail = requestMail({ account, letterhead, request, client, language: "fr", reminder: false, url });
    expect(mail.subject).toBe("Garage Tremblay vous demande un document\u00a0: Preuve d'assurance");
    for (const part of ["Bonjour Noémie", "> Une photo lisible suffit.", url, "10 Mo", "1er avril 2026", "PDF"])
      expect(mail.text.replaceAll(/[\u00a0\u202f]/g, " ")).toContain(part);
    expect(mail.html).toContain(`href="${url}"`);
    expect(mail.text).not.toContain("- Preuve");
  });

  it("lists the items when there are several", () => {
    const items = [...request.items, { id: secondId, label: "Permis", required: false }];
    const mail = requestMail({
      account,
      letterhead,
      request: { ...request, items },
      client,
      language: "en",
      reminder: false,
      url,
    });
    expect(mail.text).toContain("- Preuve d'assurance\n- Permis (optional)");
  });

  it("says that it is a reminder", () => {
    const mail = requestMail({ account, letterhead, request, client, language: "en", reminder: true, url });
    expect(mail.subject).toBe("Reminder: Preuve d'assurance");
    expect(mail.text).toContain("is still waiting");
  });
});

describe("the e-mail to the staff", () => {
  const document = { fileName: "assurance.pdf", size: 2048, itemId };

  it("tells what came and that it was all", () => {
    const recipient = { received: { [itemId]: 1 } };
    const mail = receivedMail({ letterhead, client, document, request, recipient, language: "fr" });
    expect(mail.subject).toBe("Noémie Côté a envoyé un fichier\u00a0: Preuve d'assurance");
    expect(mail.text).toContain("assurance.pdf");
    expect(mail.text).toContain("est arrivé");
  });

  it("tells what is still missing", () => {
    const items = [...request.items, { id: secondId, label: "Permis", required: true }];
    const recipient = { received: { [itemId]: 1 } };
    const mail = receivedMail({
      letterhead,
      client,
      document,
      request: { ...request, items },
      recipient,
      language: "en",
    });
    expect(mail.text).toContain("Still missing: Permis.");
  });
});

describe("the e-mail to the staff about a file that was not kept", () => {
  const document = { fileName: "assurance.pdf", itemId };
  const mailOf = (
    found: Pick<Parameters<typeof refusedMail>[0]["document"], "status" | "reason">,
    language: "fr" | "en",
  ) => refusedMail({ letterhead, client, document: { ...document, ...found }, request, language });

  it("says whose file it was, what for, why it was refused, and that it may be asked for again", () => {
    const mail = mailOf({ status: "infected" }, "fr");
    expect(mail.subject).toBe("Un fichier de Noémie Côté a été refusé\u00a0: Preuve d'assurance");
    for (const part of [
      "assurance.pdf",
      "Pour\u00a0: Preuve d'assurance",
      "logiciel malveillant",
      "demander de nouveau",
    ])
      expect(mail.text).toContain(part);
    const english = mailOf({ status: "refused", reason: "not_scannable" }, "en");
    expect(english.subject).toBe("A file from Noémie Côté was refused: Preuve d'assurance");
    for (const part of ["cannot be read", "ask them for it again"]) expect(english.text).toContain(part);
  });

  it("has words of its own for each reason", () => {
    for (const language of ["fr", "en"] as const) {
      const all = refusalReasons.map((reason) => mailOf({ status: "refused", reason }, language).text);
      expect(new Set([...all, mailOf({ status: "infected" }, language).text]).size).toBe(refusalReasons.length + 1);
    }
  });
});
