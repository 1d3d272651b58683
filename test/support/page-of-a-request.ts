import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import { inject } from "vitest";
import { routes as clientRoutes } from "../../functions/clients/manifest.ts";
import { routes } from "../../functions/documents/manifest.ts";
import { phone } from "./browser.ts";
import { sampleFiles } from "./files.ts";
import { mailTo } from "./mailbox-of-the-stack.ts";
import { routeClient } from "./route-client.ts";

let clients = 0;

export const staffClient = () => {
  const { url, accounts } = inject("stack");
  return routeClient({ baseUrl: url, token: accounts[0]?.apiKey ?? "" });
};

/** A request that has reached its client: the link is in the e-mail. */
export const requestThatArrived = async (asked: Record<string, unknown> = {}, language = "fr") => {
  const api = staffClient();
  clients += 1;
  const email = `pages-${clients}-${Date.now()}@example.org`;
  const { body: client } = await api.call(clientRoutes.create, {
    body: { name: `Cliente ${clients}`, email, language },
  });
  const { body: request } = await api.call(routes.createRequest, {
    body: { clientIds: [client.id], title: "Preuve d'assurance", accept: ["image/*", "application/pdf"], ...asked },
  });
  const mail = await mailTo(inject("stack").url, email, /Preuve d'assurance/);
  return { clientId: client.id, requestId: request.id, mail, link: /https?:\S+\/p\/[\w-]+/.exec(mail.text)?.[0] ?? "" };
};

export const contextFor = (browser: Browser, viewport: typeof phone, more: { bypassCSP?: boolean } = {}) =>
  browser.newContext({ viewport, hasTouch: viewport === phone, isMobile: viewport === phone, ...more });

export const openIn = async (context: BrowserContext, link: string): Promise<Page> => {
  const page = await context.newPage();
  await page.goto(link);
  return page;
};

export const aPdf = (name: string, size = 1000) => ({
  name,
  mimeType: "application/pdf",
  buffer: Buffer.concat([sampleFiles.pdf, Buffer.alloc(size, 32)]),
});

export const lineOf = (page: Page, name: string): Locator => page.getByRole("listitem").filter({ hasText: name });

export interface Connection {
  /** Bytes a second; 0 is none. */
  carry(uploadThroughput: number): Promise<void>;
}

/** Bytes a second at which no file of these tests arrives before it is cut off, however busy the machine. */
export const slowPace = 20_000;

/** The connection of somebody on the road. */
export const connectionOf = async (page: Page): Promise<Connection> => {
  const network = await page.context().newCDPSession(page);
  const common = { latency: 20, downloadThroughput: 2_000_000 };
  return {
    async carry(uploadThroughput) {
      const offline = uploadThroughput === 0;
      await network.send("Network.emulateNetworkConditions", { ...common, offline, uploadThroughput });
    },
  };
};

/** For docs/screenshots, when they are to be taken anew: SCREENSHOTS=1. */
export const picture = async (page: Page, name: string): Promise<void> => {
  if (process.env.SCREENSHOTS !== "1") return;
  await page.screenshot({ path: new URL(`../../docs/screenshots/${name}.png`, import.meta.url).pathname });
};
