import { beforeEach, describe, expect, it } from "vitest";
import { routes as documentRoutes } from "../../../../../functions/documents/manifest.ts";
import { routes } from "../../../../../functions/documents/pages-manifest.ts";
import { call } from "../../../../support/call.ts";
import { documentsFeature } from "../feature.ts";

const feature = await documentsFeature();
const { clock, handler, pageHandler, aBusiness, aClientOf, aRequest } = feature;

const open = (token: string, headers: Record<string, string> = {}) =>
  call(pageHandler, routes.openDocuments, { params: { token }, headers });

beforeEach(() => clock.set("2026-03-02T15:00:00.000Z"));

describe("a link", () => {
  it("opens the page of its request in the client's language, and opening it changes nothing", async () => {
    const business = await aBusiness();
    const client = await aClientOf(business.account.id, { language: "en" });
    const { request, token } = await aRequest(business, client);
    const before = await call(handler, documentRoutes.getRequest, {
      headers: business.headers,
      params: { id: request.id },
    });
    const page = await open(token, { "accept-language": "fr" });
    expect(page.status).toBe(200);
    expect(page.headers).toMatchObject({ "content-type": "text/html; charset=utf-8", "cache-control": "no-store" });
    for (const part of ["Garage Tremblay", "Preuve d&#39;assurance", "Choose files"]) expect(page.text).toContain(part);
    const after = await call(handler, documentRoutes.getRequest, {
      headers: business.headers,
      params: { id: request.id },
    });
    expect(after.text).toBe(before.text);
  });

  it("that is wrong says so in the browser's language and tells nothing", async () => {
    const page = await open("wrong", { "accept-language": "fr-CA,fr;q=0.9,en;q=0.8" });
    expect(page.status).toBe(404);
    expect(page.text).toContain('<html lang="fr-CA">');
    expect(page.text).toContain("Ce lien ne mène nulle part");
    expect((await open("")).status).toBe(404);
  });

  it.each(["expired", "cancelled", "ended"])(
    "that is %s says that it is over and whom to ask, and tells nothing else",
    async (how) => {
      const business = await aBusiness({ phone: "+15145550199", phoneShown: "(514) 555-0199" });
      const client = await aClientOf(business.account.id);
      const { request, token } = await aRequest(business, client, { expiresAt: "2026-03-03T00:00:00Z" });
      if (how === "expired") clock.set("2026-03-03T00:00:00.000Z");
      if (how === "cancelled")
        await call(handler, documentRoutes.cancel, { headers: business.headers, params: { id: request.id } });
      if (how === "ended")
        await call(handler, documentRoutes.endRequestLinks, {
          headers: business.headers,
          params: { id: request.id, clientId: client.id },
        });
      const page = await open(token);
      expect(page.status).toBe(410);
      expect(page.text).toContain("plus valable");
      for (const part of ["Garage Tremblay", 'href="tel:+15145550199"', "appelez-nous"])
        expect(page.text).toContain(part);
      for (const secret of ["Preuve", "Noémie", client.id]) expect(page.text).not.toContain(secret);
    },
  );

  it("is opened 600 times a minute and no more, whatever other links are", async () => {
    const business = await aBusiness();
    const client = await aClientOf(business.account.id);
    const { token } = await aRequest(business, client);
    const other = await aRequest(business, client);
    const opened = await Promise.all(Array.from({ length: 601 }, async () => (await open(token)).status));
    expect(opened.toSorted().slice(-2)).toEqual([200, 429]);
    const page = await open(token, { "accept-language": "fr" });
    expect([page.status, page.headers["retry-after"]]).toEqual([429, "60"]);
    expect(page.text).toContain("Réessayez dans une minute");
    expect((await feature.beginUpload(token)).status).toBe(429);
    expect((await open(other.token)).status).toBe(200);
    clock.set("2026-03-02T15:01:00.000Z");
    expect((await open(token)).status).toBe(200);
  }, 180_000);

  it("of a request takes no form for subscriptions", async () => {
    const business = await aBusiness();
    const { token } = await aRequest(business, await aClientOf(business.account.id));
    const answer = await call(pageHandler, routes.submitDocuments, {
      params: { token },
      body: { action: "unsubscribe" },
    });
    expect(answer.status).toBe(404);
  });
});
