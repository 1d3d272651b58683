import { beforeEach, describe, expect, it } from "vitest";
import { eraseFile } from "../../../../functions/documents/erase-file.ts";
import { document as kind } from "../../../../functions/documents/kinds.ts";
import { routes } from "../../../../functions/documents/manifest.ts";
import { documents } from "../../../../shared/entities/document.ts";
import { aMember } from "../../../support/actors.ts";
import { call } from "../../../support/call.ts";
import { eicar, sampleFiles } from "../../../support/files.ts";
import { told } from "../../../support/told.ts";
import { documentsFeature } from "./feature.ts";

const feature = await documentsFeature();
const { table, clock, handler, files, deps, aBusiness, aClientOf, aDocument, aShare, arrive, submitPage } = feature;
type Business = Awaited<ReturnType<typeof aBusiness>>;

const png = { fileName: "photo.png", contentType: "image/png", size: sampleFiles.png.length };
const announce = ({ headers }: Pick<Business, "headers">, id: string, body: object = png, more = {}) =>
  call(handler, routes.addVersion, { headers: { ...headers, ...more }, params: { id }, body });
const read = async ({ headers }: Business, id: string) =>
  (await call(handler, routes.get, { headers, params: { id } })).body;
const versions = async ({ headers }: Business, id: string, query: Record<string, string> = {}) =>
  (await call(handler, routes.listVersions, { headers, params: { id }, query })).body;
const version = ({ headers }: Business, id: string, number: string) =>
  call(handler, routes.getVersion, { headers, params: { id, number } });

const add = async (business: Business, id: string, content: Buffer, body: object = png) => {
  const answer = await announce(business, id, { ...body, size: content.length });
  if (!answer.body.upload) throw new Error(answer.text);
  await arrive(answer.body.upload, content);
  return answer.body.upload.fields.key ?? "";
};

beforeEach(() => clock.set("2026-03-02T15:00:00.000Z"));

describe("another file of a document", () => {
  it("becomes the current one when it was found clean; the former can still be had", async () => {
    const business = await aBusiness();
    const id = await aDocument(business);
    const before = await read(business, id);
    clock.set("2026-03-03T15:00:00.000Z");
    const answer = await announce(business, id);
    expect([answer.status, answer.headers.etag]).toEqual([201, '"3"']);
    expect(answer.body).toMatchObject({ fileName: "contrat.pdf", newVersion: { status: "awaiting_upload" } });
    expect(await read(business, id)).toMatchObject({ fileName: "contrat.pdf", fileVersion: 1, status: "clean" });

    if (answer.body.upload) await arrive(answer.body.upload, sampleFiles.png);
    const after = await read(business, id);
    expect(after).toMatchObject({ fileName: "photo.png", contentType: "image/png", fileVersion: 2, status: "clean" });
    expect(after).not.toHaveProperty("newVersion");
    expect(new URL(after.downloadUrl ?? "").pathname).not.toBe(new URL(before.downloadUrl ?? "").pathname);
    expect((await versions(business, id)).data).toMatchObject([
      { number: 2, fileName: "photo.png", createdAt: "2026-03-03T15:00:00.000Z" },
      { number: 1, fileName: "contrat.pdf", size: sampleFiles.pdf.length, createdAt: "2026-03-02T15:00:00.000Z" },
    ]);
    const paths = [(await version(business, id, "1")).body, (await version(business, id, "2")).body].map(
      ({ downloadUrl }) => new URL(downloadUrl).pathname,
    );
    expect(paths).toEqual([before, after].map(({ downloadUrl }) => new URL(downloadUrl ?? "").pathname));
    for (const number of ["0", "3", "x", "01"]) expect((await version(business, id, number)).status).toBe(404);
  });

  it.each([
    ["infected", Buffer.concat([sampleFiles.png, eicar]), { status: "infected" }],
    ["of a type that nobody can check", sampleFiles.program, { status: "refused", reason: "type_mismatch" }],
  ])("that is %s leaves the document as it was, and says so", async (_, content, outcome) => {
    const business = await aBusiness();
    const id = await aDocument(business);
    await add(business, id, content);
    const { downloadUrl, ...document } = await read(business, id);
    expect(document).toMatchObject({ fileName: "contrat.pdf", status: "clean", fileVersion: 1, newVersion: outcome });
    const kept = [...files.files.keys()].filter((key) => key.includes(id));
    expect(kept).toHaveLength(1);
    expect(new URL(downloadUrl ?? "").pathname).toBe(`/files/${kept[0]}`);
    await add(business, id, sampleFiles.png);
    expect(await read(business, id)).toMatchObject({ fileName: "photo.png", fileVersion: 2 });
    expect(await read(business, id)).not.toHaveProperty("newVersion");
  });

  it("does not come back when another one was announced after it", async () => {
    const business = await aBusiness();
    const id = await aDocument(business);
    const older = (await announce(business, id)).body.upload;
    const newer = (await announce(business, id, { ...png, fileName: "seconde.png" })).body.upload;
    if (!older || !newer) throw new Error("No form was given out.");
    await arrive(older, sampleFiles.png);
    expect(await read(business, id)).toMatchObject({ fileName: "contrat.pdf", fileVersion: 1 });
    await arrive(newer, sampleFiles.png);
    expect(await read(business, id)).toMatchObject({ fileName: "seconde.png", fileVersion: 2 });
    const last = (await announce(business, id, { ...png, fileName: "tard.png" })).body.upload;
    const current = (await announce(business, id, { ...png, fileName: "troisième.png" })).body.upload;
    if (!last || !current) throw new Error("No form was given out.");
    await arrive(current, sampleFiles.png);
    await arrive(last, sampleFiles.png);
    expect(await read(business, id)).toMatchObject({ fileName: "troisième.png", fileVersion: 3 });
    expect([...files.files.keys()].filter((key) => key.includes(id))).toHaveLength(3);
  });

  it("that never comes is not spoken of for ever", async () => {
    const business = await aBusiness();
    const id = await aDocument(business);
    await announce(business, id);
    clock.set("2026-03-09T14:59:59.000Z");
    expect(await read(business, id)).toHaveProperty("newVersion");
    clock.set("2026-03-09T15:00:00.000Z");
    expect(await read(business, id)).not.toHaveProperty("newVersion");
  });

  it("is listed page by page, whatever the size of a page", async () => {
    const business = await aBusiness();
    const id = await aDocument(business);
    for (let count = 0; count < 3; count++) await add(business, id, sampleFiles.png);
    for (const limit of ["1", "2", "3", "4"]) {
      const numbers: number[] = [];
      let cursor: string | undefined;
      do {
        const page = await versions(business, id, { limit, ...(cursor ? { cursor } : {}) });
        numbers.push(...page.data.map(({ number }) => number));
        cursor = page.nextCursor;
        if (cursor) expect(page.data).toHaveLength(Number(limit));
      } while (cursor);
      expect(numbers).toEqual([4, 3, 2, 1]);
    }
  });

  it("is what a link that is out opens from then on", async () => {
    const business = await aBusiness();
    const client = await aClientOf(business.account.id);
    const id = await aDocument(business);
    const { token } = await aShare(business, client, id);
    const first = (await submitPage(token, "download")).headers.location ?? "";
    await add(business, id, sampleFiles.png);
    const second = (await submitPage(token, "download")).headers.location ?? "";
    expect(second).toContain("photo.png");
    expect(new URL(second).pathname).not.toBe(new URL(first).pathname);
  });

  it("is deleted with all the others", async () => {
    const business = await aBusiness();
    const id = await aDocument(business);
    await add(business, id, sampleFiles.png);
    expect([...files.files.keys()].filter((key) => key.includes(id))).toHaveLength(2);
    const stored = await feature.storedDocument(business.account.id, id);
    if (!stored) throw new Error("The document is gone.");
    await call(handler, routes.remove, { headers: business.headers, params: { id } });
    expect((await version(business, id, "1")).status).toBe(404);
    await eraseFile(told(kind.deleted, documents, stored), { files, log: deps.log });
    expect([...files.files.keys()].filter((key) => key.includes(id))).toEqual([]);
  });

  it("is refused where there is no first one, for strangers, and for a version that is gone", async () => {
    const business = await aBusiness({ settings: { restrictFieldToAssigned: true } });
    const field = await aMember(table, business.account, { role: "field" });
    const client = await aClientOf(business.account.id);
    const waiting = await call(handler, routes.create, {
      headers: business.headers,
      body: { fileName: "contrat.pdf", contentType: "application/pdf" },
    });
    expect((await announce(business, waiting.body.id)).status).toBe(409);
    const id = await aDocument(business, { clientId: client.id });
    for (const stranger of [await aBusiness(), field]) expect((await announce(stranger, id)).status).toBe(404);
    expect((await announce(business, id, png, { "if-match": '"1"' })).status).toBe(412);
    const html = await announce(business, id, { ...png, contentType: "text/html" });
    expect(html.problem.errors?.[0]?.pointer).toBe("/contentType");
  });
});

describe("a document", () => {
  it("is renamed and opened to the client, under its version", async () => {
    const business = await aBusiness();
    const id = await aDocument(business);
    const change = (body: object, more = {}) =>
      call(handler, routes.change, { headers: { ...business.headers, ...more }, params: { id }, body });
    const renamed = await change({ fileName: "a/b.pdf", visibility: "client" }, { "if-match": '"2"' });
    expect([renamed.status, renamed.headers.etag]).toEqual([200, '"3"']);
    expect(await read(business, id)).toMatchObject({ visibility: "client", version: 3 });
    expect((await change({ visibility: "client" })).headers.etag).toBe('"3"');
    expect((await change({ fileName: "c.pdf" }, { "if-match": '"2"' })).status).toBe(412);
    expect((await change({ status: "clean" })).status).toBe(422);
  });
});

describe("an attachment", () => {
  it("is a document of the client that staff keep to themselves", async () => {
    const business = await aBusiness({ settings: { restrictFieldToAssigned: true } });
    const { headers } = business;
    const field = await aMember(table, business.account, { role: "field" });
    const [client, other] = [await aClientOf(business.account.id), await aClientOf(business.account.id)];
    const attach = (of: Record<string, string>, id: string) =>
      call(handler, routes.addAttachment, {
        headers: of,
        params: { id },
        body: { fileName: "plan.pdf", contentType: "application/pdf", size: sampleFiles.pdf.length },
      });
    const list = async (id: string) =>
      (await call(handler, routes.listAttachments, { headers, params: { id } })).body.data.map((one) => one.id);
    const detach = (id: string, attachmentId: string, of: Record<string, string> = headers) =>
      call(handler, routes.removeAttachment, { headers: of, params: { id, attachmentId } });

    const added = await attach(headers, client.id);
    expect(added.body).toMatchObject({ clientId: client.id, visibility: "internal", status: "awaiting_upload" });
    if (added.body.upload) await arrive(added.body.upload, sampleFiles.pdf);
    const { id } = added.body;
    expect(await read(business, id)).toMatchObject({ status: "clean" });
    const open = await aDocument(business, { clientId: client.id, visibility: "client" });
    await aDocument(business);
    expect([await list(client.id), await list(other.id)]).toEqual([[id], []]);
    expect((await attach(field.headers, client.id)).status).toBe(404);
    expect((await attach((await aBusiness()).headers, client.id)).status).toBe(404);
    expect((await detach(other.id, id)).status).toBe(404);
    expect((await detach(client.id, open)).status).toBe(404);
    expect((await detach(client.id, id, field.headers)).status).toBe(404);
    expect((await detach(client.id, id, { ...headers, "if-match": '"1"' })).status).toBe(412);
    expect((await detach(client.id, id)).status).toBe(204);
    expect(await list(client.id)).toEqual([]);
    await call(handler, routes.change, { headers, params: { id: open }, body: { visibility: "internal" } });
    expect(await list(client.id)).toEqual([open]);
  });
});
