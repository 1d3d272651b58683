import type { Browser, Page, Request } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { requestPage } from "../../../../../functions/documents/pages/request-page.ts";
import { derivedId } from "../../../../../shared/ids.ts";
import { openBrowser } from "../../../../support/browser.ts";
import { until } from "../../../../support/until.ts";

// A browser on a busy machine takes its time.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

const LINK = "https://pages.example/p/token";
const items = ["Permis", "Facture"].map((label) => ({ id: derivedId("item", label), label, required: true }));
const optional = { id: derivedId("item", "Autre"), label: "Autre", required: false };

/** What the other side says: S3 to each form in turn (204 once the list is over), and we to whoever asks after a file. */
let verdicts: { status: number; body: string }[];
let outcome: { status: number; body: string };
let forms: number;
let asked: number;
let browser: Browser;
let page: Page;

const s3Says = (status: number, code: string, message = "") => ({
  status,
  body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`,
});
const weSay = (body: unknown, status = 200) => ({ status, body: JSON.stringify(body) });

const answerTo = (request: Request) => {
  const { pathname } = new URL(request.url());
  if (pathname === "/s3") return verdicts.shift() ?? { status: 204, body: "" };
  if (pathname.endsWith("/uploads")) {
    forms += 1;
    const upload = { url: "https://pages.example/s3", fields: { key: `form-${forms}` } };
    return weSay({ id: `upl_${forms}`, upload }, 201);
  }
  asked += 1;
  return outcome;
};

const openPage = async () => {
  const { html, headers } = requestPage(
    {
      request: {
        title: "Dossier",
        items: [...items, optional],
        accept: ["application/pdf"],
        maxBytes: 1_000_000,
        expiresAt: "2026-04-02T03:00:00.000Z",
      },
      recipient: { received: {}, status: "waiting" },
      account: { name: "Garage Tremblay", language: "en", timeZone: "America/Toronto", settings: {} },
      client: { language: "en" },
    },
    "https://pages.example",
  );
  page = await browser.newPage();
  await page.clock.install();
  await page.route("**/*", (route, request) =>
    request.url() === LINK
      ? route.fulfill({ contentType: "text/html", headers, body: html })
      : route.fulfill({ contentType: "application/json", ...answerTo(request) }),
  );
  await page.goto(LINK);
};

const choose = (label: string, name = "a.pdf") =>
  page
    .getByRole("region", { name: label })
    .getByLabel("Choose files")
    .setInputFiles({ name, mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7") });
const line = () => page.getByRole("listitem").first();
const news = () => page.getByRole("status").textContent();
const retry = () => line().getByRole("button");
/** Lets time go by in the browser until its page says something. */
const says = (words: string) =>
  until(async () => {
    await page.clock.fastForward(500);
    return (await line().textContent())?.includes(words);
  }, `the page says “${words}”`);
const show = (hidden: boolean) =>
  page.evaluate(`(() => {
    Object.defineProperty(document, "hidden", { configurable: true, get: () => ${hidden} });
    document.dispatchEvent(new Event("visibilitychange"));
  })()`);

beforeAll(async () => {
  browser = await openBrowser();
});
beforeEach(async () => {
  verdicts = [];
  outcome = weSay({ status: "received" });
  forms = 0;
  asked = 0;
  await openPage();
});
afterEach(() => page.close());
afterAll(() => browser?.close());

describe("a form that S3 does not take", () => {
  it.each([
    s3Says(400, "RequestTimeout", "Your socket connection to the server was not read from."),
    s3Says(403, "AccessDenied", "Invalid according to Policy: Policy expired."),
    s3Says(403, "AccessDenied", "Access Denied"),
    s3Says(503, "SlowDown"),
    { status: 400, body: "" },
  ])("may be tried again, with another form: $status $body", async (verdict) => {
    verdicts = [verdict];
    await choose("Permis");
    await says("Sending did not succeed.");
    await retry().click();
    await says("Received, thank you");
    expect(forms).toBe(2);
  });

  it.each([
    s3Says(403, "AccessDenied", "Invalid according to Policy: Policy Condition failed: ..."),
    s3Says(400, "EntityTooLarge"),
    s3Says(400, "EntityTooSmall"),
  ])("is refused for good when it breaks the policy: $body", async (verdict) => {
    verdicts = [verdict];
    await choose("Permis");
    await says("This file did not arrive whole, or changed while it was sent");
    expect(await retry().count()).toBe(0);
    expect(forms).toBe(1);
  });

  it("because its content was changed on its way is sent once more, and refused when it comes changed again", async () => {
    verdicts = [s3Says(400, "BadDigest")];
    await choose("Permis");
    await says("Received, thank you");
    expect(forms).toBe(2);
    verdicts = [s3Says(400, "BadDigest"), s3Says(400, "BadDigest")];
    await choose("Facture");
    await until(
      async () => (await news())?.includes("This file did not arrive whole, or changed while it was sent"),
      "the second file is refused",
    );
    expect(forms).toBe(4);
  });
});

describe("a check that takes long", () => {
  const later = "we will be told if the file is refused";
  beforeEach(async () => {
    outcome = weSay({ status: "waiting" });
    await choose("Permis");
    await says(later);
  });

  it("tells its refusal to whoever is still there", async () => {
    outcome = weSay({ status: "infected" });
    await says("malicious software");
    expect(await news()).toContain("malicious software");
  });

  it("counts the file when it is received at last, and keeps no other file waiting", async () => {
    outcome = weSay({ status: "received" });
    await choose("Permis", "b.pdf");
    await says("Received, thank you");
    await until(async () => {
      await page.clock.fastForward(500);
      return (await page.getByRole("heading", { name: "Permis" }).textContent())?.includes("2 files received");
    }, "both are received");
  });

  it("is not asked after while nobody looks", async () => {
    await show(true);
    const before = asked;
    for (let turn = 0; turn < 10; turn++) await page.clock.fastForward(10_000);
    expect(asked).toBe(before);
    outcome = weSay({ status: "refused", reason: "type_mismatch" });
    await show(false);
    await says("not of an accepted format, though its name says so");
  });

  it("is not said to have failed when the link ends meanwhile", async () => {
    outcome = weSay({}, 410);
    const before = asked;
    await until(async () => {
      await page.clock.fastForward(10_000);
      return asked > before;
    }, "it is asked once more");
    for (let turn = 0; turn < 3; turn++) await page.clock.fastForward(10_000);
    expect(asked).toBe(before + 1);
    expect(await line().textContent()).toContain(later);
  });

  it("is asked after for ten minutes and no more", async () => {
    // Answers within the page: sixty of them through the network take their time.
    await page.evaluate(`(() => {
      window.asked = 0;
      window.fetch = async () => ({ ok: true, json: async () => ({ status: "waiting", nth: window.asked++ }) });
    })()`);
    await page.clock.runFor(9 * 60_000);
    expect(await page.evaluate("window.asked")).toBe(54);
    await page.clock.runFor(3 * 60_000);
    expect(await page.evaluate("window.asked")).toBe(60);
  });
});

describe("who sends files", () => {
  it("hears and sees when everything that is needed has come, once", async () => {
    const thanks = page.locator("#thanks");
    await choose("Autre");
    await choose("Permis");
    await until(async () => {
      await page.clock.fastForward(500);
      return (await page.getByText("Received, thank you", { exact: true }).count()) === 2;
    }, "two have come");
    expect(await thanks.isVisible()).toBe(false);
    expect(await news()).toBe("a.pdf: Received, thank you");
    await choose("Facture");
    await until(async () => {
      await page.clock.fastForward(500);
      return thanks.isVisible();
    }, "everything has come");
    expect(await news()).toMatch(/^a\.pdf: Received, thank you\. Thank you, we have received everything\./);
    await choose("Facture", "b.pdf");
    await until(async () => {
      await page.clock.fastForward(500);
      return (await news()) === "b.pdf: Received, thank you";
    }, "one more has come");
  });

  it("with the keyboard stay at their file when they try again", async () => {
    verdicts = [s3Says(400, "RequestTimeout")];
    await choose("Permis");
    await says("Sending did not succeed.");
    await retry().press("Enter");
    await says("Received, thank you");
    expect(await line().evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true);
  });
});
