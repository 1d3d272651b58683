import { mkdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { welcome } from "../../../../local/control/welcome.ts";
import type { RenderedPage } from "../../../../shared/pages/page.ts";
import { violationsOn } from "../../../support/axe.ts";
import { openBrowser, phone } from "../../../support/browser.ts";
import { businessFor, logoAt } from "../../../support/businesses.ts";
import { everyMail } from "../../../support/every-mail.ts";
import { everyPage } from "../../../support/every-page.ts";

const languages = ["fr-BE", "fr-CA", "en-CA"] as const;
const ROOT = join(import.meta.dirname, "../../../..");
const SITE = "https://pages.example";
let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());

/** A browser to which the pages are served with their own headers, the logos with them. */
const visitor = async (colorScheme: "light" | "dark", pages: Record<string, RenderedPage>): Promise<BrowserContext> => {
  const context = await browser.newContext({ viewport: phone, isMobile: true, hasTouch: true, colorScheme });
  await context.route(`${SITE}/**`, async (route) => {
    const address = route.request().url();
    const page = pages[address.slice(`${SITE}/`.length)];
    const logo = logoAt(address);
    if (page) return route.fulfill({ headers: { ...page.headers, "content-type": "text/html" }, body: page.html });
    if (!logo) return route.fulfill({ status: 404 });
    const body = await readFile(join(ROOT, "local/demo/logos", logo));
    return route.fulfill({ headers: { "content-type": "image/png" }, body });
  });
  return context;
};

/** For docs/screenshots, when they are to be taken anew: SCREENSHOTS=1. */
const picture = async (page: Page, name: string): Promise<void> => {
  if (process.env.SCREENSHOTS !== "1") return;
  await mkdir(join(ROOT, "docs/screenshots"), { recursive: true });
  const path = join(ROOT, `docs/screenshots/${name}.png`);
  await page.screenshot({ path, fullPage: true });
  expect((await stat(path)).size).toBeLessThan(150_000);
};

describe.each(languages)("the pages in %s", (language) => {
  const pages = everyPage(language);
  const { name } = businessFor(language);

  it.each(["light", "dark"] as const)(
    "are free of faults to axe, %s, and show the logo",
    { timeout: 60_000 },
    async (scheme) => {
      const context = await visitor(scheme, pages);
      const page = await context.newPage();
      for (const of of Object.keys(pages)) {
        await page.goto(`${SITE}/${of}`);
        expect(await violationsOn(page), of).toEqual([]);
        const logo = page.getByRole("img", { name });
        if ((await logo.count()) > 0)
          expect(
            await logo.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth),
            of,
          ).toBeGreaterThan(0);
        if (scheme === "light" || of === "request") await picture(page, `page-${of}-${language}-${scheme}`);
      }
      await context.close();
    },
  );

  it("speak for the business in its country's words", () => {
    const said = Object.values(pages)
      .map(({ html }) => html)
      .join("\n");
    expect(said.match(/class="logo"/g)?.length).toBe(7);
    expect(said).toContain(`<html lang="${language}">`);
    if (language === "fr-BE") {
      expect(said).toContain("Nouvelles et offres d’Atelier Meuse par e-mail");
      expect(said).toContain("04\u00a0221\u00a012\u00a012");
      expect(said).not.toMatch(/courriel|texto/i);
    }
    if (language === "fr-CA") {
      expect(said).toContain("Nouvelles et offres de Garage Boréal par courriel");
      expect(said).toContain("514\u00a0555-0100");
    }
    expect(said).not.toMatch(/à vous seul|\b(?:de|que) Atelier/);
  });
});

it.each(["light", "dark"] as const)(
  "the first page of a product on one machine is free of faults to axe, %s",
  async (scheme) => {
    const { body, headers } = welcome(join(ROOT, "samples"), "http://127.0.0.1:4000", "fr-BE,en;q=0.5");
    const context = await visitor(scheme, { "": { html: String(body), headers: headers as Record<string, string> } });
    const page = await context.newPage();
    await page.goto(`${SITE}/`);
    expect(await violationsOn(page)).toEqual([]);
    await context.close();
  },
);

it.each(["light", "dark"] as const)("e-mails are free of faults to axe, %s", { timeout: 60_000 }, async (scheme) => {
  for (const language of languages) {
    const mails = Object.entries(everyMail(language)).map(([of, { html }]) => [of, { html }] as const);
    const context = await visitor(scheme, { "": { html: "", headers: {} } });
    const page = await context.newPage();
    // One page for all of them: each only takes the place of the one before.
    await page.goto(`${SITE}/`);
    for (const [of, { html }] of mails) {
      await page.setContent(html);
      // Landmarks belong to the mailbox around it.
      const found = (await violationsOn(page)).filter((violation) => !/^(?:landmark-one-main|region):/.test(violation));
      expect(found, `${of} in ${language}`).toEqual([]);
      if (scheme === "light") await picture(page, `mail-${of}-${language}`);
    }
    await context.close();
  }
});
