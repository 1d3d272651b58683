import { beforeEach, describe, expect, it } from "vitest";
import { endShares } from "../../../../functions/documents/end-shares.ts";
import { document as kind } from "../../../../functions/documents/kinds.ts";
import { routes } from "../../../../functions/documents/manifest.ts";
import { sendSharedDocument } from "../../../../functions/documents/send-shared-document.ts";
import { keys } from "../../../../shared/db/keys.ts";
import { update } from "../../../../shared/db/writes.ts";
import type { Client } from "../../../../shared/entities/client.ts";
import { documents } from "../../../../shared/entities/document.ts";
import type { Mailer } from "../../../../shared/messaging/mail.ts";
import { aMember } from "../../../support/actors.ts";
import { call } from "../../../support/call.ts";
import { told } from "../../../support/told.ts";
import { documentsFeature } from "./feature.ts";

const feature = await documentsFeature();
const { table, clock, handler, mailbox, aBusiness, aClientOf, aDocument, aShare, sendShare, openPage, submitPage } =
  feature;
type Business = Awaited<ReturnType<typeof aBusiness>>;

const share = ({ headers }: Pick<Business, "headers">, id: string, body: Record<string, unknown>, more = {}) =>
  call(handler, routes.share, { headers: { ...headers, ...more }, params: { id }, body });
const sharesOf = async ({ headers }: Business, id: string) =>
  (await call(handler, routes.listShares, { headers, params: { id } })).body.data;
const unshare = ({ headers }: Pick<Business, "headers">, id: string, clientId: string, more = {}) =>
  call(handler, routes.unshare, { headers: { ...headers, ...more }, params: { id, clientId } });
const ofClient = async ({ headers }: Business, id: string) =>
  (await call(handler, routes.ofClient, { headers, params: { id } })).body.data;
const actionsOf = async ({ headers }: Business, id: string) =>
  (await call(handler, routes.accessLog, { headers, params: { id } })).body.data
    .filter(({ action }) => action !== "uploaded")
    .map(({ action, by }) => `${action} by ${by.kind}`)
    .toReversed();

beforeEach(() => {
  clock.set("2026-03-02T15:00:00.000Z");
  mailbox.sent.length = 0;
});

describe("a document shared with clients", () => {
  it("is open to them until it is closed, and again when it is opened again", async () => {
    const business = await aBusiness();
    const client = await aClientOf(business.account.id);
    const id = await aDocument(business);
    const { headers } = business;
    const become = (visibility: "client" | "internal") =>
      call(handler, routes.change, { headers, params: { id }, body: { visibility } });
    const read = async () => (await call(handler, routes.get, { headers, params: { id } })).body;
    const direction = async () => (await ofClient(business, client.id)).map((each) => each.direction);
    expect(await read()).toMatchObject({ visibility: "internal" });
    const { token } = await aShare(business, client, id);
    expect(await read()).toMatchObject({ visibility: "client" });
    expect([(await openPage(token)).status, await direction()]).toEqual([200, ["shared"]]);
    await become("internal");
    expect([(await openPage(token)).status, await direction()]).toEqual([410, ["internal"]]);
    // Sharing it with one more would open it to all who had it.
    const another = await aClientOf(business.account.id);
    expect((await share(business, id, { clientIds: [another.id] })).status).toBe(409);
    expect((await share(business, id, { clientIds: [another.id], visibility: "internal" })).status).toBe(200);
    await become("client");
    expect((await openPage(token)).status).toBe(200);
  });

  it("reaches each by e-mail in their language, and stands on each of them", async () => {
    const business = await aBusiness();
    const [french, english] = [
      await aClientOf(business.account.id),
      await aClientOf(business.account.id, { email: "ann@example.org", language: "en" }),
    ];
    const id = await aDocument(business);
    const answer = await share(business, id, { clientIds: [french.id, english.id], message: "Voici <votre> contrat" });
    expect(answer.status).toBe(200);
    expect(answer.body.data).toMatchObject([
      { clientId: french.id, mail: "queued", state: "sent", status: "active", visibility: "client" },
      { clientId: english.id, mail: "queued", expiresAt: "2026-05-31T15:00:00.000Z" },
    ]);
    for (const client of [french, english]) {
      await sendShare(business.account.id, id, client.id);
      await sendShare(business.account.id, id, client.id);
    }
    expect(mailbox.sent.map(({ to, subject }) => [to, subject])).toEqual([
      ["noemie@example.org", "Garage Tremblay vous envoie un document\u00a0: contrat.pdf"],
      ["ann@example.org", "Garage Tremblay sends you a document: contrat.pdf"],
    ]);
    expect(mailbox.sent[0]?.html).toContain("Voici &lt;votre&gt; contrat");
    expect((await sharesOf(business, id)).map(({ mail }) => mail)).toEqual(["sent", "sent"]);
    for (const client of [french, english])
      expect(await ofClient(business, client.id)).toMatchObject([
        { id, direction: "shared", fileName: "contrat.pdf", share: { state: "sent", clientId: client.id } },
      ]);
  });

  it("is viewed and downloaded by the client's own hand only, and the access log says so", async () => {
    const business = await aBusiness();
    const client = await aClientOf(business.account.id);
    const id = await aDocument(business);
    const { token } = await aShare(business, client, id, { message: "Bonne lecture" });

    const page = await openPage(token);
    expect(page.status).toBe(200);
    for (const part of ["contrat.pdf", "Garage Tremblay", "Bonne lecture", "Télécharger", "31 mai 2026"])
      expect(page.text).toContain(part);
    expect(page.headers["content-security-policy"]).toContain("form-action 'self' https://s3.example");
    expect(await sharesOf(business, id)).toMatchObject([{ state: "sent", views: 0 }]);

    clock.set("2026-03-02T16:00:00.000Z");
    expect((await submitPage(token, "view")).status).toBe(204);
    expect(await sharesOf(business, id)).toMatchObject([
      { state: "viewed", views: 1, viewedAt: "2026-03-02T16:00:00.000Z" },
    ]);

    clock.set("2026-03-02T17:00:00.000Z");
    const download = await submitPage(token, "download");
    expect([download.status, download.text]).toEqual([303, ""]);
    expect(download.headers.location).toContain(`/files/${business.account.id}/${id}/`);
    expect(download.headers.location).toContain("attachment");
    clock.set("2026-03-02T18:00:00.000Z");
    await submitPage(token, "download");
    await submitPage(token, "view");
    expect(await ofClient(business, client.id)).toMatchObject([
      {
        share: {
          state: "downloaded",
          viewedAt: "2026-03-02T16:00:00.000Z",
          downloadedAt: "2026-03-02T17:00:00.000Z",
          views: 2,
          downloads: 2,
        },
      },
    ]);
    expect((await actionsOf(business, id)).sort()).toEqual([
      "downloaded by client",
      "downloaded by client",
      "shared by api_key",
      "viewed by client",
      "viewed by client",
    ]);
  });

  it.each([
    [
      "revoked",
      async (business: Business, id: string, client: Client) => void (await unshare(business, id, client.id)),
    ],
    ["past its end", async () => clock.set("2026-05-31T15:00:00.000Z")],
    [
      "deleted",
      async ({ headers }: Business, id: string) =>
        void (await call(handler, routes.remove, { headers, params: { id } })),
    ],
    [
      "made internal",
      async (business: Business, id: string, client: Client) =>
        void (await share(business, id, { clientIds: [client.id], visibility: "internal" })),
    ],
    [
      "no longer clean",
      async ({ account }: Business, id: string) =>
        table.of(account.id).commit([update(keys.of(account.id, id), { set: { status: "infected" } })]),
    ],
  ])("that is %s opens nothing any more, and says so kindly", async (_, end) => {
    const business = await aBusiness();
    const client = await aClientOf(business.account.id);
    const id = await aDocument(business);
    const { token } = await aShare(business, client, id);
    await end(business, id, client);
    for (const answer of [
      await openPage(token),
      await submitPage(token, "view"),
      await submitPage(token, "download"),
    ]) {
      expect(answer.status).toBe(410);
      expect(answer.text).toContain("plus valable");
      expect(answer.headers.location).toBeUndefined();
      expect(answer.text).toContain("Garage Tremblay");
      for (const secret of ["contrat", client.id]) expect(answer.text).not.toContain(secret);
    }
  });

  it("anew after it was revoked has a new link; the old one stays dead, and its story begins again", async () => {
    const business = await aBusiness();
    const client = await aClientOf(business.account.id);
    const id = await aDocument(business);
    const { token: old } = await aShare(business, client, id);
    await submitPage(old, "download");
    expect((await unshare(business, id, client.id)).status).toBe(204);
    expect((await unshare(business, id, client.id)).status).toBe(204);
    expect(await ofClient(business, client.id)).toMatchObject([{ share: { status: "revoked", state: "downloaded" } }]);
    const { token, share: again } = await aShare(business, client, id);
    expect(again).toMatchObject({ status: "active", state: "sent" });
    expect(again).not.toHaveProperty("downloadedAt");
    expect([(await openPage(old)).status, (await openPage(token)).status]).toEqual([410, 200]);
    expect((await actionsOf(business, id)).filter((one) => one.startsWith("revoked"))).toHaveLength(1);
  });

  it("once more sends another e-mail, and both links work under the new terms", async () => {
    const business = await aBusiness();
    const client = await aClientOf(business.account.id);
    const id = await aDocument(business);
    const { token: first } = await aShare(business, client, id, { expiresAt: "2026-03-10T00:00:00Z" });
    await submitPage(first, "view");
    const { token: second, share: again } = await aShare(business, client, id, { message: "Encore" });
    expect(mailbox.sent).toHaveLength(2);
    expect(again).toMatchObject({ state: "viewed", message: "Encore", mail: "queued" });
    clock.set("2026-04-01T00:00:00.000Z");
    for (const token of [first, second]) expect((await openPage(token)).text).toContain("Encore");
    const quiet = await share(business, id, { clientIds: [client.id], notify: false });
    expect(quiet.body.data[0]).toMatchObject({ mail: "sent" });
  });

  it("that is internal is listed on the client and sends nothing", async () => {
    const business = await aBusiness();
    const client = await aClientOf(business.account.id);
    const id = await aDocument(business);
    const { body } = await share(business, id, { clientIds: [client.id], visibility: "internal" });
    expect(body.data[0]).toMatchObject({ mail: "none", visibility: "internal" });
    await sendShare(business.account.id, id, client.id);
    expect(mailbox.sent).toEqual([]);
    expect(await ofClient(business, client.id)).toMatchObject([{ id, direction: "internal" }]);
  });

  it("says what keeps the e-mail from going out", async () => {
    const business = await aBusiness();
    const id = await aDocument(business);
    const { email, ...mute } = await aClientOf(business.account.id);
    const [nowhere, dead, leaving] = [
      await aClientOf(business.account.id, { email: "" }),
      await aClientOf(business.account.id, {
        suppressed: "bounce",
      }),
      await aClientOf(business.account.id),
    ];
    expect(mute.id).toBeDefined();
    const { body } = await share(business, id, { clientIds: [nowhere.id, dead.id, leaving.id] });
    expect(body.data.map(({ mail }) => mail)).toEqual(["no_address", "suppressed", "queued"]);
    await table
      .of(business.account.id)
      .commit([update(keys.of(business.account.id, leaving.id), { set: { status: "archived" } })]);
    await sendShare(business.account.id, id, leaving.id);
    mailbox.next = "refuse";
    await aShare(business, await aClientOf(business.account.id), id);
    expect((await sharesOf(business, id)).map(({ mail, mailError }) => [mail, mailError]).sort()).toEqual([
      ["failed", "MessageRejected"],
      ["failed", "client_archived"],
      ["no_address", undefined],
      ["suppressed", undefined],
    ]);
    expect(mailbox.sent).toEqual([]);
  });

  it("must be clean, theirs, and for clients who are there", async () => {
    const business = await aBusiness({ settings: { restrictFieldToAssigned: true } });
    const stranger = await aBusiness();
    const client = await aClientOf(business.account.id);
    const foreign = await aClientOf(stranger.account.id);
    const archived = await aClientOf(business.account.id, { status: "archived" });
    const waiting = await call(handler, routes.create, {
      headers: business.headers,
      body: { fileName: "contrat.pdf", contentType: "application/pdf" },
    });
    const id = await aDocument(business);
    expect((await share(business, waiting.body.id, { clientIds: [client.id] })).status).toBe(409);
    expect((await share(business, id, { clientIds: [foreign.id] })).status).toBe(404);
    expect((await share(business, id, { clientIds: [] })).status).toBe(422);
    expect((await share(business, id, { clientIds: [archived.id] })).problem.errors?.[0]?.pointer).toBe("/clientIds/0");
    expect((await share(stranger, id, { clientIds: [foreign.id] })).status).toBe(404);
    expect((await share(business, id, { clientIds: [client.id], expiresAt: "2026-03-01T00:00:00Z" })).status).toBe(422);

    const field = await aMember(table, business.account, { role: "field" });
    const own = await aClientOf(business.account.id, { assignedTo: [field.member.id] });
    expect((await share(field, id, { clientIds: [client.id] })).status).toBe(404);
    expect((await share(field, id, { clientIds: [own.id] })).status).toBe(200);
    await share(business, id, { clientIds: [client.id] });
    expect((await unshare(field, id, client.id)).status).toBe(404);
    expect((await unshare(field, id, own.id)).status).toBe(204);
    expect((await unshare(business, id, foreign.id)).status).toBe(404);
    expect((await unshare(business, id, archived.id)).status).toBe(404);
    expect((await call(handler, routes.listShares, { headers: field.headers, params: { id } })).status).toBe(403);
    expect((await call(handler, routes.accessLog, { headers: field.headers, params: { id } })).status).toBe(403);
  });

  it("with the same key twice is shared once; revoking honours the version", async () => {
    const business = await aBusiness();
    const client = await aClientOf(business.account.id);
    const id = await aDocument(business);
    const key = { "idempotency-key": "share-1" };
    const answers = [
      await share(business, id, { clientIds: [client.id] }, key),
      await share(business, id, { clientIds: [client.id] }, key),
    ];
    expect(answers[1]?.text).toBe(answers[0]?.text);
    expect((await sharesOf(business, id))[0]?.version).toBe(1);
    expect((await unshare(business, id, client.id, { "if-match": '"9"' })).status).toBe(412);
    expect((await unshare(business, id, client.id, { "if-match": '"1"' })).status).toBe(204);
  });

  it("kept for the client it is shared with is one line in their list", async () => {
    const business = await aBusiness();
    const client = await aClientOf(business.account.id);
    const id = await aDocument(business, { clientId: client.id });
    expect(await ofClient(business, client.id)).toMatchObject([{ id, direction: "internal" }]);
    await share(business, id, { clientIds: [client.id] });
    expect(await ofClient(business, client.id)).toMatchObject([{ id, direction: "shared", share: { state: "sent" } }]);
    expect(await ofClient(business, client.id)).toHaveLength(1);
  });

  it("leaves every list when it is deleted", async () => {
    const business = await aBusiness();
    const client = await aClientOf(business.account.id);
    const id = await aDocument(business);
    await aShare(business, client, id);
    const stored = await feature.storedDocument(business.account.id, id);
    if (!stored) throw new Error("The document is gone.");
    await call(handler, routes.remove, { headers: business.headers, params: { id } });
    expect(await ofClient(business, client.id)).toEqual([]);
    const event = told(kind.deleted, documents, stored);
    await endShares(event, { table });
    await endShares(event, { table });
    const { items } = await table
      .of(business.account.id)
      .listStored({ pk: `${business.account.id}#${id}` }, { limit: 100 });
    expect(items.filter(({ entity }) => entity === "document_share")).toEqual([]);
  });
});

describe("an e-mail of an earlier time", () => {
  it("does not stand in for the one that is queued by now", async () => {
    const business = await aBusiness();
    const client = await aClientOf(business.account.id);
    const id = await aDocument(business);
    await share(business, id, { clientIds: [client.id] });
    const slow: Mailer = {
      ...feature.mailing.mailer,
      send: async (mail) => {
        await unshare(business, id, client.id);
        await share(business, id, { clientIds: [client.id] });
        return mailbox.send(mail);
      },
    };
    const queued = await feature.shareAsked(business.account.id, id, client.id);
    await sendSharedDocument(queued, { ...feature.mailing, mailer: slow });
    expect(await sharesOf(business, id)).toMatchObject([{ mail: "queued" }]);
    await sendShare(business.account.id, id, client.id);
    expect(mailbox.sent).toHaveLength(2);
    expect(await sharesOf(business, id)).toMatchObject([{ mail: "sent" }]);
  });
});
