import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import { routes as clientRoutes } from "../../functions/clients/manifest.ts";
import { routes } from "../../functions/documents/manifest.ts";
import { routes as jobRoutes } from "../../functions/jobs/manifest.ts";
import { violationsOn } from "../support/axe.ts";
import { desktop, openBrowser, phone } from "../support/browser.ts";
import { sampleFiles } from "../support/files.ts";
import { mailTo } from "../support/mailbox-of-the-stack.ts";
import { type RouteClient, routeClient } from "../support/route-client.ts";
import { until } from "../support/until.ts";
import { uploadFile } from "../support/upload.ts";

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
  const email = `shares-${clients}-${Date.now()}@example.org`;
  const subscriptions = { email: { general: true, marketing: false } };
  const { body } = await api.call(clientRoutes.create, {
    body: { name: `Cliente partagée ${clients}`, email, language, subscriptions },
  });
  return { id: body.id, email };
};

const isCurrent = (id: string, fileVersion: number) =>
  until(async () => {
    const { body } = await api.call(routes.get, { params: { id } });
    return body.status === "clean" && body.fileVersion === fileVersion;
  }, `file ${fileVersion} of ${id} is there`);

const aDocument = async (fileName: string) => {
  const { body } = await api.call(routes.create, {
    body: { fileName, contentType: "application/pdf", size: sampleFiles.pdf.length },
  });
  if (!body.upload) throw new Error("No form.");
  await uploadFile(body.upload, sampleFiles.pdf);
  await isCurrent(body.id, 1);
  return body.id;
};

const linkTo = async (email: string, subject: RegExp) =>
  /https?:\S+\/p\/[\w-]+/.exec((await mailTo(inject("stack").url, email, subject)).text)?.[0] ?? "";

const openPage = async (link: string, viewport = desktop, more: { bypassCSP?: boolean } = {}): Promise<Page> => {
  context = await browser.newContext({ ...more, viewport, hasTouch: viewport === phone, isMobile: viewport === phone });
  const page = await context.newPage();
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  complaints.length = 0;
  await page.goto(link);
  return page;
};
const complaints: string[] = [];

const shareOf = async (clientId: string) =>
  (await api.call(routes.ofClient, { params: { id: clientId } })).body.data[0]?.share;

describe("a document shared with a client", () => {
  test.each([
    ["fr", phone, "Télécharger", /vous envoie un document/, "plus valable"],
    ["en", desktop, "Download", /sends you a document/, "no longer works"],
  ] as const)(
    "is opened and downloaded from the e-mail in %s, until it is revoked",
    async (language, viewport, label, subject, over) => {
      const client = await aClient(language);
      const id = await aDocument("contrat été.pdf");
      await api.call(routes.share, {
        params: { id },
        body: { clientIds: [client.id], message: "Bonne lecture\nMarie" },
      });
      const link = await linkTo(client.email, subject);

      // What mailboxes do with links.
      expect((await fetch(link)).status).toBe(200);
      expect(await shareOf(client.id)).toMatchObject({
        state: "sent",
        views: 0,
        mail: expect.stringMatching(/^(sent|delivered)$/),
      });

      const page = await openPage(link, viewport);
      expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("contrat été.pdf");
      expect(await page.getByText("Bonne lecture").count()).toBe(1);
      await until(async () => (await shareOf(client.id))?.state === "viewed", "the share is viewed");

      const arriving = page.waitForEvent("download");
      await page.getByRole("button", { name: label }).click();
      const download = await arriving;
      expect(download.suggestedFilename()).toBe("contrat été.pdf");
      const pieces: Buffer[] = [];
      for await (const piece of await download.createReadStream()) pieces.push(Buffer.from(piece));
      expect(Buffer.concat(pieces).equals(sampleFiles.pdf)).toBe(true);
      expect(await shareOf(client.id)).toMatchObject({ state: "downloaded", downloads: 1 });
      expect(complaints).toEqual([]);

      const { body: added } = await api.call(routes.addVersion, {
        params: { id },
        body: { fileName: "contrat v2.png", contentType: "image/png", size: sampleFiles.png.length },
      });
      if (added.upload) await uploadFile(added.upload, sampleFiles.png);
      await isCurrent(id, 2);
      await page.reload();
      expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("contrat v2.png");
      const { body: former } = await api.call(routes.getVersion, { params: { id, number: "1" } });
      expect(Buffer.from(await (await fetch(former.downloadUrl)).arrayBuffer()).equals(sampleFiles.pdf)).toBe(true);

      await api.call(routes.unshare, { params: { id, clientId: client.id } });
      await page.getByRole("button", { name: label }).click();
      await page.getByText(over).waitFor();
      expect((await page.reload())?.status()).toBe(410);

      const types = async () =>
        (await api.call(clientRoutes.activity, { params: { id: client.id } })).body.data.map(({ type }) => type);
      await until(async () => (await types()).includes("document_share.revoked"), "the activity tells it");
      expect(await types()).toEqual(expect.arrayContaining(["document_share.viewed", "document_share.downloaded"]));

      await api.call(routes.remove, { params: { id } });
      await until(async () => (await shareOf(client.id)) === undefined, "the share is gone");
      await until(async () => (await fetch(former.downloadUrl)).status === 404, "the former file is gone");
    },
  );

  test.each([
    ["fr", phone],
    ["fr", desktop],
    ["en", phone],
    ["en", desktop],
  ] as const)("has a page on which axe finds nothing wrong (%s, %o), as has its end", async (language, viewport) => {
    const client = await aClient(language);
    const id = await aDocument("plan.pdf");
    await api.call(routes.share, { params: { id }, body: { clientIds: [client.id], message: "Bonne lecture" } });
    const page = await openPage(await linkTo(client.email, /plan\.pdf/), viewport, { bypassCSP: true });
    expect(await violationsOn(page)).toEqual([]);
    await page.keyboard.press("Tab");
    const arriving = page.waitForEvent("download");
    await page.keyboard.press("Enter");
    await arriving;
    await api.call(routes.unshare, { params: { id, clientId: client.id } });
    await page.reload();
    expect(await violationsOn(page)).toEqual([]);
  });

  test("reaches many at once by a job, as does a message, each once", async () => {
    const [first, second] = [await aClient("fr"), await aClient("en")];
    const id = await aDocument("tarifs.pdf");
    const selection = { clientIds: [first.id, second.id] };
    const letter = { kind: "message" as const, subject: "Fermeture annuelle", body: "Bonjour,\n\nNous fermons." };
    const share = { kind: "share_document" as const, documentId: id };
    for (const action of [letter, share]) {
      const { body } = await api.call(clientRoutes.bulk, { body: { selection, action } });
      await until(async () => {
        const { body: job } = await api.call(jobRoutes.get, { params: { id: body.job.id } });
        return job.status === "finished" && job.counts.created === 2;
      }, `the job of ${action.kind}`);
    }
    for (const { email } of [first, second]) {
      const mail = await mailTo(inject("stack").url, email, /Fermeture annuelle/);
      expect(mail.text).toContain("Nous fermons.");
      await linkTo(email, /tarifs\.pdf/);
    }
  });
});
