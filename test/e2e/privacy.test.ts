import { beforeAll, describe, expect, inject, test } from "vitest";
import { routes as clients } from "../../functions/clients/manifest.ts";
import { routes as documents } from "../../functions/documents/manifest.ts";
import { routes as imports } from "../../functions/imports/manifest.ts";
import { routes as jobs } from "../../functions/jobs/manifest.ts";
import { routes as privacy } from "../../functions/privacy/manifest.ts";
import { sampleFiles } from "../support/files.ts";
import { openTestAccount } from "../support/open-account.ts";
import { type RouteClient, routeClient } from "../support/route-client.ts";
import { until } from "../support/until.ts";
import { formOf, uploadFile } from "../support/upload.ts";

let api: RouteClient;

beforeAll(async () => {
  const { url } = inject("stack");
  const { apiKey } = await openTestAccount(url, { name: "Privacy", country: "CA", language: "fr" });
  api = routeClient({ baseUrl: url, token: apiKey });
});

const jobIsOver = (id: string) =>
  until(
    async () => {
      const { body } = await api.call(jobs.get, { params: { id } });
      return ["finished", "failed", "cancelled"].includes(body.status) && body;
    },
    `the job ${id} is over`,
    50,
  );

describe("a person who asks", () => {
  test("gets all that is kept about them, then is erased, with a receipt", async () => {
    const { body: client } = await api.call(clients.create, { body: { name: "Noémie Zuberbühler" } });
    const params = { id: client.id };
    await api.call(clients.addNote, { params, body: { body: "Préfère le matin" } });
    const pdf = { fileName: "radiographie.pdf", contentType: "application/pdf", size: sampleFiles.pdf.length };
    const { body: document } = await api.call(documents.addAttachment, { params, body: pdf });
    await uploadFile(formOf(document.upload), sampleFiles.pdf);
    const isClean = async () =>
      (await api.call(documents.get, { params: { id: document.id } })).body.status === "clean";
    await until(isClean, "the file was looked at");

    const { body: asked } = await api.call(privacy.exportPerson, { params });
    await jobIsOver(asked.job.id);
    const { body: exported } = await api.call(imports.getExport, { params: { id: asked.id } });
    const zip = Buffer.from(await (await fetch(exported.downloadUrl ?? "")).arrayBuffer()).toString();
    for (const text of ["client.json", "Préfère le matin", "radiographie.pdf", "%PDF-1.7"]) expect(zip).toContain(text);

    const { body: begun } = await api.call(privacy.erase, { params });
    await expect(api.call(clients.get, { params })).rejects.toMatchObject({ status: 404 });
    await jobIsOver(begun.job.id);
    const { body: receipt } = await api.call(privacy.getErasure, { params: { id: begun.erasureId } });
    expect(receipt.status).toBe("finished");
    const counts = Object.fromEntries(receipt.erased.map(({ what, count }) => [what, count]));
    expect(counts).toMatchObject({ client: 1, notes: 1, documents: 1, files: 1, personalExports: 1 });
    await expect(api.call(documents.get, { params: { id: document.id } })).rejects.toMatchObject({ status: 404 });
    expect((await fetch(exported.downloadUrl ?? "")).status).toBe(404);
  });
});

describe("work on lists", () => {
  test("begins when an import has finished, and finds everybody", { timeout: 150_000 }, async () => {
    const rows = Array.from({ length: 400 }, (_, row) => `Client ${row};client${row}@lists.example;Nouveaux`);
    const file = ["Nom;Courriel;Étiquettes", ...rows].join("\n");
    const { body: item } = await api.call(imports.create, { body: { kind: "clients", fileName: "liste.csv" } });
    await uploadFile(formOf(item.upload), file);
    const { body: started } = await api.call(imports.start, { params: { id: item.id }, body: {} });
    expect(await jobIsOver(started.job.id)).toMatchObject({ status: "finished", counts: { created: 400 } });
    const { body: count } = await api.call(clients.count, { query: { tag: "nouveaux" } });
    expect(count).toEqual({ count: 400, exact: true });
    const { body } = await api.call(clients.renameTag, { params: { tag: "nouveaux" }, body: { name: "Anciens" } });
    expect(await jobIsOver(body.job.id)).toMatchObject({ status: "finished", counts: { changed: 400 } });
    expect((await api.call(clients.count, { query: { tag: "anciens" } })).body.count).toBe(400);
  });
});
