import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import { routes as clientRoutes } from "../../functions/clients/manifest.ts";
import { routes } from "../../functions/documents/manifest.ts";
import { desktop, openBrowser, phone } from "../support/browser.ts";
import { eicar, sampleFiles } from "../support/files.ts";
import { mailTo } from "../support/mailbox-of-the-stack.ts";
import { type RouteClient, routeClient } from "../support/route-client.ts";
import { until } from "../support/until.ts";

let api: RouteClient;
let browser: Browser;
let context: BrowserContext | undefined;
let clients = 0;

beforeAll(async () => {
  const { url, accounts } = inject("stack");
  api = routeClient({ baseUrl: url, token: accounts[0]?.apiKey ?? "" });
  browser = await openBrowser();
});
afterEach(() => context?.close());
afterAll(() => browser.close());

const aClient = async (language: string) => {
  clients += 1;
  const email = `documents-${clients}-${Date.now()}@example.org`;
  const { body } = await api.call(clientRoutes.create, { body: { name: `Cliente ${clients}`, email, language } });
  return { id: body.id, email };
};

/** A request that has reached its client: the link is in the e-mail. */
const aRequest = async (asked: Record<string, unknown> = {}, language = "fr") => {
  const client = await aClient(language);
  const { body: request } = await api.call(routes.createRequest, {
    body: {
      clientIds: [client.id],
      title: "Preuve d'assurance",
      accept: ["image/*", "application/pdf"],
      maxBytes: 2_000_000,
      ...asked,
    },
  });
  const mail = await mailTo(inject("stack").url, client.email, /Preuve d'assurance/);
  const link = /https?:\S+\/p\/[\w-]+/.exec(mail.text)?.[0] ?? "";
  return { client, request, mail, link };
};

const openPage = async (link: string, viewport = desktop): Promise<Page> => {
  context = await browser.newContext({ viewport, hasTouch: viewport === phone, isMobile: viewport === phone });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  await page.goto(link);
  expect(complaints).toEqual([]);
  return page;
};

const aFile = (name: string, mimeType: string, buffer: Buffer) => ({ name, mimeType, buffer });
const aPdf = (name: string, size = 1000) =>
  aFile(name, "application/pdf", Buffer.concat([sampleFiles.pdf, Buffer.alloc(size, 32)]));
const fileInput = (page: Page) => page.getByLabel("Choisir des fichiers");
const lineOf = (page: Page, name: string) => page.getByRole("listitem").filter({ hasText: name });

const documentsOf = async (id: string) => (await api.call(routes.ofClient, { params: { id } })).body.data;

describe("a client asked for a document", () => {
  test("gets the e-mail whatever characters the request has", async () => {
    const { mail } = await aRequest({ title: "Preuve d'assurance 📷", message: "𝕄erci 👍🏽" });
    expect(mail.subject).toContain("Preuve d'assurance 📷");
  });

  test("sends it from a phone, staff are told and download it", async () => {
    const { client, request, mail, link } = await aRequest();
    expect(mail.subject).toContain("vous demande un document");
    const page = await openPage(link, phone);
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("Preuve d'assurance");
    const content = aPdf("assurance été.pdf", 30_000);
    await fileInput(page).setInputFiles(content);
    await lineOf(page, "assurance été.pdf").getByText("Reçu, merci").waitFor();
    expect(await page.getByRole("heading", { level: 2 }).textContent()).toContain("1 fichier reçu");
    expect(await page.getByRole("status").textContent()).toMatch(
      /^assurance été\.pdf\u00a0: Reçu, merci\. Merci, nous avons tout reçu\./,
    );
    expect(await page.getByText("Merci, nous avons tout reçu.").first().isVisible()).toBe(true);

    const [document] = await documentsOf(client.id);
    expect(document).toMatchObject({ status: "clean", fileName: "assurance été.pdf", requestId: request.id });
    const { body: shown } = await api.call(routes.get, { params: { id: document?.id ?? "" } });
    const download = await fetch(shown.downloadUrl ?? "");
    expect(download.headers.get("content-disposition")).toContain("attachment");
    expect(Buffer.from(await download.arrayBuffer()).equals(content.buffer)).toBe(true);

    const { body: done } = await api.call(routes.getRequest, { params: { id: request.id } });
    expect(done).toMatchObject({
      status: "complete",
      clients: [{ status: "complete", mail: expect.stringMatching(/^(sent|delivered)$/) }],
    });
    const owner = inject("stack").accounts[0]?.owner.email ?? "";
    await mailTo(inject("stack").url, owner, new RegExp(`Cliente ${clients}`));

    await page.reload();
    await page.getByText("Merci, nous avons tout reçu.").waitFor();

    await api.call(routes.remove, { params: { id: document?.id ?? "" } });
    await until(async () => (await fetch(shown.downloadUrl ?? "")).status === 404, "the file is gone");
  });

  test("is told before the upload that a file is too large or of the wrong kind", async () => {
    const { client, link } = await aRequest();
    const page = await openPage(link);
    await fileInput(page).setInputFiles([
      aPdf("lourd.pdf", 2_000_001),
      aFile("page.html", "text/html", sampleFiles.html),
      aFile("vide.pdf", "application/pdf", Buffer.alloc(0)),
    ]);
    await lineOf(page, "lourd.pdf").getByText("trop lourd").waitFor();
    await lineOf(page, "page.html").getByText("Ce format n’est pas accepté").waitFor();
    await lineOf(page, "vide.pdf").getByText("Ce fichier est vide").waitFor();
    expect(await documentsOf(client.id)).toEqual([]);
  });

  test("is told after the upload that a file was refused", async () => {
    const { client, link } = await aRequest();
    const page = await openPage(link);
    await fileInput(page).setInputFiles([
      aFile("menteur.pdf", "application/pdf", sampleFiles.html),
      aFile("virus.pdf", "application/pdf", Buffer.concat([sampleFiles.pdf, eicar])),
    ]);
    await lineOf(page, "menteur.pdf").getByText("pas d’un format accepté").waitFor();
    await lineOf(page, "virus.pdf").getByText("logiciel malveillant").waitFor();
    const documents = await documentsOf(client.id);
    expect(documents.map(({ status }) => status).toSorted()).toEqual(["infected", "refused"]);
    for (const { id } of documents)
      expect((await api.call(routes.get, { params: { id } })).body.downloadUrl).toBeUndefined();
  });

  test("sees the upload advance, loses the connection, and tries again", async () => {
    const { link } = await aRequest();
    const page = await openPage(link);
    const network = await page.context().newCDPSession(page);
    await network.send("Network.emulateNetworkConditions", {
      offline: false,
      latency: 20,
      downloadThroughput: 500_000,
      uploadThroughput: 400_000,
    });
    let lost = 0;
    await page.route(/quarantine/, (route) => (lost++ === 0 ? route.abort("connectionreset") : route.continue()));
    await fileInput(page).setInputFiles(aPdf("grand.pdf", 1_500_000));
    const line = lineOf(page, "grand.pdf");
    await line.getByText("La connexion a été interrompue.").waitFor();
    await line.getByRole("button", { name: "Réessayer" }).click();
    await until(async () => {
      const part = Number(await line.getByRole("progressbar").getAttribute("value"));
      return part > 0 && part < 1;
    }, "the bar moves");
    await line.getByText("Reçu, merci").waitFor();
  });

  test("drops several files on their places, and works with the keyboard", async () => {
    const { request, link } = await aRequest({ items: [{ label: "Permis" }, { label: "Facture", required: false }] });
    const page = await openPage(link);
    // As text: the test itself knows nothing of a browser's types.
    const files = await page.evaluateHandle(`(() => {
      const moved = new DataTransfer();
      for (const name of ["recto.pdf", "verso.pdf"])
        moved.items.add(new File(["%PDF-1.7"], name, { type: "application/pdf" }));
      return moved;
    })()`);
    const permit = page.getByRole("region", { name: /Permis/ });
    await permit.locator(".drop").dispatchEvent("drop", { dataTransfer: files });
    await permit.getByText("2 fichiers reçus").waitFor();

    // Chromium is told to hand over its dialogue some round trips before the key that opens it.
    const chosen = page.waitForEvent("filechooser");
    await page.getByRole("heading", { name: /Facture/ }).waitFor();
    await page.keyboard.press("Tab");
    await until(
      async () =>
        (await fileInput(page)
          .first()
          .evaluate((input) => input.matches(":focus"))) === true,
      "the first thing to reach is the choice of files",
    );
    await page.keyboard.press("Enter");
    await (await chosen).setFiles(aPdf("clavier.pdf"));
    await lineOf(page, "clavier.pdf").getByText("Reçu, merci").waitFor();
    const { body } = await api.call(routes.getRequest, { params: { id: request.id } });
    expect(body.clients[0]?.received.map(({ files }) => files)).toEqual([3, 0]);
  });

  test("reads English when that is the client's language", async () => {
    const { link } = await aRequest({}, "en");
    const page = await openPage(link);
    await page.getByLabel("Choose files").setInputFiles(aPdf("insurance.pdf"));
    await lineOf(page, "insurance.pdf").getByText("Received, thank you").waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe("en-CA");
  });

  test("learns kindly that a link is wrong or over", async () => {
    const { request, link } = await aRequest();
    await api.call(routes.cancel, { params: { id: request.id } });
    const over = await fetch(link);
    expect([over.status, await over.text()]).toEqual([410, expect.stringContaining("plus valable")]);
    const wrong = await fetch(`${link.slice(0, -3)}xyz`, { headers: { "accept-language": "en" } });
    expect([wrong.status, await wrong.text()]).toEqual([404, expect.stringContaining("leads nowhere")]);
  });
});

describe("a form for an upload", () => {
  const post = (url: string, fields: Record<string, string>, content: Buffer) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append("file", new Blob([new Uint8Array(content)]), "file");
    return fetch(url, { method: "POST", body: form });
  };

  test("lets in exactly what it was made for", async () => {
    const { client, link } = await aRequest();
    const begun = await fetch(`${link}/uploads`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ fileName: "a.pdf", contentType: "application/pdf", size: 1000 }),
    });
    expect(begun.status).toBe(201);
    const { upload } = (await begun.json()) as { upload: { url: string; fields: Record<string, string> } };
    const { url, fields } = upload;
    const signature = Object.keys(fields).find((name) => name.toLowerCase() === "x-amz-signature") ?? "";
    const mutants: Record<string, [Record<string, string>, Buffer]> = {
      "too large": [fields, aPdf("", 2_000_001).buffer],
      empty: [fields, Buffer.alloc(0)],
      "another type": [{ ...fields, "content-type": "text/html" }, sampleFiles.pdf],
      "another key": [{ ...fields, key: `${fields.key}x` }, sampleFiles.pdf],
      "another field": [{ ...fields, acl: "public-read" }, sampleFiles.pdf],
      "a forged signature": [{ ...fields, [signature]: "0".repeat(64) }, sampleFiles.pdf],
      "another policy": [{ ...fields, Policy: Buffer.from('{"conditions":[]}').toString("base64") }, sampleFiles.pdf],
      "no signature": [
        Object.fromEntries(Object.entries(fields).filter(([name]) => name !== signature)),
        sampleFiles.pdf,
      ],
    };
    for (const [name, [changed, content]] of Object.entries(mutants)) {
      const { status } = await post(url, changed, content);
      expect(status, name).toBeGreaterThanOrEqual(400);
      expect(status, name).toBeLessThan(500);
    }
    expect(await documentsOf(client.id)).toEqual([]);
    expect((await post(url, fields, sampleFiles.pdf)).status).toBe(204);
    await until(async () => (await documentsOf(client.id)).length === 1, "the document is listed");
  });
});
