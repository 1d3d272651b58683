import { beforeEach, describe, expect, it } from "vitest";
import { documentShare, documentRequestRecipient as recipient } from "../../../../functions/documents/kinds.ts";
import { routes } from "../../../../functions/documents/manifest.ts";
import { noteMail } from "../../../../functions/documents/note-mail.ts";
import { remindClients } from "../../../../functions/documents/remind-clients.ts";
import { tellOfReturned } from "../../../../functions/documents/tell-of-returned.ts";
import { kinds } from "../../../../functions/kinds.ts";
import { keys } from "../../../../shared/db/keys.ts";
import { remove, update } from "../../../../shared/db/writes.ts";
import { addressHash, factOf, recordFactOnce } from "../../../../shared/entities/address-fact.ts";
import type { Client } from "../../../../shared/entities/client.ts";
import { recipientKey, requestRecipients } from "../../../../shared/entities/document-request.ts";
import { documentShares, shareKey } from "../../../../shared/entities/document-share.ts";
import { changeBetween } from "../../../../shared/events/change.ts";
import type { ClientId, Id } from "../../../../shared/ids.ts";
import type { Mail } from "../../../../shared/messaging/mail.ts";
import { mailEventOf } from "../../../../shared/messaging/mail-event.ts";
import { aMember } from "../../../support/actors.ts";
import { call } from "../../../support/call.ts";
import { timerRings, toldOf } from "../../../support/told.ts";
import { documentsFeature } from "./feature.ts";

const feature = await documentsFeature();
const { aBusiness, aClientOf, aDocument, aRequest, aShare, clock, handler, mailbox, mailing, table } = feature;

beforeEach(() => {
  clock.set("2026-03-02T15:00:00.000Z");
  mailbox.sent.length = 0;
});

type Business = Awaited<ReturnType<typeof aBusiness>>;

/** Addresses that forward, or are an alias, are reported under another one. */
const reported = [{ emailAddress: "elsewhere@example.net", diagnosticCode: "smtp; 550 5.1.1 user unknown" }];
const details: Record<string, Record<string, unknown>> = {
  Delivery: { delivery: {} },
  DeliveryDelay: { deliveryDelay: { delayType: "MailboxFull" } },
  Bounce: { bounce: { bounceType: "Permanent", bounceSubType: "General", bouncedRecipients: reported } },
  "Soft bounce": { bounce: { bounceType: "Transient", bounceSubType: "MailboxFull", bouncedRecipients: [] } },
  Complaint: {
    complaint: { complaintFeedbackType: "abuse", complainedRecipients: [{ emailAddress: "elsewhere@example.net" }] },
  },
  "No complaint": { complaint: { complaintFeedbackType: "not-spam", complainedRecipients: reported } },
  Withheld: { bounce: { bounceType: "Permanent", bounceSubType: "OnAccountSuppressionList" } },
  Reject: { reject: { reason: "Bad content" } },
};
const types: Record<string, string> = { "Soft bounce": "Bounce", "No complaint": "Complaint", Withheld: "Bounce" };

/** What SES tells of an e-mail that the mailbox holds. */
const told = (what: string, { to, tags }: Mail, minute = 1) => {
  const timestamp = `2026-03-02T15:0${minute}:00.000Z`;
  const [[part, detail] = ["", {}]] = Object.entries(details[what] ?? {});
  const listed = Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, [value]]));
  return noteMail(
    mailEventOf({
      eventType: types[what] ?? what,
      mail: { messageId: "message-1", timestamp, destination: [to], tags: listed },
      [part]: { ...(detail as object), timestamp },
    }),
    mailing,
  );
};

const lastMail = (): Mail => {
  const mail = mailbox.sent.at(-1);
  if (!mail) throw new Error("Nothing was sent.");
  return mail;
};

const read = async ({ headers }: Business, id: string) =>
  (await call(handler, routes.getRequest, { headers, params: { id } })).body;
const shareOf = async ({ headers }: Business, id: string) =>
  (await call(handler, routes.listShares, { headers, params: { id } })).body.data[0];
const remind = ({ headers }: Business, id: string, clientIds?: string[]) =>
  call(handler, routes.remind, { headers, params: { id }, body: clientIds ? { clientIds } : {} });
const corrected = (business: Business, client: Client, email: string) =>
  table.of(business.account.id).commit([update(keys.of(business.account.id, client.id), { set: { email } })]);

const asked = async (own: Partial<Client> = {}) => {
  const business = await aBusiness({ senderEmail: "bureau@garage.example", language: "fr" });
  const client = await aClientOf(business.account.id, own);
  const { request } = await aRequest(business, client);
  return { business, client, request, mail: lastMail() };
};

describe("the e-mail of a request", () => {
  const hard = { mail: "bounced", mailBounce: "hard", mailError: "smtp; 550 5.1.1 user unknown" };

  it.each([
    ["Delivery", { mail: "delivered", mailAt: "2026-03-02T15:01:00.000Z" }],
    ["DeliveryDelay", { mail: "delayed", mailError: "MailboxFull" }],
    ["Bounce", hard],
    ["Soft bounce", { mail: "bounced", mailBounce: "soft", mailError: "MailboxFull" }],
    ["Complaint", { mail: "complained", mailError: "abuse" }],
    ["No complaint", { mail: "sent" }],
    ["Withheld", { mail: "suppressed", mailError: "bounce" }],
    ["Reject", { mail: "failed", mailError: "Bad content" }],
    ["Open", { mail: "sent" }],
  ])("that the provider tells %s of says so, once", async (what, state) => {
    const { business, request, mail } = await asked();
    await told(what, mail);
    await told(what, mail);
    expect((await read(business, request.id)).clients).toMatchObject([state]);
  });

  it("says what came of it in the end, whatever is told last", async () => {
    const { business, request, mail } = await asked();
    await told("Bounce", mail, 3);
    await told("Delivery", mail, 2);
    await told("DeliveryDelay", mail, 1);
    expect((await read(business, request.id)).clients).toMatchObject([hard]);
    await told("Complaint", mail, 4);
    await told("Bounce", mail, 3);
    expect((await read(business, request.id)).clients).toMatchObject([{ mail: "complained" }]);
  });

  it("that bounced before it was noted that it had gone out, bounced", async () => {
    const business = await aBusiness();
    const client = await aClientOf(business.account.id);
    const body = { clientIds: [client.id], title: "Permis" };
    const { id } = (await call(handler, routes.createRequest, { headers: business.headers, body })).body;
    const { send } = mailbox;
    mailbox.send = async (mail) => {
      const answer = await send(mail);
      await told("Bounce", mail);
      return answer;
    };
    await feature.sendLink(business.account.id, id, client.id);
    mailbox.send = send;
    await feature.sendLink(business.account.id, id, client.id);
    expect(mailbox.sent).toHaveLength(1);
    expect((await read(business, id)).clients).toMatchObject([hard]);
  });

  it("is told as an event of the bus that names the client, for their activity and for partners", async () => {
    const { business, client, request, mail } = await asked();
    const key = recipientKey({
      accountId: business.account.id,
      requestId: request.id as Id<"documentRequest">,
      clientId: client.id,
    });
    const stored = async () => (await feature.stored()).find(({ pk, sk }) => pk === key.pk && sk === key.sk);
    const before = await stored();
    await told("Bounce", mail);
    expect(changeBetween(kinds, before, await stored())).toMatchObject({
      type: "document_request_recipient.mail_bounced",
      clientId: client.id,
      resource: { mail: "bounced", mailBounce: "hard" },
    });
  });

  it("that bounced when its client is gone is known of the address all the same", async () => {
    const { business, client, request, mail } = await asked({ email: "gone@example.org" });
    const { accountId, id: clientId } = client;
    const db = table.of(accountId);
    await db.commit([
      remove(keys.of(accountId, clientId)),
      remove(recipientKey({ accountId, requestId: request.id as Id<"documentRequest">, clientId })),
    ]);
    await told("Bounce", mail);
    expect(await factOf(db, "gone@example.org")).toMatchObject({ bounced: { how: "bounce" } });
    expect(await factOf(db, "elsewhere@example.net")).toBeUndefined();
    expect((await read(business, request.id)).clients).toEqual([]);
  });
});

describe("a reminder", () => {
  it("is not sent to an address that bounced for good, and says what to do; it goes out to a corrected one", async () => {
    const { business, client, request, mail } = await asked({ email: "wrong@example.org" });
    await told("Bounce", mail);
    const refused = await remind(business, request.id);
    expect([refused.status, refused.problem.detail]).toEqual([409, expect.stringContaining("correct the address")]);
    const named = await remind(business, request.id, [client.id]);
    expect([named.status, named.problem.errors?.[0]?.pointer]).toEqual([409, "/clientIds/0"]);
    expect((await read(business, request.id)).clients).toMatchObject([{ mail: "bounced", reminders: 0 }]);

    await corrected(business, client, "right@example.org");
    expect((await remind(business, request.id)).body.clients).toMatchObject([{ mail: "queued", reminders: 1 }]);
    await feature.sendLink(business.account.id, request.id, client.id);
    expect(lastMail().to).toBe("right@example.org");
    const after = (await read(business, request.id)).clients;
    expect(after).toMatchObject([{ mail: "sent" }]);
    expect(after[0]).not.toHaveProperty("mailBounce");
    // Told late, of the e-mail to the address of before.
    await told("Complaint", mail, 5);
    expect((await read(business, request.id)).clients).toMatchObject([{ mail: "sent" }]);
  });

  it("is not sent after a complaint about an earlier e-mail, which is told days later", async () => {
    const { business, client, request, mail } = await asked({ email: "angry@example.org" });
    await remind(business, request.id);
    await feature.sendLink(business.account.id, request.id, client.id);
    await told("Delivery", lastMail(), 2);
    await told("Complaint", mail, 3);
    expect((await read(business, request.id)).clients).toMatchObject([{ mail: "complained", reminders: 1 }]);
    const refused = await remind(business, request.id);
    expect([refused.status, refused.problem.detail]).toEqual([409, expect.stringContaining("unwanted")]);
  });

  it("goes to the others of the request, by hand and by itself", async () => {
    const business = await aBusiness();
    const [dead, alive] = [
      await aClientOf(business.account.id, { email: "dead@example.org" }),
      await aClientOf(business.account.id, { email: "alive@example.org" }),
    ];
    const body = { clientIds: [dead.id, alive.id], title: "Permis", reminders: [{ afterDays: 1 }] };
    const { id } = (await call(handler, routes.createRequest, { headers: business.headers, body })).body;
    for (const client of [dead, alive]) await feature.sendLink(business.account.id, id, client.id);
    const toDead = mailbox.sent.find(({ to }) => to === "dead@example.org");
    if (toDead) await told("Bounce", toDead);
    const untouched = { mail: "bounced", reminders: 0 };
    const byHand = await remind(business, id);
    expect(byHand.body.clients).toMatchObject([untouched, { mail: "queued", reminders: 1 }]);
    await feature.sendLink(business.account.id, id, alive.id);
    clock.set("2026-03-03T15:00:00.000Z");
    const dueAt = "2026-03-03T15:00:00.000Z";
    const ringing = { accountId: business.account.id, subject: id, purpose: "document_request.remind", dueAt } as const;
    await remindClients(timerRings(ringing), mailing);
    expect((await read(business, id)).clients).toMatchObject([untouched, { mail: "queued", reminders: 2 }]);
  });

  it("does not go to an address that bounced when another client had it", async () => {
    const { business, client, request } = await asked({ email: "family@example.org" });
    const db = table.of(business.account.id);
    const proof = { at: "2026-03-02T14:00:00.000Z", how: "bounce" };
    await db.commit([
      recordFactOnce(db.accountId, addressHash(db.accountId, "family@example.org"), { bounced: proof }),
    ]);
    mailbox.sent.length = 0;
    await remind(business, request.id);
    await feature.sendLink(business.account.id, request.id, client.id);
    expect(mailbox.sent).toEqual([]);
    expect((await read(business, request.id)).clients).toMatchObject([{ mail: "suppressed", mailError: "bounce" }]);
    expect((await remind(business, request.id)).status).toBe(409);
  });
});

describe("the e-mail of a share", () => {
  it("says what became of it, and is sent again to a corrected address", async () => {
    const business = await aBusiness();
    const client = await aClientOf(business.account.id, { email: "typo@example.org" });
    const id = await aDocument(business);
    await aShare(business, client, id);
    await told("Soft bounce", lastMail(), 1);
    expect(await shareOf(business, id)).toMatchObject({
      mail: "bounced",
      mailBounce: "soft",
      mailError: "MailboxFull",
    });
    await told("Bounce", lastMail(), 2);
    expect(await shareOf(business, id)).toMatchObject({ mail: "bounced", mailBounce: "hard" });
    await corrected(business, client, "good@example.org");
    await aShare(business, client, id);
    expect(lastMail().to).toBe("good@example.org");
    const share = await shareOf(business, id);
    expect(share).toMatchObject({ mail: "sent" });
    expect(share).not.toHaveProperty("mailBounce");
  });
});

describe("staff", () => {
  const hear = async ({ account }: Business, request: string, clientId: ClientId) => {
    const requestId = request as Id<"documentRequest">;
    const key = recipientKey({ accountId: account.id, requestId, clientId });
    const event = await toldOf(table.of(account.id), recipient.mail_bounced, requestRecipients, key);
    await tellOfReturned(event, mailing);
  };

  it("hear once that an e-mail bounced: whoever asked, in their language, with what to do", async () => {
    const business = await aBusiness({ language: "fr" });
    const asker = await aMember(table, business.account, { email: "luc@garage.example", language: "fr" });
    const client = await aClientOf(business.account.id);
    const { request } = await aRequest({ ...business, headers: asker.headers }, client);
    await told("Bounce", lastMail());
    for (let times = 0; times < 2; times++) await hear(business, request.id, client.id);
    expect(mailbox.sent).toHaveLength(2);
    expect(lastMail()).toMatchObject({
      to: "luc@garage.example",
      subject: expect.stringMatching(/^Courriel non remis à .*\u00a0: Preuve d'assurance$/),
      text: expect.stringContaining("550 5.1.1 user unknown"),
      tags: { kind: "mail_returned" },
    });
    expect(lastMail().text).toContain("Corrigez l’adresse");
  });

  it("hear of a share that was complained about, in English, as the owners of what a program shared", async () => {
    const business = await aBusiness({ language: "en", senderEmail: "office@garage.example" });
    const client = await aClientOf(business.account.id);
    const id = await aDocument(business);
    await aShare(business, client, id);
    await told("Complaint", lastMail());
    const key = shareKey({ accountId: business.account.id, documentId: id as Id<"document">, clientId: client.id });
    const event = await toldOf(table.of(business.account.id), documentShare.mail_complained, documentShares, key);
    await tellOfReturned(event, mailing);
    expect(lastMail()).toMatchObject({
      to: "office@garage.example",
      subject: expect.stringContaining("reported your e-mail as unwanted: contrat.pdf"),
    });
  });

  it("hear nothing when it was sent again meanwhile, nor at an address that bounced itself", async () => {
    const { business, client, request, mail } = await asked();
    await told("Bounce", mail);
    const db = table.of(business.account.id);
    const proof = { at: "2026-03-02T14:00:00.000Z", how: "bounce" };
    await db.commit([
      recordFactOnce(db.accountId, addressHash(db.accountId, "bureau@garage.example"), { bounced: proof }),
    ]);
    await hear(business, request.id, client.id);
    expect(mailbox.sent).toHaveLength(1);
    await corrected(business, client, "right@example.org");
    await remind(business, request.id);
    await hear(business, request.id, client.id);
    expect(mailbox.sent).toHaveLength(1);
  });
});
