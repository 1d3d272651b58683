import { createHash } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { routes } from "../../../../functions/documents/manifest.ts";
import { receiveUpload } from "../../../../functions/documents/receive-upload.ts";
import { update } from "../../../../shared/db/writes.ts";
import { MOST_FORMS, recipientKey } from "../../../../shared/entities/document-request.ts";
import type { Id } from "../../../../shared/ids.ts";
import { aMember } from "../../../support/actors.ts";
import { call } from "../../../support/call.ts";
import { eicar, sampleFiles } from "../../../support/files.ts";
import { documentsFeature } from "./feature.ts";

const feature = await documentsFeature();
const { table, clock, handler, files, mailbox, intake, aBusiness, aClientOf, aRequest, beginUpload, arrive } = feature;

const clientDocuments = async (headers: Record<string, string>, id: string) =>
  (await call(handler, routes.ofClient, { headers, params: { id } })).body.data;
const readRequest = async (headers: Record<string, string>, id: string) =>
  (await call(handler, routes.getRequest, { headers, params: { id } })).body;

beforeEach(() => {
  mailbox.sent = [];
  clock.set("2026-03-02T15:00:00.000Z");
});

/** A business, its client and a request that reached them. */
const scene = async (body: Record<string, unknown> = {}) => {
  const business = await aBusiness();
  const client = await aClientOf(business.account.id);
  return { ...business, client, ...(await aRequest(business, client, body)) };
};

describe("a file that a client sends", () => {
  it("becomes a document of the client, completes the request and can be downloaded as an attachment", async () => {
    const { account, headers, client, request, token } = await scene();
    const { body: begun } = await beginUpload(token, { fileName: "../Assurance été.pdf" });
    const key = await arrive(begun.upload, sampleFiles.pdf);

    expect(await feature.uploadStatus(token, begun.id)).toEqual({ status: "received" });
    const [document] = await clientDocuments(headers, client.id);
    expect(document).toMatchObject({
      fileName: "Assurance été.pdf",
      contentType: "application/pdf",
      size: sampleFiles.pdf.length,
      status: "clean",
      origin: "client",
      clientId: client.id,
      requestId: request.id,
      createdBy: client.id,
      source: "portal",
    });
    expect(await readRequest(headers, request.id)).toMatchObject({
      status: "complete",
      progress: { clients: 1, complete: 1 },
      clients: [{ status: "complete", received: [{ files: 1 }] }],
    });
    expect(files.quarantine.has(key)).toBe(false);
    expect([...files.files.keys()].some((name) => name.startsWith(`${account.id}/${document?.id}/`))).toBe(true);

    const { body: shown } = await call(handler, routes.get, { headers, params: { id: document?.id ?? "" } });
    const url = new URL(shown.downloadUrl ?? "");
    expect(url.searchParams.get("response-content-disposition")).toContain("attachment; ");
    expect(url.searchParams.get("X-Amz-Expires")).toBe("300");
    expect(shown.downloadUrlExpiresAt).toBe("2026-03-02T15:05:00.000Z");
    expect(JSON.stringify(shown)).not.toContain("quarantine");
  });

  it("stands in the access log, as do the downloads, once for each five minutes", async () => {
    const { headers, client, token } = await scene();
    await arrive((await beginUpload(token)).body.upload, sampleFiles.pdf);
    const [document] = await clientDocuments(headers, client.id);
    const params = { id: document?.id ?? "" };
    await call(handler, routes.get, { headers, params });
    await call(handler, routes.get, { headers, params });
    clock.set("2026-03-02T15:06:00.000Z");
    await call(handler, routes.get, { headers, params });
    const { body: log } = await call(handler, routes.accessLog, { headers, params });
    expect(log.data.map(({ action, by }) => `${action} ${by.kind}`).toSorted()).toEqual([
      "download_link api_key",
      "download_link api_key",
      "uploaded client",
    ]);
  });

  it("is counted for the item it answers; the request is complete when everything required is there", async () => {
    const items = [{ label: "Permis" }, { label: "Facture" }, { label: "Photo", required: false }];
    const { headers, request, token } = await scene({ items });
    const [permit, bill] = request.items;
    const statuses: string[] = [];
    for (const itemId of [permit?.id, permit?.id, bill?.id]) {
      await arrive((await beginUpload(token, { itemId })).body.upload, sampleFiles.pdf);
      const { clients, status } = await readRequest(headers, request.id);
      statuses.push(`${clients[0]?.status} ${status}`);
    }
    expect(statuses).toEqual(["partial open", "partial open", "complete complete"]);
    expect((await readRequest(headers, request.id)).clients[0]?.received.map((item) => item.files)).toEqual([2, 1, 0]);
    expect((await beginUpload(token)).problem.reason).toBe("no_such_item");
  });

  it("is settled once, however often and however many at once its events are delivered", async () => {
    const { headers, client, request, token } = await scene({ items: [{ label: "A" }, { label: "B" }] });
    const uploads = await Promise.all(
      request.items.map(async ({ id }) => (await beginUpload(token, { itemId: id })).body.upload),
    );
    const keys = uploads.map(({ fields }) => fields.key ?? "");
    for (const key of keys) files.quarantine.set(key, sampleFiles.pdf);
    await Promise.allSettled([...keys, ...keys, ...keys].map((key) => receiveUpload({ key }, intake)));
    for (const key of keys) await receiveUpload({ key }, intake);
    expect(await clientDocuments(headers, client.id)).toHaveLength(2);
    expect(await readRequest(headers, request.id)).toMatchObject({
      status: "complete",
      progress: { complete: 1 },
      clients: [{ received: [{ files: 1 }, { files: 1 }] }],
    });
    expect(files.quarantine.size).toBe(0);
  });

  it("that is infected is never kept, and the client is told", async () => {
    const { account, headers, client, request, token } = await scene({ accept: ["text/plain"] });
    const { body: begun } = await beginUpload(token, { fileName: "note.txt", contentType: "text/plain" });
    await arrive(begun.upload, eicar);
    expect(await feature.uploadStatus(token, begun.id)).toEqual({ status: "infected" });
    const [document] = await clientDocuments(headers, client.id);
    expect(document).toMatchObject({ status: "infected" });
    const { body: shown } = await call(handler, routes.get, { headers, params: { id: document?.id ?? "" } });
    expect(shown.downloadUrl).toBeUndefined();
    expect(await readRequest(headers, request.id)).toMatchObject({ status: "open", clients: [{ status: "waiting" }] });
    expect([...files.files.keys()].filter((key) => key.startsWith(account.id))).toEqual([]);
    expect(files.quarantine.size).toBe(0);
  });

  it("whose content is not what was said is refused", async () => {
    const { headers, client, token } = await scene();
    const { body: begun } = await beginUpload(token);
    await arrive(begun.upload, sampleFiles.html);
    expect(await feature.uploadStatus(token, begun.id)).toEqual({ status: "refused", reason: "type_mismatch" });
    expect(await clientDocuments(headers, client.id)).toMatchObject([{ status: "refused", reason: "type_mismatch" }]);
  });

  it("that no scanner can look into is refused, and the page says why", async () => {
    const { headers, client, token } = await scene();
    const { body: begun } = await beginUpload(token);
    const key = begun.upload.fields.key ?? "";
    files.quarantine.set(key, sampleFiles.pdf);
    await receiveUpload({ key }, { ...feature.intake, scanner: { scan: async () => "not_scannable" } });
    expect(await feature.uploadStatus(token, begun.id)).toEqual({ status: "refused", reason: "not_scannable" });
    expect(await clientDocuments(headers, client.id)).toMatchObject([{ status: "refused", reason: "not_scannable" }]);
  });

  it("sent a second time with the same form changes nothing", async () => {
    const { headers, client, token } = await scene();
    const { body: begun } = await beginUpload(token);
    await arrive(begun.upload, sampleFiles.pdf);
    await arrive(begun.upload, eicar);
    expect(await clientDocuments(headers, client.id)).toMatchObject([{ status: "clean" }]);
    expect(files.quarantine.size).toBe(0);
    expect([...files.files.values()].some((content) => content.includes(eicar))).toBe(false);
  });

  it("replaced between scan and copy is not kept", async () => {
    const { token } = await scene();
    const { body: begun } = await beginUpload(token);
    const key = begun.upload.fields.key ?? "";
    files.quarantine.set(key, sampleFiles.pdf);
    const switching = {
      ...intake,
      scanner: {
        async scan() {
          files.quarantine.set(key, eicar);
          return "clean" as const;
        },
      },
    };
    await expect(receiveUpload({ key }, switching)).rejects.toThrow("replaced");
    await receiveUpload({ key }, intake);
    expect(await feature.uploadStatus(token, begun.id)).toEqual({ status: "infected" });
    expect([...files.files.values()].some((content) => content.includes(eicar))).toBe(false);
  });

  it("at a place that is not ours is left alone", async () => {
    files.quarantine.set("imports/acc_x/file.csv", sampleFiles.text);
    await receiveUpload({ key: "imports/acc_x/file.csv" }, intake);
    expect(files.quarantine.delete("imports/acc_x/file.csv")).toBe(true);
  });
});

describe("a form for an upload", () => {
  it("lets in one type, one size, one place, for an hour", async () => {
    const { account, token } = await scene({ maxBytes: 5000 });
    const { body } = await beginUpload(token);
    expect(body.upload).toMatchObject({ maxBytes: 100, expiresAt: "2026-03-02T16:00:00.000Z" });
    const { conditions } = JSON.parse(Buffer.from(body.upload.fields.Policy ?? "", "base64").toString());
    expect(body.upload.fields.key).toMatch(new RegExp(`^${account.id}/${body.id}/[\\w-]{24}$`));
    expect(conditions).toContainEqual(["content-length-range", 1, 100]);
    expect(conditions).toContainEqual(["eq", "$content-type", "application/pdf"]);
    expect(conditions).toContainEqual({ key: body.upload.fields.key });
    expect(JSON.stringify(conditions)).not.toContain("checksum");
  });

  it("lets in one content where its checksum is known", async () => {
    const { token } = await scene();
    const sha256 = createHash("sha256").update(sampleFiles.pdf).digest("base64");
    const { fields } = (await beginUpload(token, { sha256 })).body.upload;
    const { conditions } = JSON.parse(Buffer.from(fields.Policy ?? "", "base64").toString());
    expect(conditions).toContainEqual({ "x-amz-checksum-sha256": sha256 });
    expect(conditions).toContainEqual({ "x-amz-checksum-algorithm": "SHA256" });
    expect((await beginUpload(token, { sha256: "no digest" })).status).toBe(422);
  });

  it("is refused for a file that is too large, empty, or of a type that was not asked for", async () => {
    const { token } = await scene({ accept: ["image/*"], maxBytes: 5000 });
    const reason = async (body: Record<string, unknown>) => {
      const { status, problem } = await beginUpload(token, { contentType: "image/png", ...body });
      return [status, problem.reason];
    };
    expect(await reason({ size: 5001 })).toEqual([422, "too_large"]);
    expect(await reason({ size: 0 })).toEqual([422, "empty"]);
    expect(await reason({ contentType: "application/pdf" })).toEqual([422, "type_not_accepted"]);
    expect(await reason({ contentType: "image/svg+xml" })).toEqual([422, "type_not_accepted"]);
    expect(await reason({ contentType: "" })).toEqual([422, "type_not_accepted"]);
    expect(await reason({ itemId: "itm_00000000000000000000000000" })).toEqual([422, "no_such_item"]);
  });

  it("is not given out by a wrong, expired or worn-out link", async () => {
    const { account, client, request, token } = await scene({ expiresAt: "2026-03-03T00:00:00Z" });
    expect((await beginUpload("wrong")).status).toBe(404);
    const key = recipientKey({
      accountId: account.id,
      requestId: request.id as Id<"documentRequest">,
      clientId: client.id,
    });
    await table.of(account.id).commit([update(key, { set: { forms: MOST_FORMS - 1 } })]);
    expect((await beginUpload(token)).status).toBe(201);
    expect((await beginUpload(token)).status).toBe(410);
    clock.set("2026-03-03T00:00:00.000Z");
    expect((await beginUpload(token)).status).toBe(410);
  });

  it("tells nobody else what became of its file", async () => {
    const first = await scene();
    const second = await scene();
    const { body } = await beginUpload(first.token);
    expect(await feature.uploadStatus(second.token, body.id)).toMatchObject({ status: 404 });
  });
});

describe("the staff", () => {
  it("who asked are told once, in their language", async () => {
    const { account } = await aBusiness();
    const { member, headers } = await aMember(table, account, { email: "luc@garage.example", language: "en" });
    const client = await aClientOf(account.id);
    const business = { account, headers, apiKey: "" };
    const { token } = await aRequest(business, client);
    await arrive((await beginUpload(token)).body.upload, sampleFiles.pdf);
    const [document] = await clientDocuments(headers, client.id);
    mailbox.sent = [];
    await feature.tellStaff(account.id, document?.id ?? "");
    await feature.tellStaff(account.id, document?.id ?? "");
    expect(mailbox.sent).toMatchObject([
      { to: member.email, subject: "Noémie Côté has sent a file: Preuve d'assurance" },
    ]);
  });

  it.each([
    ["is infected", "assurance.pdf", eicar, "malicious software"],
    ["is of a type that nobody can check", "assurance.pdf", sampleFiles.program, "not of an accepted format"],
    ["is empty", "assurance.pdf", Buffer.alloc(0), "it is empty"],
  ])("are told once of a file that %s", async (_what, fileName, content, why) => {
    const { account } = await aBusiness();
    const { member, headers } = await aMember(table, account, { language: "en" });
    const client = await aClientOf(account.id);
    const { token } = await aRequest({ account, headers, apiKey: "" }, client);
    await arrive((await beginUpload(token, { fileName })).body.upload, content);
    const [document] = await clientDocuments(headers, client.id);
    mailbox.sent = [];
    await feature.tellStaff(account.id, document?.id ?? "");
    await feature.tellStaff(account.id, document?.id ?? "");
    expect(mailbox.sent).toMatchObject([
      { to: member.email, subject: "A file from Noémie Côté was refused: Preuve d'assurance" },
    ]);
    expect(mailbox.sent[0]?.text).toContain(why);
    expect(mailbox.sent[0]?.text).toContain(fileName);
  });

  it("who want no such e-mail get none", async () => {
    const { account } = await aBusiness();
    const { headers } = await aMember(table, account, { notifications: { document: false } });
    const client = await aClientOf(account.id);
    const { token } = await aRequest({ account, headers, apiKey: "" }, client);
    await arrive((await beginUpload(token)).body.upload, sampleFiles.pdf);
    const [document] = await clientDocuments(headers, client.id);
    mailbox.sent = [];
    await feature.tellStaff(account.id, document?.id ?? "");
    expect(mailbox.sent).toEqual([]);
  });

  it("are the owners when a program asked, and the account's address when there are none", async () => {
    const { account, headers, client, token } = await scene();
    await arrive((await beginUpload(token)).body.upload, sampleFiles.pdf);
    const [document] = await clientDocuments(headers, client.id);
    await aMember(table, account, { role: "staff" });
    const { member } = await aMember(table, account, { role: "owner", email: "owner@garage.example" });
    mailbox.sent = [];
    await feature.tellStaff(account.id, document?.id ?? "");
    expect(mailbox.sent.map(({ to }) => to)).toEqual([member.email]);

    const alone = await aBusiness({ senderEmail: "bonjour@garage.example" });
    const other = await aClientOf(alone.account.id);
    const { token: second } = await aRequest(alone, other);
    await arrive((await beginUpload(second)).body.upload, sampleFiles.pdf);
    const [theirs] = await clientDocuments(alone.headers, other.id);
    mailbox.sent = [];
    await feature.tellStaff(alone.account.id, theirs?.id ?? "");
    expect(mailbox.sent.map(({ to }) => to)).toEqual(["bonjour@garage.example"]);
  });
});
