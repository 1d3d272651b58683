import { beforeEach, describe, expect, it } from "vitest";
import { eraseFile } from "../../../../functions/documents/erase-file.ts";
import { document as kind } from "../../../../functions/documents/kinds.ts";
import { routes } from "../../../../functions/documents/manifest.ts";
import { keys } from "../../../../shared/db/keys.ts";
import { remove } from "../../../../shared/db/writes.ts";
import { documents } from "../../../../shared/entities/document.ts";
import { type Id, ulids } from "../../../../shared/ids.ts";
import { aMember } from "../../../support/actors.ts";
import { call } from "../../../support/call.ts";
import { eicar, sampleFiles } from "../../../support/files.ts";
import { told } from "../../../support/told.ts";
import { documentsFeature } from "./feature.ts";

const feature = await documentsFeature();
const { table, clock, handler, files, deps, aBusiness, aClientOf, arrive, storedDocument } = feature;

const contract = { fileName: "contrat.pdf", contentType: "application/pdf", size: 1000 };
const add = (headers: Record<string, string>, body: Record<string, unknown> = {}) =>
  call(handler, routes.create, { headers, body: { ...contract, ...body } });
const read = (headers: Record<string, string>, id: string) => call(handler, routes.get, { headers, params: { id } });

/** The form in the answer of a creation. */
const formOf = ({ upload }: Awaited<ReturnType<typeof add>>["body"]) => {
  if (!upload) throw new Error("The answer holds no form.");
  return upload;
};

beforeEach(() => clock.set("2026-03-02T15:00:00.000Z"));

describe("a document of the library", () => {
  it("waits for its file, then can be downloaded", async () => {
    const { account, headers } = await aBusiness();
    const added = await add(headers);
    expect(added.status).toBe(201);
    expect(added.headers.etag).toBe('"1"');
    expect(added.body).toMatchObject({ status: "awaiting_upload", origin: "staff", visibility: "internal" });
    expect((await read(headers, added.body.id)).body.downloadUrl).toBeUndefined();
    expect((await storedDocument(account.id, added.body.id))?.ttl).toBeDefined();

    await arrive(formOf(added.body), sampleFiles.pdf);
    const { body: shown, headers: shownHeaders } = await read(headers, added.body.id);
    expect(shown).toMatchObject({ status: "clean", size: sampleFiles.pdf.length, version: 2 });
    expect(shown.downloadUrl).toContain(`/files/${account.id}/${added.body.id}/`);
    expect(shownHeaders.etag).toBe('"2"');
    expect((await storedDocument(account.id, added.body.id))?.ttl).toBeUndefined();
  });

  it("is listed newest first, and with its client when it has one", async () => {
    const { account, headers } = await aBusiness();
    const client = await aClientOf(account.id);
    const first = await add(headers, { clientId: client.id });
    clock.set("2026-03-02T15:00:01.000Z");
    const second = await add(headers);
    const ids = async (query: Record<string, string>) => (await call(handler, routes.list, { headers, query })).body;
    expect((await ids({})).data.map(({ id }) => id)).toEqual([second.body.id, first.body.id]);
    const page = await ids({ limit: "1" });
    expect((await ids({ limit: "1", cursor: page.nextCursor ?? "" })).data.map(({ id }) => id)).toEqual([
      first.body.id,
    ]);
    const { body: ofClient } = await call(handler, routes.ofClient, { headers, params: { id: client.id } });
    expect(ofClient.data.map(({ id }) => id)).toEqual([first.body.id]);
  });

  it("made twice with the same id is one document with another form for the same file", async () => {
    const { headers } = await aBusiness();
    const id = ulids.next("document");
    const [first, second] = [await add(headers, { id }), await add(headers, { id })];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(formOf(second.body).fields.key).toBe(formOf(first.body).fields.key);
    expect((await add(headers, { id, fileName: "autre.pdf" })).status).toBe(409);
    await arrive(formOf(first.body), sampleFiles.pdf);
    const third = await add(headers, { id });
    expect([third.status, third.body.status, third.body.upload]).toEqual([201, "clean", undefined]);
  });

  it("made several times at once with the same id is one document, for each of those who ask", async () => {
    const { account, headers } = await aBusiness();
    const body = { id: ulids.next("document"), clientId: (await aClientOf(account.id)).id };
    const answers = await Promise.all(Array.from({ length: 4 }, () => add(headers, body)));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    expect(new Set(answers.map((answer) => formOf(answer.body).fields.key)).size).toBe(1);
    const id = ulids.next("document");
    const rivals = await Promise.all(["a.pdf", "b.pdf"].map((fileName) => add(headers, { id, fileName })));
    expect(rivals.map(({ status }) => status).toSorted()).toEqual([201, 409]);
  });

  it("made again with the same id is answered also when its client is gone by then", async () => {
    const { account, headers } = await aBusiness();
    const client = await aClientOf(account.id);
    const body = { id: ulids.next("document"), clientId: client.id };
    const first = await add(headers, body);
    await table.of(account.id).commit([remove(keys.of(account.id, client.id))]);
    const again = await add(headers, body);
    expect([again.status, again.body.id, again.body.version]).toEqual([201, first.body.id, 1]);
  });

  it("made again with the id of a document of a client who is somebody else's is not answered", async () => {
    const { account, headers } = await aBusiness({ settings: { restrictFieldToAssigned: true } });
    const field = await aMember(table, account, { role: "field" });
    const body = { id: ulids.next("document"), clientId: (await aClientOf(account.id)).id };
    await add(headers, body);
    const answer = await add(field.headers, body);
    expect([answer.status, answer.problem.errors?.[0]?.pointer]).toEqual([404, "/clientId"]);
  });

  it("of a type that nobody can check, or of nobody's client, is refused", async () => {
    const { headers } = await aBusiness();
    const other = await aBusiness();
    const stranger = await aClientOf(other.account.id);
    expect((await add(headers, { contentType: "text/html" })).problem.errors?.[0]?.pointer).toBe("/contentType");
    const answer = await add(headers, { clientId: stranger.id });
    expect([answer.status, answer.problem.errors?.[0]?.pointer]).toEqual([404, "/clientId"]);
  });

  it("that is infected shows so and has no file", async () => {
    const { headers } = await aBusiness();
    const { body } = await add(headers);
    await arrive(formOf(body), eicar);
    expect((await read(headers, body.id)).body).toMatchObject({ status: "infected" });
    expect((await read(headers, body.id)).body.downloadUrl).toBeUndefined();
    expect([...files.files.keys()].some((key) => key.includes(body.id))).toBe(false);
  });

  it("is deleted with its file", async () => {
    const { account, headers } = await aBusiness();
    const { body } = await add(headers);
    await arrive(formOf(body), sampleFiles.pdf);
    const remove = (extra: Record<string, string> = {}) =>
      call(handler, routes.remove, { headers: { ...headers, ...extra }, params: { id: body.id } });
    const stored = await storedDocument(account.id, body.id);
    if (!stored) throw new Error("The document is gone.");
    expect((await remove({ "if-match": '"1"' })).status).toBe(412);
    expect((await remove()).status).toBe(204);
    expect((await remove()).status).toBe(404);
    await eraseFile(told(kind.deleted, documents, stored), { files, log: deps.log });
    expect([...files.files.keys()].some((key) => key.includes(body.id))).toBe(false);
  });

  it("deleted before its file came leaves nothing behind", async () => {
    const { headers } = await aBusiness();
    const { body } = await add(headers);
    await call(handler, routes.remove, { headers, params: { id: body.id } });
    const key = await arrive(formOf(body), sampleFiles.pdf);
    expect(files.quarantine.has(key)).toBe(false);
    expect([...files.files.keys()].some((name) => name.includes(body.id))).toBe(false);
  });

  it("is not changed or deleted by field staff who see their own clients only; one of their client is", async () => {
    const business = await aBusiness({ settings: { restrictFieldToAssigned: true } });
    const { account } = business;
    const field = await aMember(table, account, { role: "field" });
    const own = await aClientOf(account.id, { assignedTo: [field.member.id] });
    const library = await feature.aDocument(business);
    const theirs = await feature.aDocument(business, { clientId: own.id });
    const attempts = async (id: string) => {
      const on = { headers: field.headers, params: { id } };
      const file = { fileName: "b.pdf", contentType: "application/pdf", size: 1000 };
      const answers = [
        await call(handler, routes.change, { ...on, body: { fileName: "autre.pdf" } }),
        await call(handler, routes.addVersion, { ...on, body: file }),
        await call(handler, routes.remove, on),
      ];
      return answers.map(({ status }) => status);
    };
    const before = await storedDocument(account.id, library);
    expect(await attempts(library)).toEqual([403, 403, 403]);
    expect(await storedDocument(account.id, library)).toEqual(before);
    expect((await read(field.headers, library)).status).toBe(200);
    expect(await attempts(theirs)).toEqual([200, 201, 204]);
  });

  it("of another account, or of a client who is somebody else's, does not exist", async () => {
    const { account, headers } = await aBusiness({ settings: { restrictFieldToAssigned: true } });
    const field = await aMember(table, account, { role: "field" });
    const client = await aClientOf(account.id);
    const { body } = await add(headers, { clientId: client.id });
    const strangers = [field.headers, (await aBusiness()).headers];
    for (const stranger of strangers) {
      for (const route of [routes.get, routes.remove])
        expect((await call(handler, route, { headers: stranger, params: { id: body.id } })).status).toBe(404);
    }
    const accessLog = strangers.map((stranger) =>
      call(handler, routes.accessLog, { headers: stranger, params: { id: body.id } }),
    );
    expect((await Promise.all(accessLog)).map(({ status }) => status)).toEqual([403, 404]);
    expect((await call(handler, routes.ofClient, { headers: field.headers, params: { id: client.id } })).status).toBe(
      404,
    );
    expect(await storedDocument(account.id, body.id as Id<"document">)).toBeDefined();
  });
});
