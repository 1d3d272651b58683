import { describe, expect, it } from "vitest";
import {
  type CampaignPlace,
  engagementOf,
  openCampaignLink,
  sealCampaignLink,
  visitCookie,
} from "../../../../shared/entities/engagement.ts";
import { openUnsubscribe, sealUnsubscribe } from "../../../../shared/entities/link.ts";
import { type AccountId, type ClientId, ulids } from "../../../../shared/ids.ts";

const KEY = "a key for tests";
const key = async () => KEY;
const clicked = new Date("2026-03-02T15:00:00.000Z");
const days = (count: number) => new Date(clicked.getTime() + count * 24 * 3600 * 1000);

const place: CampaignPlace = {
  accountId: ulids.next("account"),
  campaignId: ulids.next("campaign"),
  clientId: ulids.next("client"),
  chunk: 42,
  recipient: 7,
};
const cookie = visitCookie(place, KEY, clicked).split(";")[0] ?? "";
const visitor = (given: Partial<Parameters<typeof engagementOf>[1]> = {}) => ({
  cookies: ["theme=dark", cookie],
  client: place,
  now: days(1),
  ...given,
});

describe("the link of a campaign's button", () => {
  it("says whose it is, and where they stand in the ledger", () => {
    expect(openCampaignLink(sealCampaignLink(place, KEY), KEY)).toEqual(place);
  });

  it("is worth nothing once a character was changed, or under another key", () => {
    const token = sealCampaignLink(place, KEY);
    const [prefix, payload = "", tag = ""] = token.split(".");
    const other = Buffer.from(Buffer.from(payload, "base64url").toString().replace("42", "43")).toString("base64url");
    for (const forged of [`${prefix}.${other}.${tag}`, `${prefix}.${payload}.${tag.slice(1)}`, `${token}x`, "c..", ""])
      expect(openCampaignLink(forged, KEY)).toBeUndefined();
    expect(openCampaignLink(token, "another key")).toBeUndefined();
  });

  it("does not pass for an unsubscribe link, nor the other way round", () => {
    expect(openUnsubscribe(sealCampaignLink(place, KEY), KEY)).toBeUndefined();
    expect(openCampaignLink(sealUnsubscribe(place, KEY), KEY)).toBeUndefined();
  });
});

describe("an act on our pages", () => {
  it("is the campaign's within seven days of the click", async () => {
    const [write, ...others] = await engagementOf("upload", visitor({ now: days(7) }), key);
    expect(others).toEqual([]);
    expect(write).toMatchObject({
      do: "put",
      item: { entity: "campaign_engagement", ...place, act: "upload", version: 1, createdBy: place.clientId },
    });
  });

  it.each<[string, Partial<Parameters<typeof engagementOf>[1]>]>([
    ["later than that", { now: days(7.01) }],
    ["before the click, by a clock that is wrong", { now: days(-1) }],
    ["without a click", { cookies: ["theme=dark"] }],
    ["with a forged cookie", { cookies: [`${cookie}x`] }],
    ["with the link in the cookie's place", { cookies: [`visit=${sealCampaignLink(place, KEY)}`] }],
    ["by another client at the same machine", { client: { ...place, clientId: "cli_other" as ClientId } }],
    ["in another account", { client: { ...place, accountId: "acc_other" as AccountId } }],
  ])("is nobody's %s", async (_, given) => {
    expect(await engagementOf("upload", visitor(given), key)).toEqual([]);
  });

  it("asks for no key when nobody has come by a campaign", async () => {
    const noKey = () => Promise.reject(new Error("The key was fetched."));
    expect(await engagementOf("upload", visitor({ cookies: [] }), noKey)).toEqual([]);
  });

  it("is told by a cookie that no script reads and no other site gets", () => {
    expect(visitCookie(place, KEY, clicked)).toMatch(/; Path=\/p\/; Max-Age=604800; HttpOnly; Secure; SameSite=Lax$/);
  });
});
