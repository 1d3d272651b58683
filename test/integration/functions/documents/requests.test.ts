import { beforeEach, describe, expect, it } from "vitest";
import { routes } from "../../../../functions/documents/manifest.ts";
import { ulids } from "../../../../shared/ids.ts";
import { aMember } from "../../../support/actors.ts";
import { call } from "../../../support/call.ts";
import { sampleFiles } from "../../../support/files.ts";
import { documentsFeature } from "./feature.ts";

const feature = await documentsFeature();
const { table, clock, handler, mailbox, aBusiness, aClientOf, aRequest, sendLink } = feature;

const ask = (headers: Record<string, string>, body: Record<string, unknown>) =>
  call(handler, routes.createRequest, { headers, body });
const read = async (headers: Record<string, string>, id: string) =>
  (await call(handler, routes.getRequest, { headers, params: { id } })).body;

beforeEach(() => {
  mailbox.sent = [];
  clock.set("2026-03-02T15:00:00.000Z");
});

describe("a document request", () => {
  it("is made for several clients, each with a state of their own", async () => {
    const { account, headers } = await aBusiness();
    const [noemie, luc, ana] = [
      await aClientOf(account.id),
      await aClientOf(account.id, { email: undefined }),
      await aClientOf(account.id, { suppressed: "bounce" }),
    ];
    const clientIds = [noemie.id, luc.id, ana.id];
    const answer = await ask(headers, {
      clientIds,
      title: "Dossier",
      items: [{ label: "Permis" }, { label: "Facture", required: false }],
      accept: ["image/JPG", "application/pdf"],
      maxBytes: 1_000_000,
      expiresAt: "2026-03-10T00:00:00-05:00",
    });
    expect(answer.status).toBe(201);
    expect(answer.headers.etag).toBe('"1"');
    expect(answer.body).toMatchObject({
      clientIds,
      status: "open",
      accept: ["image/jpeg", "application/pdf"],
      expiresAt: "2026-03-10T05:00:00.000Z",
      progress: { clients: 3, complete: 0 },
      items: [
        { label: "Permis", required: true },
        { label: "Facture", required: false },
      ],
      clients: [
        { clientId: noemie.id, mail: "queued", status: "waiting", reminders: 0 },
        { clientId: luc.id, mail: "no_address" },
        { clientId: ana.id, mail: "suppressed" },
      ],
    });
    const again = await read(headers, answer.body.id);
    expect(again.clients.map(({ mail }) => mail).toSorted()).toEqual(["no_address", "queued", "suppressed"]);
    const { body: list } = await call(handler, routes.listRequests, { headers });
    expect(list.data).toMatchObject([{ id: answer.body.id, title: "Dossier" }]);
  });

  it("asks for what its title says, in the usual types, for 30 days, when nothing else is said", async () => {
    const { account, headers } = await aBusiness();
    const client = await aClientOf(account.id);
    const { body } = await ask(headers, { clientIds: [client.id, client.id], title: "Permis" });
    expect(body).toMatchObject({
      clientIds: [client.id],
      items: [{ label: "Permis", required: true }],
      maxBytes: 26_214_400,
      expiresAt: "2026-04-01T15:00:00.000Z",
    });
    expect(body.accept).toContain("application/pdf");
  });

  it("is refused for strangers, for nobody, for the archive, for the past and for types nobody can check", async () => {
    const { account, headers } = await aBusiness();
    const client = await aClientOf(account.id);
    const archived = await aClientOf(account.id, { status: "archived" });
    const other = await aBusiness();
    const stranger = await aClientOf(other.account.id);
    const refused = async (body: Record<string, unknown>) => {
      const { status, problem } = await ask(headers, { clientIds: [client.id], title: "Permis", ...body });
      return [status, problem.errors?.[0]?.pointer];
    };
    expect(await refused({ clientIds: [client.id, stranger.id] })).toEqual([404, "/clientIds/1"]);
    expect(await refused({ clientIds: [] })).toEqual([422, "/clientIds"]);
    expect(await refused({ clientIds: [archived.id] })).toEqual([422, "/clientIds/0"]);
    expect(await refused({ expiresAt: "2026-03-02T14:59:59Z" })).toEqual([422, "/expiresAt"]);
    expect(await refused({ expiresAt: "2036-03-02T14:59:59Z" })).toEqual([422, "/expiresAt"]);
    expect(await refused({ accept: ["image/*", "text/html"] })).toEqual([422, "/accept/1"]);
    expect(await refused({ maxBytes: 10 ** 12 })).toEqual([422, "/maxBytes"]);
  });

  it("made twice with the same id is one request", async () => {
    const { account, headers } = await aBusiness();
    const client = await aClientOf(account.id);
    const body = { id: ulids.next("documentRequest"), clientIds: [client.id], title: "Permis" };
    const first = await ask(headers, body);
    clock.set("2026-03-02T15:05:00.000Z");
    const second = await ask(headers, body);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    expect((await ask(headers, { ...body, title: "Autre" })).status).toBe(409);
  });

  it("made several times at once with the same id is one request, for each of those who ask", async () => {
    const { account, headers } = await aBusiness();
    const clientIds = [(await aClientOf(account.id)).id, (await aClientOf(account.id)).id];
    const body = { id: ulids.next("documentRequest"), clientIds, title: "Permis", reminders: [{ afterDays: 3 }] };
    const answers = await Promise.all(Array.from({ length: 4 }, () => ask(headers, body)));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    const id = ulids.next("documentRequest");
    const rivals = await Promise.all(["Permis", "Facture"].map((title) => ask(headers, { ...body, id, title })));
    expect(rivals.map(({ status }) => status).toSorted()).toEqual([201, 409]);
  });

  it("made again with the same id is answered also when it is over, and its client in the archive", async () => {
    const { account, headers } = await aBusiness();
    const client = await aClientOf(account.id);
    const body = {
      id: ulids.next("documentRequest"),
      clientIds: [client.id, client.id],
      title: "Permis",
      items: [{ label: "Recto" }, { label: "Verso", required: false }],
      accept: ["image/JPG"],
      expiresAt: "2026-03-10T00:00:00-05:00",
      reminders: [{ afterDays: 5 }, { afterDays: 3 }, { afterDays: 5 }],
    };
    const first = await ask(headers, body);
    await aClientOf(account.id, { id: client.id, status: "archived" });
    clock.set("2026-03-11T15:00:00.000Z");
    const again = await ask(headers, body);
    expect(again.body).toMatchObject({ id: first.body.id, version: 1, status: "expired" });
    expect([again.status, again.body.clients]).toEqual([201, first.body.clients]);
    const other = await aClientOf(account.id);
    for (const more of [
      { clientIds: [other.id] },
      { clientIds: [other.id, client.id] },
      { items: [{ label: "Recto" }] },
      { accept: ["image/png"] },
      { message: "Merci" },
      { reminders: [] },
    ])
      expect((await ask(headers, { ...body, expiresAt: undefined, ...more })).status).not.toBe(201);
  });

  it("of another account does not exist", async () => {
    const mine = await aBusiness();
    const theirs = await aBusiness();
    const { body } = await ask(theirs.headers, { clientIds: [(await aClientOf(theirs.account.id)).id], title: "X" });
    for (const route of [routes.getRequest, routes.remind, routes.cancel])
      expect((await call(handler, route, { headers: mine.headers, params: { id: body.id }, body: {} })).status).toBe(
        404,
      );
  });

  it("of somebody else is hidden from field staff who see their own clients only", async () => {
    const { account } = await aBusiness({ settings: { restrictFieldToAssigned: true } });
    const field = await aMember(table, account, { role: "field" });
    const hidden = await aClientOf(account.id);
    const own = await aClientOf(account.id, { assignedTo: [field.member.id] });
    expect((await ask(field.headers, { clientIds: [hidden.id], title: "X" })).status).toBe(404);
    const mine = await ask(field.headers, { clientIds: [own.id], title: "X" });
    expect(mine.status).toBe(201);
    expect((await call(handler, routes.listRequests, { headers: field.headers })).status).toBe(403);
    expect((await read(field.headers, mine.body.id)).id).toBe(mine.body.id);
  });
});

describe("the e-mail of a request", () => {
  it("goes out once, with a link that is kept hashed only", async () => {
    const business = await aBusiness({ name: "Chez Luc", senderEmail: "luc@garage.example" });
    const client = await aClientOf(business.account.id);
    const { request, token } = await aRequest(business, client);
    await sendLink(business.account.id, request.id, client.id);
    expect(mailbox.sent).toHaveLength(1);
    expect(mailbox.sent[0]).toMatchObject({
      from: '"Chez Luc" <mail@clientele.example>',
      replyTo: "luc@garage.example",
      to: "noemie@example.org",
      tags: { kind: "document_request", request: request.id, client: client.id },
    });
    expect(Buffer.from(token, "base64url")).toHaveLength(24);
    expect((await read(business.headers, request.id)).clients).toMatchObject([
      { mail: "sent", mailAt: "2026-03-02T15:00:00.000Z" },
    ]);
  });

  it("goes out once however many workers try at once", async () => {
    const business = await aBusiness();
    const client = await aClientOf(business.account.id);
    const { body } = await ask(business.headers, { clientIds: [client.id], title: "Permis" });
    const tries = await Promise.allSettled(
      Array.from({ length: 8 }, () => sendLink(business.account.id, body.id, client.id)),
    );
    expect(mailbox.sent).toHaveLength(1);
    expect(tries.some(({ status }) => status === "fulfilled")).toBe(true);
  });

  it("that could not be handed over goes out with the next delivery", async () => {
    const business = await aBusiness();
    const client = await aClientOf(business.account.id);
    const { body } = await ask(business.headers, { clientIds: [client.id], title: "Permis" });
    mailbox.next = "fail";
    await expect(sendLink(business.account.id, body.id, client.id)).rejects.toThrow("The connection was lost.");
    expect((await read(business.headers, body.id)).clients).toMatchObject([{ mail: "queued" }]);
    await sendLink(business.account.id, body.id, client.id);
    expect(mailbox.sent).toHaveLength(1);
  });

  it("that the provider refuses is shown as failed", async () => {
    const business = await aBusiness();
    const client = await aClientOf(business.account.id);
    const { body } = await ask(business.headers, { clientIds: [client.id], title: "Permis" });
    mailbox.next = "refuse";
    await sendLink(business.account.id, body.id, client.id);
    expect((await read(business.headers, body.id)).clients).toMatchObject([
      { mail: "failed", mailError: "MessageRejected" },
    ]);
  });

  it("is not sent to an address that died, nor for a request that was cancelled, in the meantime", async () => {
    const business = await aBusiness();
    const { account, headers } = business;
    const client = await aClientOf(account.id);
    const first = await ask(headers, { clientIds: [client.id], title: "A" });
    const second = await ask(headers, { clientIds: [client.id], title: "B" });
    await call(handler, routes.cancel, { headers, params: { id: second.body.id } });
    await aClientOf(account.id, { id: client.id, suppressed: "complaint" });
    await sendLink(account.id, first.body.id, client.id);
    await sendLink(account.id, second.body.id, client.id);
    expect(mailbox.sent).toEqual([]);
    expect((await read(headers, first.body.id)).clients).toMatchObject([{ mail: "suppressed" }]);
    expect((await read(headers, second.body.id)).clients).toMatchObject([
      { mail: "failed", mailError: "request_closed" },
    ]);
  });
});

describe("a reminder", () => {
  it("sends another link to those who have not sent everything; the first keeps working", async () => {
    const business = await aBusiness();
    const { account, headers } = business;
    const client = await aClientOf(account.id, { language: "en" });
    const { request, token } = await aRequest(business, client);
    const remind = () => call(handler, routes.remind, { headers, params: { id: request.id }, body: {} });
    expect((await remind()).body.clients).toMatchObject([{ mail: "queued", reminders: 1 }]);
    expect((await remind()).body.clients).toMatchObject([{ mail: "queued", reminders: 1 }]);
    await sendLink(account.id, request.id, client.id);
    expect(mailbox.sent.map(({ subject }) => subject)).toEqual([
      "Garage Tremblay asks you for a document: Preuve d'assurance",
      "Reminder: Preuve d'assurance",
    ]);
    expect((await feature.beginUpload(token)).status).toBe(201);
  });

  it("goes to those it names, and to nobody else's clients", async () => {
    const { account, headers } = await aBusiness();
    const client = await aClientOf(account.id);
    const outsider = await aClientOf(account.id);
    const { body } = await ask(headers, { clientIds: [client.id], title: "X" });
    const answer = await call(handler, routes.remind, {
      headers,
      params: { id: body.id },
      body: { clientIds: [client.id, outsider.id] },
    });
    expect([answer.status, answer.problem.errors?.[0]?.pointer]).toEqual([404, "/clientIds/1"]);
  });

  it("is refused when the request is over", async () => {
    const { account, headers } = await aBusiness();
    const client = await aClientOf(account.id);
    const { body } = await ask(headers, { clientIds: [client.id], title: "X" });
    clock.set("2026-05-02T15:00:00.000Z");
    expect((await read(headers, body.id)).status).toBe("expired");
    expect((await call(handler, routes.remind, { headers, params: { id: body.id }, body: {} })).status).toBe(409);
  });
});

describe("a cancellation", () => {
  it("ends the links at once, and is itself made once", async () => {
    const business = await aBusiness();
    const { headers } = business;
    const { request, token } = await aRequest(business, await aClientOf(business.account.id));
    const cancel = (extra: Record<string, string> = {}) =>
      call(handler, routes.cancel, { headers: { ...headers, ...extra }, params: { id: request.id } });
    expect((await cancel({ "if-match": '"7"' })).status).toBe(412);
    expect((await cancel()).body).toMatchObject({ status: "cancelled", version: 2 });
    expect((await cancel()).body).toMatchObject({ status: "cancelled", version: 2 });
    expect((await feature.beginUpload(token)).status).toBe(410);
  });

  it("also ends a request that has everything: it would take more files until it is over", async () => {
    const business = await aBusiness();
    const { headers } = business;
    const { request, token } = await aRequest(business, await aClientOf(business.account.id));
    await feature.arrive((await feature.beginUpload(token)).body.upload, sampleFiles.pdf);
    expect((await read(headers, request.id)).status).toBe("complete");
    const answer = await call(handler, routes.cancel, { headers, params: { id: request.id } });
    expect([answer.status, answer.body.status, answer.body.progress]).toEqual([
      200,
      "cancelled",
      { clients: 1, complete: 1 },
    ]);
    expect((await feature.beginUpload(token)).status).toBe(410);
  });
});
