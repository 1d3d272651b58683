import { createHash } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { routes as documentRoutes } from "../../../../functions/documents/manifest.ts";
import { routes } from "../../../../functions/documents/pages-manifest.ts";
import { receiveUpload } from "../../../../functions/documents/receive-upload.ts";
import { update } from "../../../../shared/db/writes.ts";
import { recipientKey } from "../../../../shared/entities/document-request.ts";
import type { Id } from "../../../../shared/ids.ts";
import { call } from "../../../support/call.ts";
import { sampleFiles } from "../../../support/files.ts";
import { documentsFeature } from "./feature.ts";

const feature = await documentsFeature();
const { table, clock, handler, pageHandler, parts, files, intake, aBusiness, aClientOf, aRequest } = feature;

const MIB = 1024 * 1024;
const size = 101 * MIB;
const content = Buffer.alloc(size, sampleFiles.pdf);
const large = { fileName: "grand.pdf", contentType: "application/pdf", size, modifiedAt: 1_700_000_000_000 };
const sha256 = (of: Buffer) => createHash("sha256").update(of).digest("base64");

beforeEach(() => clock.set("2026-03-02T15:00:00.000Z"));

const scene = async () => {
  const business = await aBusiness();
  const client = await aClientOf(business.account.id);
  return { ...business, client, ...(await aRequest(business, client, { maxBytes: 200 * MIB })) };
};
const begin = async (token: string, body: Record<string, unknown> = {}) =>
  call(pageHandler, routes.beginUpload, { params: { token }, body: { ...large, ...body } });
const send = async (token: string, uploadId: string, numbers: number[]) => {
  const bytes = 16 * MIB;
  const pieces = numbers.map((number) => content.subarray((number - 1) * bytes, number * bytes));
  const asked = pieces.map((piece, index) => ({ number: numbers[index], sha256: sha256(piece) }));
  const answer = await call(pageHandler, routes.partAddresses, { params: { token, uploadId }, body: { parts: asked } });
  for (const [index, piece] of pieces.entries()) parts.put(answer.body.parts[index]?.url ?? "", piece);
};
const arrivedOf = async (token: string, uploadId: string) =>
  (await call(pageHandler, routes.listParts, { params: { token, uploadId } })).body;
const complete = (token: string, uploadId: string) =>
  call(pageHandler, routes.completeUpload, { params: { token, uploadId } });
const cancel = (token: string, uploadId: string) =>
  call(pageHandler, routes.cancelUpload, { params: { token, uploadId } });

describe("a file that is too large for a form", () => {
  it("comes in parts, is put together and becomes a document", async () => {
    const { headers, client, token } = await scene();
    const { body } = await begin(token);
    expect(body.upload).toMatchObject({ parts: { size: 16 * MIB, count: 7 }, maxBytes: size });
    await send(token, body.id, [2, 1, 3]);
    expect(await arrivedOf(token, body.id)).toMatchObject({ complete: false, parts: { arrived: [1, 2, 3] } });
    const early = await complete(token, body.id);
    expect([early.status, early.problem.missing]).toEqual([409, [4, 5, 6, 7]]);
    await send(token, body.id, [4, 5, 6, 7]);
    expect((await complete(token, body.id)).status).toBe(200);
    expect((await complete(token, body.id)).status).toBe(200);
    expect(await arrivedOf(token, body.id)).toMatchObject({ complete: true });

    const [[key = "", whole = Buffer.alloc(0)] = []] = parts.completed;
    expect(whole.equals(content)).toBe(true);
    files.quarantine.set(key, whole);
    await receiveUpload({ key }, intake);
    const { body: list } = await call(handler, documentRoutes.ofClient, { headers, params: { id: client.id } });
    expect(list.data).toMatchObject([{ status: "clean", size, fileName: "grand.pdf" }]);
    files.files.clear();
  });

  it("goes on where it was when the same file is sent again, and is another upload once it was checked", async () => {
    const { token } = await scene();
    const { body: first } = await begin(token);
    await send(token, first.id, [1]);
    const { body: again } = await begin(token);
    expect(again).toEqual(first);
    expect((await begin(token, { modifiedAt: 1 })).body.id).not.toBe(first.id);
    expect((await begin(token, { fileName: "autre.pdf" })).body.id).not.toBe(first.id);
    await send(token, first.id, [2, 3, 4, 5, 6, 7]);
    await complete(token, first.id);
    expect((await begin(token)).body.id).toBe(first.id);
    const key = [...parts.completed.keys()].find((name) => name.includes(first.id)) ?? "";
    files.quarantine.set(key, sampleFiles.pdf);
    await receiveUpload({ key }, intake);
    expect((await begin(token)).body.id).not.toBe(first.id);
  });

  it("is known to be complete although the note of it was lost", async () => {
    const { token } = await scene();
    const { body } = await begin(token);
    await send(token, body.id, [1, 2, 3, 4, 5, 6, 7]);
    const [place = ""] = [...parts.uploads.keys()].filter((name) => name.includes(body.id));
    const [key = "", uploadId = ""] = place.split("?");
    await parts.complete(key, uploadId, []);
    expect((await complete(token, body.id)).status).toBe(200);
    expect(await arrivedOf(token, body.id)).toMatchObject({ complete: true });
  });

  it("may be given up, but not any more once it has come", async () => {
    const { token } = await scene();
    const { body } = await begin(token);
    await send(token, body.id, [1]);
    expect((await cancel(token, body.id)).status).toBe(204);
    expect([...parts.uploads.keys()].filter((name) => name.includes(body.id))).toEqual([]);
    expect((await complete(token, body.id)).status).toBe(404);
    const { body: next } = await begin(token);
    await send(token, next.id, [1, 2, 3, 4, 5, 6, 7]);
    await complete(token, next.id);
    expect((await cancel(token, next.id)).status).toBe(409);
  });

  it("that was given up is begun anew, even if its parts could not be thrown away", async () => {
    const { token } = await scene();
    const { body } = await begin(token);
    await send(token, body.id, [1]);
    const { abort } = parts;
    parts.abort = async () => {
      throw new Error("The connection was lost.");
    };
    expect((await cancel(token, body.id)).status).toBe(204);
    parts.abort = abort;
    expect((await call(pageHandler, routes.listParts, { params: { token, uploadId: body.id } })).status).toBe(404);
    const { body: next } = await begin(token);
    expect(await arrivedOf(token, next.id)).toMatchObject({ complete: false, parts: { arrived: [] } });
  });

  it("that was not sent in time is another upload", async () => {
    const { token } = await scene();
    const { body } = await begin(token);
    await send(token, body.id, [1]);
    clock.set("2026-03-09T15:00:00.000Z");
    expect((await call(pageHandler, routes.listParts, { params: { token, uploadId: body.id } })).status).toBe(404);
    const next = await begin(token);
    expect(next.status).toBe(201);
    expect(next.body.id).not.toBe(body.id);
    expect(await arrivedOf(token, next.body.id)).toMatchObject({ complete: false, parts: { arrived: [] } });
  });

  it("is refused where the link has sent enough, before anything is begun", async () => {
    const { account, client, request, token } = await scene();
    const db = table.of(account.id);
    const key = recipientKey({
      accountId: account.id,
      requestId: request.id as Id<"documentRequest">,
      clientId: client.id,
    });
    await db.commit([update(key, { set: { announcedBytes: 20 * 200 * MIB - size } })]);
    expect((await begin(token)).status).toBe(201);
    const begun = parts.uploads.size;
    const tooMuch = await begin(token, { modifiedAt: 1 });
    expect([tooMuch.status, tooMuch.problem.reason]).toEqual([422, "too_much"]);
    await db.commit([update(key, { set: { announcedBytes: 0, forms: 100 } })]);
    expect((await begin(token, { modifiedAt: 1 })).status).toBe(410);
    expect(parts.uploads.size).toBe(begun);
  });

  it("belongs to the link that began it", async () => {
    const mine = await scene();
    const other = await scene();
    const { body } = await begin(mine.token);
    const asked = { parts: [{ number: 1, sha256: sha256(content) }] };
    const params = { token: other.token, uploadId: body.id };
    const answers = await Promise.all([
      call(pageHandler, routes.partAddresses, { params, body: asked }),
      call(pageHandler, routes.listParts, { params }),
      call(pageHandler, routes.completeUpload, { params }),
      call(pageHandler, routes.cancelUpload, { params }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  });

  it("has no parts beyond its end, and a small one has none at all", async () => {
    const { token } = await scene();
    const { body } = await begin(token);
    const asked = { parts: [{ number: 8, sha256: sha256(content) }] };
    const params = { token, uploadId: body.id };
    expect((await call(pageHandler, routes.partAddresses, { params, body: asked })).status).toBe(422);
    const { body: small } = await begin(token, { size: 1000 });
    expect(small.upload.parts).toBeUndefined();
    expect((await complete(token, small.id)).status).toBe(409);
  });
});
