import { beforeEach, describe, expect, it } from "vitest";
import { routes } from "../../../../functions/documents/manifest.ts";
import { remindClients } from "../../../../functions/documents/remind-clients.ts";
import { keys } from "../../../../shared/db/keys.ts";
import { put } from "../../../../shared/db/writes.ts";
import { documentRequests, recipientKey, requestRecipients } from "../../../../shared/entities/document-request.ts";
import { timerKey, timers } from "../../../../shared/entities/timer.ts";
import { type AccountId, type ClientId, type Id, ulids } from "../../../../shared/ids.ts";
import { call } from "../../../support/call.ts";
import { timerRings } from "../../../support/told.ts";
import { documentsFeature } from "./feature.ts";

const feature = await documentsFeature();
const { table, clock, handler, mailbox, aBusiness, aClientOf, sendLink } = feature;

type Business = Awaited<ReturnType<typeof aBusiness>>;

const remindAt = ({ subject, dueAt }: { subject: string; dueAt: string }, accountId: AccountId) =>
  remindClients(timerRings({ accountId, subject, purpose: "document_request.remind", dueAt }), feature.deps);

const asking = ({ account, headers }: Business) => {
  const ask = (body: Record<string, unknown>) => call(handler, routes.createRequest, { headers, body });
  const read = async (id: string) => (await call(handler, routes.getRequest, { headers, params: { id } })).body;
  const change = (id: string, body: Record<string, unknown>) =>
    call(handler, routes.updateRequest, { headers, params: { id }, body });
  const timerOf = (subject: string) =>
    table.of(account.id).get(timers, timerKey({ accountId: account.id, subject, purpose: "document_request.remind" }));
  /** Time passes until the timer is due, and it rings. */
  const ring = async (id: string) => {
    const timer = await timerOf(id);
    if (timer?.status !== "set") throw new Error("Nobody waits for a reminder.");
    clock.set(timer.dueAt);
    await remindAt(timer, account.id);
    return timer;
  };
  const sent = async (id: string, clientId: string) => {
    await sendLink(account.id, id, clientId);
    return mailbox.sent.at(-1);
  };
  /** What becomes of a recipient when all their files have come. */
  const complete = async (id: string, clientId: string) => {
    const db = table.of(account.id);
    const key = recipientKey({
      accountId: account.id,
      requestId: id as Id<"documentRequest">,
      clientId: clientId as ClientId,
    });
    const recipient = await db.get(requestRecipients, key);
    if (recipient) await db.commit([put(requestRecipients, { ...recipient, status: "complete" })]);
  };
  return { ask, read, change, timerOf, ring, sent, complete };
};

beforeEach(() => {
  mailbox.sent = [];
  clock.set("2026-03-02T15:00:00.000Z");
});

describe("a request with reminders", () => {
  it("reminds on its days at nine in the morning of the business, until it has all", async () => {
    const business = await aBusiness();
    const { ask, read, timerOf, ring, sent, complete } = asking(business);
    const noemie = await aClientOf(business.account.id);
    const luc = await aClientOf(business.account.id, { email: "luc@example.org" });
    const { body } = await ask({
      clientIds: [noemie.id, luc.id],
      title: "Permis",
      reminders: [{ afterDays: 7 }, { afterDays: 3 }, { afterDays: 7 }],
    });
    expect(body.reminders).toEqual([
      { afterDays: 3, dueAt: "2026-03-05T14:00:00.000Z", status: "scheduled" },
      // Summer time began.
      { afterDays: 7, dueAt: "2026-03-09T13:00:00.000Z", status: "scheduled" },
    ]);
    expect(await timerOf(body.id)).toMatchObject({ status: "set", dueAt: "2026-03-05T14:00:00.000Z" });
    for (const client of [noemie, luc]) await sent(body.id, client.id);

    await ring(body.id);
    const first = await read(body.id);
    expect(first.reminders).toMatchObject([
      { afterDays: 3, status: "sent", sentAt: "2026-03-05T14:00:00.000Z" },
      { afterDays: 7, status: "scheduled" },
    ]);
    expect(first.clients).toMatchObject([
      { mail: "queued", reminders: 1 },
      { mail: "queued", reminders: 1 },
    ]);
    for (const client of [noemie, luc]) expect((await sent(body.id, client.id))?.subject).toBe("Rappel\u00a0: Permis");

    await complete(body.id, luc.id);
    await ring(body.id);
    const second = await read(body.id);
    const reminders = Object.fromEntries(second.clients.map((client) => [client.clientId, client.reminders]));
    expect(reminders).toEqual({ [noemie.id]: 2, [luc.id]: 1 });
    expect(second).toMatchObject({ updatedBy: "system", source: "automation" });
    expect((await timerOf(body.id))?.dueAt).toBe("2026-03-09T13:00:00.000Z");
  });

  it("reminds once, however often and by how many it is told", async () => {
    const business = await aBusiness();
    const { ask, read, ring, sent } = asking(business);
    const client = await aClientOf(business.account.id);
    const { body } = await ask({ clientIds: [client.id], title: "Permis", reminders: [{ afterDays: 1 }] });
    await sent(body.id, client.id);
    const timer = await ring(body.id);
    await sent(body.id, client.id);
    await Promise.all(Array.from({ length: 5 }, () => remindAt(timer, business.account.id)));
    expect((await read(body.id)).clients).toMatchObject([{ reminders: 1, mail: "sent" }]);
  });

  it("sends one e-mail for all reminders that were missed", async () => {
    const business = await aBusiness();
    const { ask, read, sent } = asking(business);
    const client = await aClientOf(business.account.id);
    const { body } = await ask({
      clientIds: [client.id],
      title: "Permis",
      reminders: [{ afterDays: 1 }, { afterDays: 2 }, { afterDays: 20 }],
    });
    await sent(body.id, client.id);
    clock.set("2026-03-08T15:00:00.000Z");
    await remindAt({ subject: body.id, dueAt: "2026-03-04T14:00:00.000Z" }, business.account.id);
    const shown = await read(body.id);
    expect(shown.clients).toMatchObject([{ reminders: 1 }]);
    expect(shown.reminders.map(({ status }) => status)).toEqual(["sent", "sent", "scheduled"]);
  });

  it("does not send twice to whoever's e-mail is still on its way", async () => {
    const business = await aBusiness();
    const { ask, read, ring } = asking(business);
    const client = await aClientOf(business.account.id);
    const { body } = await ask({ clientIds: [client.id], title: "Permis", reminders: [{ afterDays: 1 }] });
    await ring(body.id);
    expect((await read(body.id)).clients).toMatchObject([{ mail: "queued", reminders: 0 }]);
  });

  it("that is cancelled, complete or over reminds nobody", async () => {
    const business = await aBusiness();
    const { ask, read, timerOf } = asking(business);
    const { account, headers } = business;
    const client = await aClientOf(account.id);
    const create = async () =>
      (await ask({ clientIds: [client.id], title: "Permis", reminders: [{ afterDays: 3 }] })).body.id;
    const rung = async (id: string) => {
      await remindAt({ subject: id, dueAt: "2026-03-05T14:00:00.000Z" }, account.id);
      const { clients, reminders, version } = await read(id);
      return [clients[0]?.reminders, reminders[0]?.status, version];
    };
    const cancelled = await create();
    await call(handler, routes.cancel, { headers, params: { id: cancelled } });
    expect(await timerOf(cancelled)).toMatchObject({ status: "off" });
    expect(await rung(cancelled)).toEqual([0, "dropped", 2]);

    const done = await create();
    const db = table.of(account.id);
    const request = await db.get(documentRequests, keys.of(account.id, done));
    if (request) await db.commit([put(documentRequests, { ...request, status: "complete" })]);
    expect(await rung(done)).toEqual([0, "dropped", 1]);

    const over = await create();
    clock.set("2026-04-05T15:00:00.000Z");
    expect(await rung(over)).toEqual([0, "dropped", 1]);
  });

  it("of forty clients reminds all of them in one transaction", async () => {
    const business = await aBusiness();
    const { ask, read, ring, sent } = asking(business);
    const clients = await Promise.all(
      Array.from({ length: 40 }, (_, number) => aClientOf(business.account.id, { email: `c${number}@example.org` })),
    );
    const clientIds = clients.map(({ id }) => id);
    const { body } = await ask({ clientIds, title: "Permis", reminders: [{ afterDays: 1 }, { afterDays: 2 }] });
    for (const id of clientIds) await sent(body.id, id);
    await ring(body.id);
    expect((await read(body.id)).clients.map(({ reminders }) => reminders)).toEqual(clientIds.map(() => 1));
  });

  it("is refused for days after its end", async () => {
    const business = await aBusiness();
    const { ask } = asking(business);
    const client = await aClientOf(business.account.id);
    const refused = async (body: Record<string, unknown>) => {
      const { status, problem } = await ask({ clientIds: [client.id], title: "Permis", ...body });
      return [status, problem.errors?.[0]?.pointer];
    };
    expect(await refused({ reminders: [{ afterDays: 3 }, { afterDays: 31 }] })).toEqual([
      422,
      "/reminders/1/afterDays",
    ]);
    expect(await refused({ reminders: [{ afterDays: 2 }], expiresAt: "2026-03-04T14:00:00Z" })).toEqual([
      422,
      "/reminders/0/afterDays",
    ]);
    expect(await refused({ reminders: [{ afterDays: 0 }] })).toEqual([422, "/reminders/0/afterDays"]);
  });

  it("made twice with the same id is one request, and with other reminders another", async () => {
    const business = await aBusiness();
    const { ask } = asking(business);
    const client = await aClientOf(business.account.id);
    const body = {
      id: ulids.next("documentRequest"),
      clientIds: [client.id],
      title: "P",
      reminders: [{ afterDays: 3 }],
    };
    const first = await ask(body);
    clock.set("2026-03-03T15:00:00.000Z");
    expect((await ask(body)).body).toEqual(first.body);
    expect((await ask({ ...body, reminders: [{ afterDays: 4 }] })).status).toBe(409);
  });
});

describe("a change of a request", () => {
  it("gives more time: links that are out work again, and reminders follow", async () => {
    const business = await aBusiness();
    const { read, change, timerOf } = asking(business);
    const client = await aClientOf(business.account.id);
    const { request, token } = await feature.aRequest(business, client, {
      expiresAt: "2026-03-10T15:00:00Z",
      reminders: [{ afterDays: 3 }],
    });
    clock.set("2026-03-12T15:00:00.000Z");
    expect((await feature.beginUpload(token)).status).toBe(410);
    const { status, body, headers } = await change(request.id, {
      expiresAt: "2026-04-10T15:00:00Z",
      message: "Encore un peu de temps.",
      reminders: [{ afterDays: 20 }],
    });
    expect([status, headers.etag]).toEqual([200, '"2"']);
    expect(body).toMatchObject({
      status: "open",
      expiresAt: "2026-04-10T15:00:00.000Z",
      message: "Encore un peu de temps.",
      reminders: [{ afterDays: 20, status: "scheduled", dueAt: "2026-03-22T13:00:00.000Z" }],
    });
    expect((await read(request.id)).message).toBe("Encore un peu de temps.");
    expect((await feature.beginUpload(token)).status).toBe(201);
    expect(await timerOf(request.id)).toMatchObject({ status: "set", dueAt: "2026-03-22T13:00:00.000Z" });
  });

  it("keeps what has gone out, and stops the timer when nothing is to come", async () => {
    const business = await aBusiness();
    const { ask, change, timerOf, ring } = asking(business);
    const client = await aClientOf(business.account.id);
    const { body } = await ask({
      clientIds: [client.id],
      title: "Permis",
      message: "Vite",
      reminders: [{ afterDays: 1 }, { afterDays: 5 }],
    });
    await ring(body.id);
    const changed = await change(body.id, { reminders: [{ afterDays: 1 }], message: null });
    expect(changed.body.reminders).toMatchObject([{ afterDays: 1, status: "sent" }]);
    expect(changed.body.message).toBeUndefined();
    expect((await timerOf(body.id))?.status).toBe("off");
    const late = await change(body.id, { reminders: [{ afterDays: 4 }] });
    expect(late.body.reminders).toMatchObject([{ status: "sent" }, { afterDays: 4, status: "scheduled" }]);
    clock.set("2026-03-20T15:00:00.000Z");
    const over = await change(body.id, { reminders: [{ afterDays: 6 }] });
    expect([over.status, over.problem.errors?.[0]?.pointer]).toEqual([422, "/reminders/0/afterDays"]);
  });

  it("does not bring back a reminder whose moment passed while the request was over", async () => {
    const business = await aBusiness();
    const { ask, change, read, timerOf } = asking(business);
    const client = await aClientOf(business.account.id);
    const reminders = [{ afterDays: 3 }, { afterDays: 9 }, { afterDays: 20 }];
    const { id } = (await ask({ clientIds: [client.id], title: "Permis", reminders })).body;
    await change(id, { expiresAt: "2026-03-04T00:00:00.000Z" });
    clock.set("2026-03-12T02:00:00.000Z");
    await change(id, { expiresAt: "2026-04-01T00:00:00.000Z" });
    expect((await read(id)).reminders.map(({ status }) => status)).toEqual(["dropped", "dropped", "scheduled"]);
    expect((await timerOf(id))?.dueAt).toBe((await read(id)).reminders[2]?.dueAt);
    await change(id, { expiresAt: "2026-04-02T00:00:00.000Z" });
    expect((await read(id)).reminders.map(({ status }) => status)).toEqual(["dropped", "dropped", "scheduled"]);
  });

  it("is refused for the past, for more than a year, for another version, and after a cancellation", async () => {
    const business = await aBusiness();
    const { ask, change } = asking(business);
    const { headers } = business;
    const client = await aClientOf(business.account.id);
    const { id } = (await ask({ clientIds: [client.id], title: "Permis" })).body;
    expect((await change(id, { expiresAt: "2026-03-01T00:00:00Z" })).status).toBe(422);
    expect((await change(id, { expiresAt: "2027-03-04T00:00:00Z" })).status).toBe(422);
    expect((await change(id, { expiresAt: "2027-03-02T00:00:00Z" })).status).toBe(200);
    const stale = { headers: { ...headers, "if-match": '"1"' }, params: { id }, body: { message: "x" } };
    expect((await call(handler, routes.updateRequest, stale)).status).toBe(412);
    await call(handler, routes.cancel, { headers, params: { id } });
    expect((await change(id, { message: "x" })).status).toBe(409);
    const other = asking(await aBusiness());
    expect((await other.change(id, { message: "x" })).status).toBe(404);
  });
});

describe("the business's own words", () => {
  it("stand in the e-mail of a request that brings none, in the client's language", async () => {
    const business = await aBusiness({
      settings: { documentRequestMessage: { fr: "Merci de faire vite.", en: "Please be quick." } },
    });
    const { ask, sent } = asking(business);
    const text = async (language: string, body: Record<string, unknown> = {}) => {
      const client = await aClientOf(business.account.id, { language });
      const request = await ask({ clientIds: [client.id], title: "Permis", ...body });
      return (await sent(request.body.id, client.id))?.text;
    };
    expect(await text("fr")).toContain("Merci de faire vite.");
    expect(await text("en")).toContain("Please be quick.");
    const own = await text("en", { message: "A photo will do." });
    expect(own).toContain("A photo will do.");
    expect(own).not.toContain("Please be quick.");
  });
});
