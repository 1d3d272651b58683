import { describe, expect, it } from "vitest";
import { useCases } from "../../../../functions/pages/api.ts";
import { routes } from "../../../../functions/pages/manifest.ts";
import { api } from "../../../../shared/app/api.ts";
import { keys, partitions } from "../../../../shared/db/keys.ts";
import { put, remove } from "../../../../shared/db/writes.ts";
import { addressHash, type FactNews, readFacts, recordFact } from "../../../../shared/entities/address-fact.ts";
import { type Client, clients, subscriptionProofs } from "../../../../shared/entities/client.ts";
import { sealUnsubscribe } from "../../../../shared/entities/link.ts";
import type { Subscriptions } from "../../../../shared/entities/subscriptions.ts";
import { ulids } from "../../../../shared/ids.ts";
import { exclusionOf } from "../../../../shared/messaging/marketing-exclusion.ts";
import { call } from "../../../support/call.ts";
import { documentsFeature } from "../documents/feature.ts";

const { table, deps, aBusiness, aClientOf } = await documentsFeature();
const handler = api(() => ({ ...deps, filesOrigin: "https://s3.example" }), useCases);

const everything: Subscriptions = {
  email: { general: true, marketing: true },
  sms: { general: true, marketing: true },
};

const neverAgreed: Subscriptions = {
  email: { general: true, marketing: false },
  sms: { general: true, marketing: false },
};
const offersAll = "email_general email_marketing sms_general sms_marketing";

const scene = async (own: Partial<Client> = {}) => {
  const { account } = await aBusiness();
  const client = await aClientOf(account.id, { subscriptions: everything, mobile: "+15145550134", ...own });
  const campaignId = ulids.next("campaign");
  const address = addressHash(account.id, client.email ?? "");
  const token = sealUnsubscribe(
    { accountId: account.id, clientId: client.id, campaignId, address },
    await deps.signingKey(),
  );
  const db = table.of(account.id);
  return {
    token,
    fact: async () => (await readFacts(db, [address], { consistent: true })).get(address),
    record: (news: FactNews) => db.commit([recordFact(account.id, address, news)]),
    purge: () => db.commit([remove(keys.of(account.id, client.id))]),
    campaignId,
    open: () => call(handler, routes.open, { params: { token } }),
    submit: (form: Record<string, string>) =>
      call(handler, routes.submit, {
        params: { token },
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams(form).toString(),
      }),
    change: (change: Partial<Client>) => db.commit([put(clients, { ...client, ...change })]),
    stored: () => db.get(clients, keys.of(account.id, client.id)),
    proofs: async () => {
      const page = await db.list(subscriptionProofs, partitions.self(account.id, client.id), {
        limit: 100,
        prefix: "CONSENT#",
      });
      return page.items;
    },
  };
};

describe("the page of a client's subscriptions", () => {
  it("shows what they get, with their address half hidden, and changes nothing when it is opened", async () => {
    const { open, stored, proofs } = await scene();
    const before = await stored();
    const page = await open();
    expect(page.status).toBe(200);
    expect(page.text).toContain("n•••@example.org");
    expect(page.text).not.toContain("noemie@example.org");
    expect(page.text.match(/ checked/g)).toHaveLength(4);
    expect(page.text).toContain("Me désabonner");
    expect(await stored()).toEqual(before);
    expect(await proofs()).toEqual([]);
  });

  it("asks nothing about text messages of a client without a mobile number, and keeps what they had", async () => {
    const { open, submit, stored } = await scene({ mobile: undefined });
    expect((await open()).text).not.toContain("sms_general");
    await submit({ action: "save", offered: "email_general email_marketing", email_general: "on" });
    expect((await stored())?.subscriptions).toEqual({
      email: { general: true, marketing: false },
      sms: everything.sms,
    });
  });

  it("saves the choices with their proof in the words of the page", async () => {
    const { submit, stored, proofs, campaignId } = await scene();
    const page = await submit({ action: "save", offered: offersAll, email_general: "on", sms_general: "on" });
    expect(page.status).toBe(200);
    expect(page.text).toContain("Vos choix sont enregistrés.");
    const after = { email: { general: true, marketing: false }, sms: { general: true, marketing: false } };
    expect(await stored()).toMatchObject({ subscriptions: after, version: 2, source: "portal" });
    const [proof] = await proofs();
    expect(proof).toMatchObject({ how: "link", before: everything, after, campaignId });
    expect(proof?.wording?.split("\n")).toEqual([
      "☑ Courriels de Garage Tremblay au sujet de mes propres dossiers",
      "☐ Nouvelles et offres de Garage Tremblay par courriel",
      "☑ Textos de Garage Tremblay au sujet de mes propres dossiers",
      "☐ Nouvelles et offres de Garage Tremblay par texto",
    ]);
  });

  it("speaks English to who reads English, and keeps each channel's choice with its words as proof", async () => {
    const { open, submit, stored, proofs } = await scene({ language: "en" });
    expect((await open()).text).toContain("Your communication preferences");
    const page = await submit({ action: "save", offered: offersAll, email_marketing: "on", sms_general: "on" });
    expect(page.text).toContain("Your choices are saved.");
    const subscriptions = { email: { general: false, marketing: true }, sms: { general: true, marketing: false } };
    expect((await stored())?.subscriptions).toEqual(subscriptions);
    const [proof] = await proofs();
    expect(proof).toMatchObject({ before: everything, after: subscriptions, how: "link" });
    expect(proof?.wording).toMatch(/☑ News and offers from .+ by e-mail/);
    expect(proof?.wording).toMatch(/☐ News and offers from .+ by text message/);
  });

  it("unsubscribes at the press of its button", async () => {
    const { open, submit, stored } = await scene();
    expect((await submit({ action: "unsubscribe" })).text).toContain("vous ne recevrez plus de promotions");
    expect((await stored())?.subscriptions).toEqual({ ...everything, email: { general: true, marketing: false } });
    expect((await open()).text).not.toContain("Me désabonner");
    expect(await stored()).toMatchObject({ marketingRefusedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) });
  });

  it("writes down the no of somebody who had never agreed, once, with its proof", async () => {
    const { open, submit, stored, proofs, campaignId } = await scene({ subscriptions: neverAgreed });
    expect((await open()).text).toContain("Me désabonner");
    for (const _ of [1, 2]) expect((await submit({ action: "unsubscribe" })).status).toBe(200);
    const { marketingRefusedAt, ...client } = (await stored()) ?? {};
    expect(client).toMatchObject({ subscriptions: neverAgreed, version: 2 });
    expect(marketingRefusedAt).toBeTruthy();
    expect(await proofs()).toMatchObject([
      { how: "link", before: neverAgreed, after: neverAgreed, campaignId, marketingRefusedAt },
    ]);
    expect((await open()).text).not.toContain("Me désabonner");
  });

  it("takes a box left empty as a no, and a ticked one as the end of it", async () => {
    const { submit, stored, proofs } = await scene({ subscriptions: neverAgreed });
    await submit({ action: "save", offered: offersAll, email_general: "on", sms_general: "on" });
    const first = (await stored())?.marketingRefusedAt;
    expect(first).toBeTruthy();
    await submit({ action: "save", offered: offersAll, email_general: "on" });
    expect((await stored())?.marketingRefusedAt).toBe(first);
    await submit({ action: "save", offered: offersAll, email_general: "on", email_marketing: "on" });
    expect((await stored())?.subscriptions.email).toEqual({ general: true, marketing: true });
    expect((await stored())?.marketingRefusedAt).toBeUndefined();
    const newRefusals = (await proofs()).map(({ marketingRefusedAt }) => marketingRefusedAt);
    expect(newRefusals).toEqual([first, undefined, undefined]);
  });

  it.each<[string, Record<string, string>]>([
    ["nothing", {}],
    ["another action", { action: "delete", offered: offersAll }],
    ["boxes without the button", { offered: offersAll, email_general: "on" }],
    ["the button without what was offered", { action: "save" }],
    ["another word of a mailbox", { "List-Unsubscribe": "Two-Clicks" }],
  ])("is shown again, and changes nothing, when it is sent %s", async (_, form) => {
    const { submit, stored, proofs } = await scene();
    const before = await stored();
    const page = await submit(form);
    expect(page.status).toBe(200);
    expect(page.text).toContain("Me désabonner");
    expect(page.text).not.toContain('role="status"');
    expect(await stored()).toEqual(before);
    expect(await proofs()).toEqual([]);
  });

  it("leaves a choice alone that was not on the form: the mobile number came later", async () => {
    const { open, submit, change, stored, proofs } = await scene({ mobile: undefined });
    const form = (await open()).text;
    const offered = /<input type="hidden" name="offered" value="([\w ]+)">/.exec(form)?.[1] ?? "";
    expect(form).toContain('name="action" value="save"');
    await change({ mobile: "+15145550134" });
    await submit({ action: "save", offered, email_general: "on", email_marketing: "on" });
    expect((await stored())?.subscriptions).toEqual(everything);
    await submit({ action: "save", offered, email_general: "on" });
    expect((await stored())?.subscriptions).toEqual({ ...everything, email: { general: true, marketing: false } });
    expect((await proofs())[0]?.wording?.split("\n")).toHaveLength(2);
  });
});

describe("the one click of a mailbox (RFC 8058)", () => {
  it("unsubscribes from marketing e-mail at once, answers 200, and is written down once", async () => {
    const { submit, stored, proofs } = await scene();
    const answers = await Promise.all(Array.from({ length: 5 }, () => submit({ "List-Unsubscribe": "One-Click" })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect((await stored())?.subscriptions).toEqual({ ...everything, email: { general: true, marketing: false } });
    expect((await proofs()).map(({ how }) => how)).toEqual(["one_click"]);
  });

  it("is a no that campaigns to everybody respect, also of somebody who had never agreed", async () => {
    const { submit, stored, proofs } = await scene({ subscriptions: neverAgreed });
    for (const _ of [1, 2]) expect((await submit({ "List-Unsubscribe": "One-Click" })).status).toBe(200);
    const client = await stored();
    expect(client?.marketingRefusedAt).toBeTruthy();
    expect(exclusionOf(client, false, () => undefined)).toBe("unsubscribed");
    expect((await proofs()).map(({ how }) => how)).toEqual(["one_click"]);
  });

  it("with a forged token changes nothing", async () => {
    const { token, stored } = await scene();
    const [prefix, payload, tag = ""] = token.split(".");
    const forged = [prefix, payload, `${tag.slice(0, -2)}AA`].join(".");
    const body = new URLSearchParams({ "List-Unsubscribe": "One-Click" }).toString();
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    expect((await call(handler, routes.submit, { params: { token: forged }, headers, body })).status).toBe(404);
    expect((await stored())?.subscriptions).toEqual(everything);
  });
});

describe("what the address of a link has said", () => {
  it("is a no with its proof, and a yes once its holder ticks the box", async () => {
    const { submit, fact, campaignId } = await scene();
    await submit({ "List-Unsubscribe": "One-Click" });
    expect(await fact()).toMatchObject({ refused: { how: "one_click", campaignId } });
    await submit({ action: "save", offered: offersAll, email_marketing: "on" });
    const after = await fact();
    expect(after?.refused).toBeUndefined();
    expect(after?.agreed).toMatchObject({ how: "link", wording: expect.stringContaining("☑") });
  });

  it("is shown to whoever has the address by now: the box is empty, and ticking it is written down", async () => {
    const { open, submit, record, fact, stored, proofs } = await scene();
    await record({ refused: { at: "2026-01-01T00:00:00.000Z", how: "one_click" } });
    const page = (await open()).text;
    expect(page.match(/ checked/g)).toHaveLength(3);
    expect(page).not.toContain("Me désabonner");
    await submit({ action: "save", offered: "email_marketing", email_marketing: "on" });
    expect((await fact())?.refused).toBeUndefined();
    expect(await proofs()).toHaveLength(1);
    expect((await stored())?.version).toBe(2);
  });

  it("is shown as suppressed where another client's mail to it bounced", async () => {
    const { open, record } = await scene();
    await record({ bounced: { at: "2026-01-01T00:00:00.000Z", how: "bounce" } });
    expect((await open()).text).toContain("Cette adresse ne reçoit plus de courriels");
  });

  it("is no more than a no once the client was purged, by one click as by the button of the page", async () => {
    const forms: Record<string, string>[] = [{ "List-Unsubscribe": "One-Click" }, { action: "unsubscribe" }];
    for (const form of forms) {
      const { open, submit, purge, fact, stored } = await scene();
      await purge();
      expect((await open()).text).not.toContain("example.org");
      expect(await fact()).toBeUndefined();
      const page = await submit(form);
      expect(page.status).toBe(200);
      expect(page.text).toContain("vous ne recevrez plus de promotions");
      expect((await fact())?.refused).toBeTruthy();
      expect(await stored()).toBeUndefined();
    }
  });

  it("counts for the address that was written to and for the one that the client has now", async () => {
    const { submit, change, fact, stored } = await scene();
    await change({ email: "noemie.roy@example.org" });
    await submit({ "List-Unsubscribe": "One-Click" });
    expect((await fact())?.refused).toBeTruthy();
    expect((await stored())?.marketingRefusedAt).toBeTruthy();
  });

  it("does not give a new address back what its holder refused, by a mail to the old one", async () => {
    const { submit, change, record, fact } = await scene();
    await record({ refused: { at: "2026-01-01T00:00:00.000Z", how: "one_click" } });
    await change({ email: "noemie.roy@example.org" });
    await submit({ action: "save", offered: offersAll, email_marketing: "on" });
    expect((await fact())?.refused).toBeTruthy();
  });
});
