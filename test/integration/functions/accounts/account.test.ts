import { describe, expect, it } from "vitest";
import { routes } from "../../../../functions/accounts/manifest.ts";
import { call } from "../../../support/call.ts";
import { accountsFeature } from "./feature.ts";

const { handler, aBusiness, aColleague, aKey } = await accountsFeature();

describe("the account", () => {
  it("is read by whoever works in it, and by keys that may", async () => {
    const business = await aBusiness();
    const reader = await aColleague(business, "read_only");
    const key = await aKey(business, ["account:read"]);
    for (const { headers } of [business, reader, key]) {
      const { status, body } = await call(handler, routes.readAccount, { headers });
      expect(status).toBe(200);
      expect(body).toMatchObject({ id: business.account.id, version: 1 });
    }
    const other = await aKey(business, ["clients:read"]);
    expect((await call(handler, routes.readAccount, { headers: other.headers })).status).toBe(403);
  });

  it("is changed by a merge patch: what is null is cleared, nested settings are merged", async () => {
    const { headers } = await aBusiness();
    const change = (body: object) => call(handler, routes.changeAccount, { headers, body });
    await change({ senderName: "Garage", senderEmail: "bonjour@garage.example", smsSender: "+15145551212" });
    await change({ settings: { restrictFieldToAssigned: true } });
    const { status, body } = await change({ senderName: null, settings: { requireIfMatch: null }, language: "en" });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      language: "en",
      senderEmail: "bonjour@garage.example",
      settings: { requireIfMatch: false, restrictFieldToAssigned: true },
      version: 4,
    });
    expect(body.senderName).toBeUndefined();
    expect((await call(handler, routes.readAccount, { headers })).body).toEqual(body);
  });

  it("has words of its own for document requests, one language at a time", async () => {
    const { headers } = await aBusiness();
    const change = async (documentRequestMessage: object | null) =>
      (await call(handler, routes.changeAccount, { headers, body: { settings: { documentRequestMessage } } })).body;
    expect((await change({ fr: "Merci !" })).settings.documentRequestMessage).toEqual({ fr: "Merci !" });
    expect((await change({ en: "Thanks!" })).settings.documentRequestMessage).toEqual({ fr: "Merci !", en: "Thanks!" });
    expect((await change({ fr: null })).settings.documentRequestMessage).toEqual({ en: "Thanks!" });
    expect((await change(null)).settings.documentRequestMessage).toBeUndefined();
  });

  it("has a face: what is shown in pages and e-mails, its number as it was typed", async () => {
    const { headers } = await aBusiness();
    const change = async (body: object) => (await call(handler, routes.changeAccount, { headers, body })).body;
    const face = { website: "https://garage.example", replyTo: "accueil@garage.example", accentColor: "#F5C400" };
    const shown = await change({ ...face, phone: "514 555-0199", postalAddress: "12, rue Principale\nGatineau" });
    expect(shown).toMatchObject({ ...face, phone: "+15145550199" });
    expect((await change({ country: "BE", phone: "04 221 12 12" })).phone).toBe("+3242211212");
    expect(await change({ phone: null, accentColor: null })).not.toHaveProperty("phone");
  });

  it.each([
    [{ accentColor: "blue" }, "/accentColor"],
    [{ accentColor: "#0b5394;}" }, "/accentColor"],
    [{ phone: "call us" }, "/phone"],
    [{ phone: "12" }, "/phone"],
    [{ website: "javascript:alert(1)" }, "/website"],
    [{ replyTo: "nobody" }, "/replyTo"],
    [{ logo: "doc_1" }, "/logo"],
    [{ name: null }, "/name"],
    [{ currency: "dollars" }, "/currency"],
    [{ timeZone: "Mars/Olympus" }, "/timeZone"],
    [{ settings: { colour: "red" } }, "/settings/colour"],
    [{ settings: { campaignDailyLimit: 49 } }, "/settings/campaignDailyLimit"],
    [{ postalAddress: "x" }, "/postalAddress"],
    [{ smsSender: "123" }, "/smsSender"],
    [{ smsSender: "A name too long" }, "/smsSender"],
    [{ id: "acc_1" }, "/id"],
  ])("refuses %j", async (body, pointer) => {
    const { headers } = await aBusiness();
    const answer = await call(handler, routes.changeAccount, { headers, body });
    expect(answer.status).toBe(422);
    expect(answer.problem.errors?.map((error) => error.pointer)).toEqual([pointer]);
  });

  it("is not changed by staff, nor over a change that was not seen", async () => {
    const business = await aBusiness();
    const staff = await aColleague(business, "staff");
    const body = { name: "Garage du coin" };
    expect((await call(handler, routes.changeAccount, { headers: staff.headers, body })).status).toBe(403);
    const headers = { ...business.headers, "If-Match": '"1"' };
    expect((await call(handler, routes.changeAccount, { headers, body })).headers.etag).toBe('"2"');
    expect((await call(handler, routes.changeAccount, { headers, body })).status).toBe(412);
  });

  it("that insists on If-Match refuses changes without it", async () => {
    const { headers } = await aBusiness();
    await call(handler, routes.changeAccount, { headers, body: { settings: { requireIfMatch: true } } });
    expect((await call(handler, routes.changeAccount, { headers, body: { name: "X" } })).status).toBe(428);
    const named = { ...headers, "If-Match": '"2"' };
    expect((await call(handler, routes.changeAccount, { headers: named, body: { name: "X" } })).status).toBe(200);
  });

  it("shows its new name to those who sign in", async () => {
    const { headers } = await aBusiness();
    await call(handler, routes.changeAccount, { headers, body: { name: "Garage Gagnon" } });
    const { body } = await call(handler, routes.listMyAccounts, { headers });
    expect(body.data).toMatchObject([{ name: "Garage Gagnon" }]);
  });
});
