import { beforeEach, describe, expect, it } from "vitest";
import { routes } from "../../../../functions/documents/manifest.ts";
import { remindClients } from "../../../../functions/documents/remind-clients.ts";
import { sendDocumentRequest } from "../../../../functions/documents/send-document-request.ts";
import { update } from "../../../../shared/db/writes.ts";
import { MOST_FORMS, recipientKey } from "../../../../shared/entities/document-request.ts";
import type { ClientId, Id } from "../../../../shared/ids.ts";
import type { Mailer } from "../../../../shared/messaging/mail.ts";
import { aMember } from "../../../support/actors.ts";
import { call } from "../../../support/call.ts";
import { tokenIn } from "../../../support/mailbox.ts";
import { timerRings } from "../../../support/told.ts";
import { documentsFeature } from "./feature.ts";

const feature = await documentsFeature();
const { table, clock, handler, mailbox, aBusiness, aClientOf, aDocument, aRequest, aShare, beginUpload, openPage } =
  feature;
type Headers = Record<string, string>;

const requestLink = (headers: Headers, id: string, clientId: string, more: Headers = {}) =>
  call(handler, routes.giveRequestLink, { headers: { ...headers, ...more }, params: { id, clientId } });
const endLinks = (headers: Headers, id: string, clientId: string) =>
  call(handler, routes.endRequestLinks, { headers, params: { id, clientId } });
const shareLink = (headers: Headers, id: string, clientId: string) =>
  call(handler, routes.giveShareLink, { headers, params: { id, clientId } });
const tokenOf = ({ body }: { body: { url: string } }): string => tokenIn({ text: body.url });
const opens = async (token: string) => (await openPage(token)).status;

const LIVES = 200;
const OVER = 410;

beforeEach(() => {
  clock.set("2026-03-02T15:00:00.000Z");
  mailbox.sent = [];
});

describe("a link to a request that staff hand over themselves", () => {
  it("lets a client without an e-mail address send what was asked for", async () => {
    const { account, headers } = await aBusiness();
    const client = await aClientOf(account.id, { email: undefined });
    const { request } = await aRequest({ account, headers } as Awaited<ReturnType<typeof aBusiness>>, client);
    expect(mailbox.sent).toEqual([]);
    const given = await requestLink(headers, request.id, client.id);
    expect(given.status).toBe(201);
    expect(given.body).toMatchObject({ clientId: client.id, expiresAt: request.expiresAt });
    expect(given.body.url).toMatch(/^https:\/\/pages\.example\/p\/[\w-]{32,}\/documents$/);
    expect(await opens(tokenOf(given))).toBe(LIVES);
    expect((await beginUpload(tokenOf(given))).status).toBe(201);
  });

  it("leaves the mailed one alone", async () => {
    const business = await aBusiness();
    const client = await aClientOf(business.account.id);
    const { request, token } = await aRequest(business, client);
    await requestLink(business.headers, request.id, client.id);
    expect(await opens(token)).toBe(LIVES);
  });

  it("is the same for the same Idempotency-Key, and is not stored where it can be read", async () => {
    const business = await aBusiness();
    const client = await aClientOf(business.account.id);
    const { request } = await aRequest(business, client);
    const key = { "idempotency-key": "a-link-for-the-counter" };
    const [first, again] = [
      await requestLink(business.headers, request.id, client.id, key),
      await requestLink(business.headers, request.id, client.id, key),
    ];
    expect(again.text).toBe(first.text);
    expect(JSON.stringify(await feature.stored())).not.toContain(tokenOf(first));
  });

  it("is refused when the request is over, for a stranger to it, and to who does not see the client", async () => {
    const business = await aBusiness({ settings: { restrictFieldToAssigned: true } });
    const [client, stranger] = [await aClientOf(business.account.id), await aClientOf(business.account.id)];
    const { request } = await aRequest(business, client);
    expect((await requestLink(business.headers, request.id, stranger.id)).status).toBe(404);
    const field = await aMember(table, business.account, { role: "field" });
    expect((await requestLink(field.headers, request.id, client.id)).status).toBe(404);
    await call(handler, routes.cancel, { headers: business.headers, params: { id: request.id } });
    expect((await requestLink(business.headers, request.id, client.id)).status).toBe(409);
  });
});

describe("ending the links of one client", () => {
  it("ends the mailed ones and those given by hand at once, and no other client's", async () => {
    const business = await aBusiness();
    const [client, other] = [await aClientOf(business.account.id), await aClientOf(business.account.id)];
    const { request, token } = await aRequest(business, client, { clientIds: [client.id, other.id] });
    const byHand = tokenOf(await requestLink(business.headers, request.id, client.id));
    const theirs = tokenOf(await requestLink(business.headers, request.id, other.id));
    expect((await endLinks(business.headers, request.id, client.id)).status).toBe(204);
    expect(await Promise.all([opens(token), opens(byHand), opens(theirs)])).toEqual([OVER, OVER, LIVES]);
    expect((await beginUpload(token)).status).toBe(410);
  });

  it("lets a reminder, or another link by hand, bring a new one", async () => {
    const business = await aBusiness();
    const client = await aClientOf(business.account.id);
    const { request, token } = await aRequest(business, client);
    await endLinks(business.headers, request.id, client.id);
    expect(await opens(tokenOf(await requestLink(business.headers, request.id, client.id)))).toBe(LIVES);
    await call(handler, routes.remind, { headers: business.headers, params: { id: request.id }, body: {} });
    await feature.sendLink(business.account.id, request.id, client.id);
    expect(await opens(tokenIn(mailbox.sent.at(-1) ?? { text: "" }))).toBe(LIVES);
    expect(await opens(token)).toBe(OVER);
  });

  it("is not undone by a reminder that goes out by itself", async () => {
    const business = await aBusiness();
    const client = await aClientOf(business.account.id);
    const { request } = await aRequest(business, client, { reminders: [{ afterDays: 1 }] });
    await endLinks(business.headers, request.id, client.id);
    const [due] = request.reminders;
    clock.set("2026-03-03T15:00:00.000Z");
    const accountId = business.account.id;
    const ringing = {
      accountId,
      subject: request.id,
      purpose: "document_request.remind",
      dueAt: due?.dueAt ?? "",
    } as const;
    await remindClients(timerRings(ringing), feature.deps);
    const { body } = await call(handler, routes.getRequest, { headers: business.headers, params: { id: request.id } });
    expect(body.clients).toMatchObject([{ mail: "ended", reminders: 0 }]);
    expect(body.reminders).toMatchObject([{ status: "sent" }]);
  });

  it("is what staff see, also when an e-mail was on its way just then", async () => {
    const business = await aBusiness();
    const client = await aClientOf(business.account.id);
    const { body: request } = await call(handler, routes.createRequest, {
      headers: business.headers,
      body: { clientIds: [client.id], title: "Permis" },
    });
    const ending: Mailer = {
      async send() {
        await endLinks(business.headers, request.id, client.id);
        return { messageId: "message-1" };
      },
    };
    const event = await feature.linkAsked(business.account.id, request.id, client.id);
    await sendDocumentRequest(event, { ...feature.mailing, mailer: ending });
    const { body } = await call(handler, routes.getRequest, { headers: business.headers, params: { id: request.id } });
    expect(body.clients).toMatchObject([{ mail: "ended" }]);
  });

  it("gives a link that was used up its forms back", async () => {
    const business = await aBusiness();
    const { requestId, client } = await usedUp(business);
    expect((await beginUpload(tokenOf(await requestLink(business.headers, requestId, client.id)))).status).toBe(410);
    await endLinks(business.headers, requestId, client.id);
    expect((await beginUpload(tokenOf(await requestLink(business.headers, requestId, client.id)))).status).toBe(201);
  });

  it("keeps an e-mail at home that has not gone out yet", async () => {
    const business = await aBusiness();
    const client = await aClientOf(business.account.id);
    const { body: request } = await call(handler, routes.createRequest, {
      headers: business.headers,
      body: { clientIds: [client.id], title: "Permis" },
    });
    await endLinks(business.headers, request.id, client.id);
    await feature.sendLink(business.account.id, request.id, client.id);
    expect(mailbox.sent).toEqual([]);
    const { body } = await call(handler, routes.getRequest, { headers: business.headers, params: { id: request.id } });
    expect(body.clients).toMatchObject([{ mail: "ended" }]);
  });

  const usedUp = async (business: Awaited<ReturnType<typeof aBusiness>>) => {
    const client = await aClientOf(business.account.id);
    const { request } = await aRequest(business, client);
    const accountId = business.account.id;
    const at = recipientKey({
      accountId,
      requestId: request.id as Id<"documentRequest">,
      clientId: client.id as ClientId,
    });
    await table.of(accountId).commit([update(at, { set: { forms: MOST_FORMS } })]);
    return { requestId: request.id, client };
  };
});

describe("a link to a shared document that staff hand over themselves", () => {
  it("opens the document, stands in the access log, and is over with the share", async () => {
    const business = await aBusiness();
    const client = await aClientOf(business.account.id, { email: undefined });
    const id = await aDocument(business);
    const { share } = await aShare(business, client, id);
    const given = await shareLink(business.headers, id, client.id);
    expect(given.body).toMatchObject({ clientId: client.id, expiresAt: share?.expiresAt });
    expect(await opens(tokenOf(given))).toBe(LIVES);
    const log = await call(handler, routes.accessLog, { headers: business.headers, params: { id } });
    expect(log.body.data).toContainEqual(expect.objectContaining({ action: "link_given", clientId: client.id }));
    await call(handler, routes.unshare, { headers: business.headers, params: { id, clientId: client.id } });
    expect(await opens(tokenOf(given))).toBe(OVER);
    expect((await shareLink(business.headers, id, client.id)).status).toBe(409);
  });

  it("does not exist where nothing is shared, or for staff only", async () => {
    const business = await aBusiness();
    const client = await aClientOf(business.account.id);
    const id = await aDocument(business);
    expect((await shareLink(business.headers, id, client.id)).status).toBe(404);
    await aShare(business, client, id, { visibility: "internal" });
    expect((await shareLink(business.headers, id, client.id)).status).toBe(409);
  });
});
