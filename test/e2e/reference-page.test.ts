import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import { describeApi, manifests, nameSchemas } from "../../scripts/openapi.ts";
import { referencePage } from "../../scripts/reference-page.ts";
import { violationsOn } from "../support/axe.ts";
import { desktop, openBrowser } from "../support/browser.ts";

const smallPhone = { width: 360, height: 740 };

let browser: Browser;
let context: BrowserContext;

beforeAll(async () => {
  browser = await openBrowser();
});
afterEach(() => context?.close());
afterAll(() => browser?.close());

const openDocs = async (options: Parameters<Browser["newContext"]>[0]): Promise<Page> => {
  context = await browser.newContext(options);
  const page = await context.newPage();
  await page.goto(`${inject("stack").url}/docs`);
  return page;
};
const search = (page: Page) => page.getByLabel("Search guides, routes and fields");
const firstResult = (page: Page) => page.locator("#results a").first();

describe.each(["light", "dark"] as const)("in %s colours", (colorScheme) => {
  test.each([
    ["a phone", smallPhone],
    ["a desktop", desktop],
  ])("axe finds nothing wrong on %s, with results and without", { timeout: 120_000 }, async (_, viewport) => {
    context = await browser.newContext({ viewport, colorScheme, bypassCSP: true });
    const page = await context.newPage();
    await page.setContent(await shortPage());
    expect(await violationsOn(page)).toEqual([]);
    await search(page).fill("job");
    await firstResult(page).waitFor();
    expect(await violationsOn(page)).toEqual([]);
  });
});

/** The page with all guides and a few routes: what it is made of repeats itself, and axe looks at every word. */
const shortPage = async (): Promise<string> => {
  await nameSchemas();
  return referencePage(
    describeApi((await manifests()).filter(({ feature }) => ["jobs", "platform"].includes(feature))),
  );
};

test("nothing is wider than a phone of 360 pixels", async () => {
  const page = await openDocs({ viewport: smallPhone });
  await page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true");
  await search(page).fill("clientIds");
  await firstResult(page).waitFor();
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(smallPhone.width);
});

test("its own policy lets it search, and nothing else happens", async () => {
  context = await browser.newContext();
  const page = await context.newPage();
  const said: string[] = [];
  const asked: string[] = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(error.message));
  page.on("request", (request) => asked.push(request.url()));
  const { url } = inject("stack");
  const answer = await page.goto(`${url}/docs`);
  expect(answer?.headers()["content-security-policy"]).toMatch(/script-src 'sha256-.*frame-ancestors 'none'/);
  await search(page).fill("merge patch");
  await firstResult(page).waitFor();
  expect(said).toEqual([]);
  expect(asked.filter((each) => !each.endsWith("/favicon.ico"))).toEqual([`${url}/docs`]);
});

describe("the search", () => {
  test("finds routes, fields, guides and problems, by names and sentences, also mistyped", async () => {
    const page = await openDocs({ viewport: desktop });
    for (const [query, expected] of [
      ["clients/bulk", "/v1/clients/bulk"],
      ["archive client", "/v1/clients/{id}"],
      ["distance", "distanceMeters"],
      ["IANA", "timeZone"],
      ["idempotency", "Idempotency keys"],
      ["version-mismatch", "version-mismatch"],
      ["campain", "campaign"],
      ["consent", "/subscriptions"],
      ["login", "Sessions of people"],
      ["pagination", "Lists and pages"],
    ] as const) {
      await search(page).fill(query);
      const results = await page.locator("#results li").allTextContents();
      expect(results.slice(0, 8).join("\n"), query).toContain(expected);
    }
    await search(page).fill("zzqqxx");
    await page.getByRole("status").getByText("0 results").waitFor();
  });

  test("works by keyboard alone", async () => {
    const page = await openDocs({ viewport: desktop });
    await search(page).focus();
    await page.keyboard.type("unsubscribed");
    await page.getByRole("status").getByText("result").waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowUp");
    expect(await page.evaluate("document.activeElement === document.querySelector('#results a')")).toBe(true);
    await page.keyboard.press("Enter");
    await page.locator(".found").waitFor();
    expect(await page.evaluate("document.activeElement.matches('.found') && location.hash.length > 1")).toBe(true);
    await search(page).focus();
    await page.keyboard.press("Escape");
    expect(await search(page).inputValue()).toBe("");
    expect(await page.locator("#menu").isVisible()).toBe(true);
  });
});

test("without scripts the page is whole, but for the search", async () => {
  const page = await openDocs({ javaScriptEnabled: false });
  expect(await page.getByRole("heading", { name: "Idempotency keys" }).isVisible()).toBe(true);
  expect(await page.locator("#search").isVisible()).toBe(false);
});

test("a command is copied as it stands", async () => {
  const page = await openDocs({ permissions: ["clipboard-read", "clipboard-write"] });
  const example = page.locator("#clientsCount").locator("xpath=..");
  await example.getByRole("button", { name: "Copy" }).first().click();
  await example.getByRole("button", { name: "Copied" }).waitFor();
  const copied = String(await page.evaluate("navigator.clipboard.readText()"));
  expect(copied).toBe(await example.locator("pre.try").textContent());
});
