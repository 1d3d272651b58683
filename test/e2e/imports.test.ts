import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { routes as clientRoutes } from "../../functions/clients/manifest.ts";
import { routes } from "../../functions/imports/manifest.ts";
import { openTestAccount } from "../support/open-account.ts";
import { type RouteClient, routeClient } from "../support/route-client.ts";
import { until } from "../support/until.ts";
import { uploadFile } from "../support/upload.ts";

const samples = resolve(import.meta.dirname, "../../samples");
let api: RouteClient;

beforeAll(async () => {
  const { url } = inject("stack");
  const { apiKey } = await openTestAccount(url, { name: "Import test", country: "CA", language: "fr" });
  api = routeClient({ baseUrl: url, token: apiKey });
});

/** Imports a file, and waits for its end. */
const importFile = async (file: Uint8Array | string, start: { dryRun?: boolean } = {}) => {
  const { body: made } = await api.call(routes.create, {
    body: { kind: "clients", fileName: "clients.csv", format: "auto" },
  });
  expect(made.status).toBe("awaiting_upload");
  if (!made.upload) throw new Error("There is no upload.");
  expect((await uploadFile(made.upload, file)).status).toBeLessThan(300);
  const params = { id: made.id };
  await api.call(routes.start, { params, body: start });
  return until(
    async () => {
      const { body } = await api.call(routes.get, { params });
      return (body.status === "finished" || body.status === "failed") && body;
    },
    "the import ends",
    110,
  );
};

describe("importing real client lists", () => {
  test("the French list needs no mapping: every row is a client, and each cell that was left out says what to correct", async () => {
    const file = await readFile(`${samples}/clients-windows-1252.csv`);
    const tried = await importFile(file, { dryRun: true });
    expect(tried.counts).toMatchObject({ rows: 500, incomplete: 44, failed: 0 });
    expect((await api.call(clientRoutes.count)).body.count).toBe(0);

    const first = await importFile(file);
    expect(first.status).toBe("finished");
    const { created, updated, unchanged, incomplete, failed } = first.counts;
    expect(created + updated + unchanged + failed).toBe(500);
    expect({ incomplete, failed }).toEqual({ incomplete: 44, failed: 0 });
    const errors = [];
    for await (const error of api.all(routes.errors, { params: { id: first.id } })) errors.push(error);
    expect(errors).toHaveLength(44);
    for (const error of errors)
      expect(error).toMatchObject({
        row: expect.any(Number),
        imported: true,
        message: expect.stringMatching(/^Ce n’est pas un.*corrigez-l[ae]/),
      });

    await until(async () => (await api.call(clientRoutes.count)).body.count === created, "every client is counted", 60);
    const again = await importFile(file);
    expect(again.counts).toMatchObject({ created: 0, updated: 0, incomplete: 44 });

    const { body } = await api.call(clientRoutes.list, { query: { q: "Œuvrard" } });
    expect(body.data.some(({ name }) => name === "Océane Œuvrard")).toBe(true);
  });

  test("a Google Contacts export comes in whole, and again creates nothing", async () => {
    const file = await readFile(`${samples}/google-contacts.csv`);
    const first = await importFile(file);
    expect(first.counts).toMatchObject({ rows: 400, failed: 0 });
    expect((await importFile(file)).counts).toMatchObject({ created: 0, updated: 0, unchanged: 400 });
  });

  test("a file that was never uploaded fails with a sentence", async () => {
    const { body: made } = await api.call(routes.create, { body: { kind: "clients", fileName: "x.csv" } });
    await api.call(routes.start, { params: { id: made.id }, body: {} });
    const ended = await until(async () => {
      const { body } = await api.call(routes.get, { params: { id: made.id } });
      return body.status === "failed" && body;
    }, "the import fails");
    expect(ended.failure).toContain("Aucun fichier n’a été téléversé");
  });

  test("an export gives the same clients back, formulas neutralised", async () => {
    await importFile("Nom;Courriel\n=1+1;formule@example.org\n");
    const { body: asked } = await api.call(routes.createExport, { body: { kind: "clients" } });
    const ready = await until(async () => {
      const { body } = await api.call(routes.getExport, { params: { id: asked.id } });
      return body.downloadUrl !== undefined && body;
    }, "the export is written");
    const answer = await fetch(ready.downloadUrl ?? "");
    expect(answer.headers.get("content-disposition")).toContain("attachment");
    const text = await answer.text();
    expect(text).toContain("'=1+1");
    const again = await importFile(text);
    expect(again.counts).toMatchObject({ created: 0, failed: 0 });
  });
});
