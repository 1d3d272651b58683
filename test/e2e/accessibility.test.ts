import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { routes } from "../../functions/documents/manifest.ts";
import { requestWords } from "../../functions/documents/pages/request-words.ts";
import { subscriptionsPage } from "../../functions/pages/subscriptions-page.ts";
import { aClient } from "../support/a-client.ts";
import { violationsOn } from "../support/axe.ts";
import { desktop, openBrowser, phone } from "../support/browser.ts";
import {
  aPdf,
  connectionOf,
  contextFor,
  lineOf,
  requestThatArrived,
  slowPace,
  staffClient,
} from "../support/page-of-a-request.ts";
import { until } from "../support/until.ts";

let browser: Browser;
let context: BrowserContext;

beforeAll(async () => {
  browser = await openBrowser();
});
afterEach(() => context?.close());
afterAll(() => browser?.close());

const cases = (["fr", "en"] as const).flatMap((language) => [
  [language, "a phone", phone] as const,
  [language, "a desktop", desktop] as const,
]);

describe.each(cases)("in %s on %s, axe finds nothing wrong", (language, _place, viewport) => {
  const open = async (link: string): Promise<Page> => {
    context = await contextFor(browser, viewport, { bypassCSP: true });
    const page = await context.newPage();
    await page.setExtraHTTPHeaders({ "accept-language": language });
    await page.goto(link);
    return page;
  };
  const words = requestWords[language];

  test("with the page of a request: empty, sending, refused, received, complete", async () => {
    const { link } = await requestThatArrived({ maxBytes: 2_000_000 }, language);
    const page = await open(link);
    expect(await violationsOn(page), "empty").toEqual([]);

    const connection = await connectionOf(page);
    await connection.carry(slowPace);
    await page.getByLabel(words.choose).setInputFiles([aPdf("a.pdf", 900_000), aPdf("b.pdf", 2_000_001)]);
    await until(
      async () => Number(await lineOf(page, "a.pdf").getByRole("progressbar").getAttribute("value")) > 0,
      "the file is on its way",
    );
    expect(await violationsOn(page), "sending, and refused before").toEqual([]);
    await connection.carry(0);
    await lineOf(page, "a.pdf").getByText(words.states.lost).waitFor();
    expect(await violationsOn(page), "interrupted").toEqual([]);
    await connection.carry(10_000_000);
    await lineOf(page, "a.pdf").getByText(words.states.received).waitFor();
    expect(await violationsOn(page), "received").toEqual([]);
    await page.reload();
    await page.getByText(words.complete).waitFor();
    expect(await violationsOn(page), "complete").toEqual([]);
  });

  test("with a link that is over or wrong", async () => {
    const { link, requestId } = await requestThatArrived({}, language);
    await staffClient().call(routes.cancel, { params: { id: requestId } });
    expect(await violationsOn(await open(link)), "over").toEqual([]);
    await context.close();
    expect(await violationsOn(await open(`${link.slice(0, -3)}xyz`)), "wrong").toEqual([]);
  });

  test("with the page of subscriptions, as it comes, saved, and unsubscribed", async () => {
    context = await contextFor(browser, viewport, { bypassCSP: true });
    const page = await context.newPage();
    const client = aClient({
      ...{ language, email: "noemie@example.org", mobile: "+15145551212" },
      subscriptions: { email: { general: true, marketing: true }, sms: { general: true, marketing: true } },
    });
    const view = { client, language, account: { name: "Garage Tremblay" } };
    for (const done of [undefined, "saved", "unsubscribed"] as const) {
      await page.setContent(subscriptionsPage(view, "", done).html);
      expect(await violationsOn(page), done ?? "asked").toEqual([]);
    }
  });
});

test("whoever has only a keyboard sends a file, and hears what became of it", async () => {
  const { link, clientId } = await requestThatArrived({ accept: ["application/pdf"] });
  context = await contextFor(browser, desktop);
  const page = await context.newPage();
  await page.goto(link);
  const input = page.getByLabel("Choisir des fichiers");
  const chosen = page.waitForEvent("filechooser");
  await page.getByRole("heading", { level: 2 }).waitFor();
  await page.keyboard.press("Tab");
  await until(async () => (await input.evaluate((element) => element.matches(":focus"))) === true, "it has the focus");
  const outline = await page.evaluate("getComputedStyle(document.querySelector('input:focus + label')).outlineStyle");
  expect(outline).toBe("solid");
  await page.keyboard.press("Enter");
  await (await chosen).setFiles(aPdf("clavier.pdf"));
  await page.getByRole("status").filter({ hasText: "clavier.pdf\u00a0: Reçu, merci" }).waitFor({ state: "attached" });
  const { body } = await staffClient().call(routes.ofClient, { params: { id: clientId } });
  expect(body.data).toHaveLength(1);
});
