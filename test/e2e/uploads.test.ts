import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { routes } from "../../functions/documents/manifest.ts";
import { desktop, openBrowser, phone } from "../support/browser.ts";
import { sampleFiles } from "../support/files.ts";
import {
  aPdf,
  connectionOf,
  contextFor,
  lineOf,
  openIn,
  picture,
  requestThatArrived,
  slowPace,
  staffClient,
} from "../support/page-of-a-request.ts";
import { until } from "../support/until.ts";

const MIB = 1024 * 1024;

let browser: Browser;
let context: BrowserContext;
let folder: string;

beforeAll(async () => {
  browser = await openBrowser();
  folder = await mkdtemp(join(tmpdir(), "uploads-"));
});
afterEach(() => context?.close());
afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

const pageFor = async (link: string, viewport = desktop): Promise<Page> => {
  context = await contextFor(browser, viewport);
  return openIn(context, link);
};
const choose = (page: Page) => page.getByLabel("Choisir des fichiers");
const partOf = async (page: Page, name: string) =>
  Number(await lineOf(page, name).getByRole("progressbar").getAttribute("value"));

describe.each([
  ["a phone", phone],
  ["a desktop", desktop],
] as const)("on %s", (_place, viewport) => {
  const pictureOf = (page: Page, name: string) =>
    picture(page, `upload-${name}-${viewport === phone ? "phone" : "desktop"}`);

  test("two files go one after the other with their progress, and another is refused before it is sent", async () => {
    const { link, clientId } = await requestThatArrived({ maxBytes: 2_000_000 });
    const page = await pageFor(link, viewport);
    await pictureOf(page, "empty");
    await (await connectionOf(page)).carry(300_000);
    await choose(page).setInputFiles([
      aPdf("recto.pdf", 900_000),
      aPdf("verso.pdf", 900_000),
      aPdf("lourd.pdf", 2_000_001),
    ]);
    await lineOf(page, "lourd.pdf").getByText("trop lourd").waitFor();
    for (const name of ["recto.pdf", "verso.pdf"])
      await until(async () => {
        const part = await partOf(page, name);
        return part > 0 && part < 1;
      }, `${name} advances`);
    await pictureOf(page, "sending");
    await lineOf(page, "recto.pdf").getByText("Reçu, merci").waitFor();
    await lineOf(page, "verso.pdf").getByText("Reçu, merci").waitFor();
    await pictureOf(page, "received");
    const { body } = await staffClient().call(routes.ofClient, { params: { id: clientId } });
    expect(body.data.map(({ status }) => status)).toEqual(["clean", "clean"]);
  });

  test("a file goes on by itself when the connection is back", async () => {
    const { link } = await requestThatArrived();
    const page = await pageFor(link, viewport);
    const connection = await connectionOf(page);
    await connection.carry(slowPace);
    await choose(page).setInputFiles(aPdf("coupure.pdf", 1_200_000));
    await until(async () => (await partOf(page, "coupure.pdf")) > 0, "the file is on its way");
    await connection.carry(0);
    await lineOf(page, "coupure.pdf").getByText("La connexion a été interrompue.").waitFor();
    await pictureOf(page, "offline");
    await connection.carry(10_000_000);
    await lineOf(page, "coupure.pdf").getByText("Reçu, merci").waitFor();
  });

  test("a file that is not what was signed for is refused by the policy", async () => {
    const { link, clientId } = await requestThatArrived();
    const page = await pageFor(link, viewport);
    // The form is for one content; another one is sent with it.
    await page.evaluate(`(() => {
      const append = FormData.prototype.append;
      FormData.prototype.append = function (name, value, ...rest) {
        return append.call(this, name, name === "file" ? new Blob(["%PDF-1.7 another"]) : value, ...rest);
      };
    })()`);
    await choose(page).setInputFiles(aPdf("autre.pdf"));
    await lineOf(page, "autre.pdf").getByText("Ce fichier n’est pas arrivé entier").waitFor();
    await pictureOf(page, "refused");
    const { body } = await staffClient().call(routes.ofClient, { params: { id: clientId } });
    expect(body.data).toEqual([]);
  });
});

test("a phone offers its camera, a desktop does not", async () => {
  const { link } = await requestThatArrived();
  const page = await pageFor(link, phone);
  const camera = page.getByLabel("Prendre une photo");
  expect(await page.getByText("Prendre une photo").isVisible()).toBe(true);
  expect(await camera.getAttribute("capture")).toBe("environment");
  await camera.setInputFiles({ name: "IMG_1.png", mimeType: "image/png", buffer: sampleFiles.png });
  await lineOf(page, "IMG_1.png").getByText("Reçu, merci").waitFor();
  await context.close();
  const wide = await pageFor(link, desktop);
  expect(await wide.getByText("Prendre une photo").isVisible()).toBe(false);
});

test("a file of more than 100 MiB goes on after a reload where it was", { timeout: 120_000 }, async () => {
  const { link, clientId } = await requestThatArrived({ maxBytes: 200 * MIB });
  const size = 101 * MIB;
  const path = join(folder, "grand.pdf");
  const file = await open(path, "w");
  await file.write(sampleFiles.pdf);
  await file.truncate(size);
  await file.close();

  const page = await pageFor(link);
  const begun: number[] = [];
  page.on("request", (request) => {
    const number = new URL(request.url()).searchParams.get("partNumber");
    if (number && request.method() === "PUT") begun.push(Number(number));
  });
  // Two seconds a part: the last one is not sent before the reload.
  const connection = await connectionOf(page);
  await connection.carry(8_000_000);
  await choose(page).setInputFiles(path);
  await until(async () => begun.length >= 4, "three parts have come");
  page.on("dialog", (dialog) => dialog.accept());
  await page.reload();
  await connection.carry(1_000_000_000);
  const before = begun.length;
  await choose(page).setInputFiles(path);
  await until(async () => (await partOf(page, "grand.pdf")) > 0.3, "it begins where it was");
  await picture(page, "upload-resumed-desktop");
  await lineOf(page, "grand.pdf").getByText("Reçu, merci").waitFor({ timeout: 60_000 });
  // Seven parts of 16 MiB; at most the one under way at the reload was sent twice.
  expect(new Set(begun).size).toBe(7);
  expect(begun.length - 7).toBeLessThanOrEqual(1);
  expect(begun.length).toBeGreaterThan(before);

  const { body } = await staffClient().call(routes.ofClient, { params: { id: clientId } });
  expect(body.data).toMatchObject([{ status: "clean", size, fileName: "grand.pdf" }]);
});
