import { describe, expect, it } from "vitest";
import { routes } from "../../../../functions/pages/manifest.ts";
import { keys, partitions } from "../../../../shared/db/keys.ts";
import { type Client, clients, type Subscriptions, subscriptionProofs } from "../../../../shared/entities/client.ts";
import { sealUnsubscribe } from "../../../../shared/entities/link.ts";
import { ulids } from "../../../../shared/ids.ts";
import { call } from "../../../support/call.ts";
import { documentsFeature } from "../documents/feature.ts";

const { table, deps, pageHandler, aBusiness, aClientOf } = await documentsFeature();

const everything: Subscriptions = {
  email: { general: true, marketing: true },
  sms: { general: true, marketing: true },
};

const scene = async (own: Partial<Client> = {}) => {
  const { account } = await aBusiness();
  const client = await aClientOf(account.id, { subscriptions: everything, mobile: "+15145550134", ...own });
  const campaignId = ulids.next("campaign");
  const token = sealUnsubscribe({ accountId: account.id, clientId: client.id, campaignId }, await deps.signingKey());
  const db = table.of(account.id);
  return {
    token,
    campaignId,
    open: () => call(pageHandler, routes.open, { params: { token } }),
    submit: (form: Record<string, string>) =>
      call(pageHandler, routes.submit, {
        params: { token },
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams(form).toString(),
      }),
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
    await submit({ action: "save", email_general: "on" });
    expect((await stored())?.subscriptions).toEqual({
      email: { general: true, marketing: false },
      sms: everything.sms,
    });
  });

  it("saves the choices with their proof in the words of the page", async () => {
    const { submit, stored, proofs, campaignId } = await scene();
    const page = await submit({ action: "save", email_general: "on", sms_general: "on" });
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
    const page = await submit({ action: "save", email_marketing: "on", sms_general: "on" });
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

  it("with a forged token changes nothing", async () => {
    const { token, stored } = await scene();
    const [prefix, payload, tag = ""] = token.split(".");
    const forged = [prefix, payload, `${tag.slice(0, -2)}AA`].join(".");
    const body = new URLSearchParams({ "List-Unsubscribe": "One-Click" }).toString();
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    expect((await call(pageHandler, routes.submit, { params: { token: forged }, headers, body })).status).toBe(404);
    expect((await stored())?.subscriptions).toEqual(everything);
  });
});
