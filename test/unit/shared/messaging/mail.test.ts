import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { mailbox } from "../../../../shared/messaging/mail.ts";
import { senderOf } from "../../../../shared/messaging/sender.ts";

/** As a mail reader does it (RFC 2047). */
const decoded = (header: string): string =>
  Buffer.concat(
    [...header.matchAll(/=\?UTF-8\?B\?([^?]+)\?=/g)].map(([, word = ""]) => Buffer.from(word, "base64")),
  ).toString();

describe("a mailbox", () => {
  it("quotes a plain name", () => {
    expect(mailbox('Garage "Chez Luc"', "luc@garage.example")).toBe('"Garage \\"Chez Luc\\"" <luc@garage.example>');
    expect(mailbox(undefined, "luc@garage.example")).toBe("luc@garage.example");
  });

  it("cannot be used to add a header", () => {
    expect(mailbox("Luc\r\nBcc: all@garage.example", "luc@garage.example")).not.toMatch(/[\r\n]/);
  });

  property.prop([fc.string({ unit: "grapheme", minLength: 1, maxLength: 120 })])(
    "carries any name in words of at most 75 characters",
    (name) => {
      const box = mailbox(`é${name}`, "luc@garage.example");
      expect(box).toMatch(/^[\x20-\x7e]*$/);
      for (const word of box.split(" ").slice(0, -1)) expect(word.length).toBeLessThanOrEqual(75);
      expect(decoded(box)).toBe(`é${name}`.replace(/\p{Cc}+/gu, " ").trim());
    },
  );
});

describe("the sender of an account's e-mails", () => {
  const account = { name: "Garage Tremblay", senderEmail: "bonjour@garage.example" };
  const proven = { ...account, provenSender: "bonjour@garage.example" };

  it("is the account's own address where that is proven and its domain is verified", () => {
    expect(senderOf({ ...proven, senderName: "Luc" }, "mail@Garage.example", "domain")).toEqual({
      from: '"Luc" <bonjour@garage.example>',
    });
  });

  it("is never an address of the stage's domain that nobody has proven, nor under a name of their choice", () => {
    const thief = { ...account, name: "Salon Meuse", senderName: "Garage Tremblay" };
    for (const provenSender of [{}, { provenSender: "salon@garage.example" }])
      expect(senderOf({ ...thief, ...provenSender }, "mail@garage.example", "domain")).toEqual({
        from: '"Salon Meuse" <mail@garage.example>',
        replyTo: "bonjour@garage.example",
      });
  });

  it("is the stage's address where no other of the domain is verified, unless the account's is the same", () => {
    expect(senderOf(proven, "mail@garage.example", "email")).toEqual({
      from: '"Garage Tremblay" <mail@garage.example>',
      replyTo: "bonjour@garage.example",
    });
    expect(senderOf(account, "Bonjour@garage.example", "email")).toEqual({
      // As it was verified: to SES, addresses in other letters are others.
      from: '"Garage Tremblay" <Bonjour@garage.example>',
    });
  });

  it("is the stage's address elsewhere, and answers go to the account, or to its owner", () => {
    expect(senderOf(proven, "mail@clientele.example")).toEqual({
      from: '"Garage Tremblay" <mail@clientele.example>',
      replyTo: "bonjour@garage.example",
    });
    const { name } = account;
    expect(senderOf({ name, ownerEmail: "marie@garage.example" }, "mail@clientele.example")).toEqual({
      from: '"Garage Tremblay" <mail@clientele.example>',
      replyTo: "marie@garage.example",
    });
  });

  it("has answers sent where the account wants them, also when it writes from its own address", () => {
    const replyTo = "accueil@garage.example";
    expect(senderOf({ ...proven, replyTo }, "mail@garage.example", "domain")).toEqual({
      from: '"Garage Tremblay" <bonjour@garage.example>',
      replyTo,
    });
    expect(senderOf({ ...proven, replyTo }, "mail@clientele.example").replyTo).toBe(replyTo);
    const { name } = account;
    expect(senderOf({ name, replyTo, ownerEmail: "m@garage.example" }, "mail@clientele.example").replyTo).toBe(replyTo);
    expect(senderOf({ name, replyTo }, replyTo).replyTo).toBeUndefined();
  });

  it("has no name that reads like an address", () => {
    const { from } = senderOf({ name: "bonjour@autre.example Garage" }, "mail@clientele.example");
    expect(from).toBe('"Garage" <mail@clientele.example>');
    expect(senderOf({ name: "a@b" }, "mail@clientele.example").from).toBe("mail@clientele.example");
  });
});
