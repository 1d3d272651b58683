import { beforeEach, describe, expect, it } from "vitest";
import { routes } from "../../../../functions/documents/manifest.ts";
import { keys } from "../../../../shared/db/keys.ts";
import { remove } from "../../../../shared/db/writes.ts";
import { recipientKey } from "../../../../shared/entities/document-request.ts";
import { timerKey, timers } from "../../../../shared/entities/timer.ts";
import type { Id } from "../../../../shared/ids.ts";
import { call } from "../../../support/call.ts";
import { eicar, sampleFiles } from "../../../support/files.ts";
import { tokenIn } from "../../../support/mailbox.ts";
import { documentsFeature } from "./feature.ts";

const feature = await documentsFeature();
const { table, clock, handler, mailbox, aBusiness, aClientOf, aRequest, beginUpload, arrive } = feature;

beforeEach(() => {
  mailbox.sent = [];
  clock.set("2026-03-02T15:00:00.000Z");
});

/** A business and a request that reached one of its clients; what they send becomes a document. */
const scene = async (body: Record<string, unknown> = {}) => {
  const business = await aBusiness();
  const { account, headers } = business;
  const client = await aClientOf(account.id);
  const { request, token } = await aRequest(business, client, body);
  const send = async (own: Record<string, unknown> = {}, content = sampleFiles.pdf, by = token) => {
    const begun = await beginUpload(by, own);
    const key = await arrive(begun.body.upload, content);
    return documentOf(key);
  };
  const documentOf = async (key: string) => {
    const { items } = await table
      .of(account.id)
      .listStored({ pk: `${account.id}#DOCUMENTS`, index: "gsi2" }, { limit: 100 });
    const found = items.find(({ uploadId }) => key.includes(String(uploadId)));
    if (!found) throw new Error("Nothing became of the upload.");
    return String(found.id);
  };
  const removal = (id: string) => call(handler, routes.remove, { headers, params: { id } });
  const read = async () => (await call(handler, routes.getRequest, { headers, params: { id: request.id } })).body;
  const cancel = () => call(handler, routes.cancel, { headers, params: { id: request.id } });
  return { business, account, headers, client, request, token, send, removal, read, cancel };
};

describe("a file that a client sent, and staff deleted", () => {
  it("opens the request again: the client can be reminded, and sends another", async () => {
    const { headers, request, send, removal, read } = await scene();
    const id = await send();
    expect((await read()).status).toBe("complete");
    expect((await removal(id)).status).toBe(204);
    expect(await read()).toMatchObject({
      status: "open",
      progress: { clients: 1, complete: 0 },
      clients: [{ status: "waiting", received: [{ files: 0 }] }],
    });
    const reminded = await call(handler, routes.remind, { headers, params: { id: request.id }, body: {} });
    expect(reminded.body.clients).toMatchObject([{ mail: "queued", reminders: 1 }]);
    await send();
    expect(await read()).toMatchObject({ status: "complete", progress: { complete: 1 } });
  });

  it("is missed for its item only", async () => {
    const { request, send, removal, read } = await scene({ items: [{ label: "Permis" }, { label: "Facture" }] });
    const [permit, bill] = request.items;
    const first = await send({ itemId: permit?.id });
    const second = await send({ itemId: permit?.id });
    await send({ itemId: bill?.id });
    await removal(first);
    expect(await read()).toMatchObject({
      status: "complete",
      progress: { complete: 1 },
      clients: [{ status: "complete", received: [{ files: 1 }, { files: 1 }] }],
    });
    await removal(second);
    expect(await read()).toMatchObject({
      status: "open",
      progress: { complete: 0 },
      clients: [{ status: "partial", received: [{ files: 0 }, { files: 1 }] }],
    });
  });

  it("is not missed when it was never counted", async () => {
    const { send, removal, read } = await scene({ accept: ["text/plain"] });
    const infected = await send({ fileName: "a.txt", contentType: "text/plain" }, eicar);
    await send({ fileName: "b.txt", contentType: "text/plain" }, Buffer.from("Bonjour"));
    const before = await read();
    expect(before.status).toBe("complete");
    expect((await removal(infected)).status).toBe(204);
    expect(await read()).toEqual(before);
  });

  it("leaves a cancelled request cancelled", async () => {
    const { send, removal, read, cancel } = await scene({ items: [{ label: "Permis" }, { label: "Facture" }] });
    const [permit] = (await read()).items;
    const id = await send({ itemId: permit?.id });
    await cancel();
    await removal(id);
    expect(await read()).toMatchObject({ status: "cancelled", clients: [{ status: "waiting" }] });
  });

  it("has the reminders go on that are still to come, and no other", async () => {
    const { account, request, send, removal, read } = await scene({ reminders: [{ afterDays: 3 }, { afterDays: 7 }] });
    const timer = () =>
      table
        .of(account.id)
        .get(timers, timerKey({ accountId: account.id, subject: request.id, purpose: "document_request.remind" }));
    const id = await send();
    // The first of them rang, and nobody was reminded.
    clock.set("2026-03-06T15:00:00.000Z");
    expect(await timer()).toMatchObject({ dueAt: "2026-03-05T14:00:00.000Z" });
    await removal(id);
    expect((await read()).reminders).toMatchObject([
      { afterDays: 3, status: "dropped" },
      { afterDays: 7, status: "scheduled" },
    ]);
    expect(await timer()).toMatchObject({ status: "set", dueAt: "2026-03-09T13:00:00.000Z" });
  });

  it("goes also when its request, or the client's part in it, is gone", async () => {
    const requestId = (id: string) => id as Id<"documentRequest">;
    const one = await scene();
    const first = await one.send();
    const { account, client, request } = one;
    const part = recipientKey({ accountId: account.id, requestId: requestId(request.id), clientId: client.id });
    await table.of(account.id).commit([remove(part)]);
    expect((await one.removal(first)).status).toBe(204);

    const other = await scene();
    const second = await other.send();
    await table.of(other.account.id).commit([remove(keys.of(other.account.id, requestId(other.request.id)))]);
    expect((await other.removal(second)).status).toBe(204);
  });

  it("is taken back once for each, also when those of several clients are deleted at once", async () => {
    const { business, account, headers, client, send, removal } = await scene();
    const luc = await aClientOf(account.id);
    const asked = await aRequest(business, client, { clientIds: [client.id, luc.id] });
    await feature.sendLink(account.id, asked.request.id, luc.id);
    const mail = mailbox.sent.at(-1);
    const ids = [
      await send({}, sampleFiles.pdf, asked.token),
      await send({}, sampleFiles.pdf, mail ? tokenIn(mail) : ""),
    ];
    const read = async () =>
      (await call(handler, routes.getRequest, { headers, params: { id: asked.request.id } })).body;
    expect(await read()).toMatchObject({ status: "complete", progress: { complete: 2 } });
    const answers = await Promise.all(ids.map((id) => removal(id)));
    expect(answers.map(({ status }) => status)).toEqual([204, 204]);
    expect(await read()).toMatchObject({
      status: "open",
      progress: { clients: 2, complete: 0 },
      clients: [{ status: "waiting" }, { status: "waiting" }],
    });
  });
});
