import { beforeAll, describe, expect, inject, it } from "vitest";
import { routes as accountRoutes } from "../../functions/accounts/manifest.ts";
import { routes } from "../../functions/campaigns/manifest.ts";
import { routes as clientRoutes } from "../../functions/clients/manifest.ts";
import { routes as documentRoutes } from "../../functions/documents/manifest.ts";
import { sampleFiles } from "../support/files.ts";
import { mailTo, type SentMail } from "../support/mailbox-of-the-stack.ts";
import { openTestAccount } from "../support/open-account.ts";
import { type RouteClient, routeClient } from "../support/route-client.ts";
import { until } from "../support/until.ts";
import { formOf, uploadFile } from "../support/upload.ts";

const { url } = inject("stack");
const people = ["ann", "ben", "cleo", "dan"] as const;
type Name = (typeof people)[number];
const addressOf = (name: Name) => `${name}.${run}@example.org`;
const run = Date.now().toString(36);

let api: RouteClient;
let campaignId: string;
const ids = {} as Record<Name, string>;

/** What one client of the product sees in their mailbox. */
const mailOf = async (name: Name): Promise<SentMail & { trackedHtml: string }> => {
  const mail = await mailTo(url, addressOf(name), /^Pneus/);
  return (await (await fetch(`${url}/_local/messages/${mail.messageId}`)).json()) as SentMail & { trackedHtml: string };
};

const linkIn = (html: string, label: string): string =>
  new RegExp(`<a [^>]*href="([^"]+)"[^>]*>${label}<`).exec(html)?.[1]?.replaceAll("&amp;", "&") ?? "";

const listed = async (state: "viewed" | "clicked" | "engaged" | "unsubscribed" | "sent"): Promise<string[]> => {
  const { body } = await api.call(routes.recipients, { params: { id: campaignId }, query: { state } });
  return body.data.map(({ clientId }) => people.find((name) => ids[name] === clientId) ?? clientId).sort();
};

const counts = async () => (await api.call(routes.stats, { params: { id: campaignId } })).body;

beforeAll(async () => {
  const account = await openTestAccount(url, { name: "Garage Côté", country: "CA", language: "fr" });
  api = routeClient({ baseUrl: url, token: account.apiKey });
  await api.call(accountRoutes.changeAccount, { body: { postalAddress: "12, rue Principale\nGatineau" } });
  for (const name of people) {
    const subscriptions = { email: { general: true, marketing: true }, sms: { general: true, marketing: false } };
    const { body } = await api.call(clientRoutes.create, {
      body: { name, email: addressOf(name), subscriptions },
    });
    ids[name] = body.id;
  }
  const { body: campaign } = await api.call(routes.create, {
    body: {
      name: "Pneus",
      channel: "email",
      callToAction: { kind: "portal", url: `${url}/docs?client={client_full_name}` },
      content: { subject: "Pneus", body: "Envoyez-nous vos papiers.", buttonLabel: "Envoyer" },
      audience: { clientIds: Object.values(ids) },
    },
  });
  campaignId = campaign.id;
  await api.call(routes.send, { params: { id: campaignId }, body: {} });
  await until(async () => (await counts()).sent === people.length, "everybody is sent the e-mail", 60);
}, 120_000);

describe("what clients answer to a campaign", () => {
  it("is asked of everybody with a one-click header, a postal address and a link to unsubscribe", async () => {
    for (const name of people) {
      const mail = await mailOf(name);
      const answer = await fetch(`${url}/_local/messages/${mail.messageId}`);
      const whole = await answer.text();
      expect(whole).toMatch(/List-Unsubscribe-Post[^A-Za-z]+List-Unsubscribe=One-Click/i);
      expect(whole).toMatch(/List-Unsubscribe[^A-Za-z]+<?http[^>]*\/p\/u\./i);
      expect(mail.text).toContain("12, rue Principale, Gatineau");
      expect(mail.text).toMatch(/\/p\/u\.[\w.-]+/);
    }
  });

  it("counts who opens, clicks, comes back to send something, and unsubscribes, each with their list", async () => {
    const [ben, cleo, dan] = [await mailOf("ben"), await mailOf("cleo"), await mailOf("dan")];

    // Ben opens, Cleo clicks, both twice.
    const pixel = /<img alt="" width="1"[^>]*src="([^"]+)"/.exec(ben.trackedHtml)?.[1] ?? "";
    for (const _ of [1, 2]) expect((await fetch(pixel)).ok).toBe(true);
    for (const _ of [1, 2]) {
      const clicked = await fetch(linkIn(cleo.trackedHtml, "Envoyer"), { redirect: "manual" });
      const ours = await fetch(clicked.headers.get("location") ?? "", { redirect: "manual" });
      expect(ours.headers.get("location")).toBe(`${url}/docs?client=cleo`);
    }

    // Dan comes back by the button and sends a paper, choosing it twice.
    const { body: request } = await api.call(documentRoutes.createRequest, {
      body: {
        clientIds: [ids.dan],
        title: "Papiers du véhicule",
        items: [{ label: "Carte grise" }],
        accept: ["image/*"],
      },
    });
    expect(request.id).toBeTruthy();
    const asked = await mailTo(url, addressOf("dan"), /Papiers du véhicule/);
    const page = /https?:\/\/[^\s"]+\/p\/[\w-]+/.exec(asked.text)?.[0] ?? "";
    const clicked = await fetch(linkIn(dan.trackedHtml, "Envoyer"), { redirect: "manual" });
    const ours = await fetch(clicked.headers.get("location") ?? "", { redirect: "manual" });
    const cookie = ours.headers.get("set-cookie")?.split(";")[0] ?? "";
    for (const _ of [1, 2]) {
      const begun = await fetch(`${page}/uploads`, {
        method: "POST",
        headers: { "content-type": "application/json", cookie },
        body: JSON.stringify({ fileName: "carte.png", contentType: "image/png", size: 1000 }),
      });
      expect(begun.status).toBe(201);
    }

    // Ann's mailbox looks at her link, and then unsubscribes with one click, twice.
    const link = /https?:\/\/[^\s"]+\/p\/u\.[\w.-]+/.exec((await mailOf("ann")).text)?.[0] ?? "";
    expect((await fetch(link)).status).toBe(200);
    expect((await api.call(clientRoutes.get, { params: { id: ids.ann } })).body.subscriptions.email.marketing).toBe(
      true,
    );
    for (const _ of [1, 2]) {
      const once = await fetch(link, {
        method: "POST",
        body: new URLSearchParams({ "List-Unsubscribe": "One-Click" }),
      });
      expect(once.status).toBe(200);
    }
    expect((await fetch(`${link.slice(0, -3)}AAA`, { method: "POST", body: new URLSearchParams() })).status).toBe(404);
    const { body: ann } = await api.call(clientRoutes.get, { params: { id: ids.ann } });
    expect(ann.subscriptions.email).toEqual({ general: true, marketing: false });

    await until(
      async () => {
        const { engaged, unsubscribed, clicked: clicks, viewed } = await counts();
        return engaged === 1 && unsubscribed === 1 && clicks === 2 && viewed === 3;
      },
      "every answer is counted",
      60,
    );
    expect(await listed("engaged")).toEqual(["dan"]);
    expect(await listed("unsubscribed")).toEqual(["ann"]);
    expect(await listed("clicked")).toEqual(["cleo", "dan"]);
    expect(await listed("viewed")).toEqual(["ben", "cleo", "dan"]);
    expect(await listed("sent")).toEqual([...people]);
  }, 120_000);
});

describe("a campaign larger than the account's day", () => {
  it("waits for the next day; and stops when too many bounce meanwhile, which its owner hears", async () => {
    const { apiKey, accessToken } = await openTestAccount(url, { name: "Garage Roy", country: "CA", language: "fr" });
    const own = routeClient({ baseUrl: url, token: apiKey });
    await own.call(accountRoutes.changeAccount, { body: { settings: { campaignDailyLimit: 50 } } });
    const me = await fetch(`${url}/v1/me`, { headers: { authorization: `Bearer ${accessToken}` } });
    const { email: owner } = (await me.json()) as { email: string };
    const subscriptions = { email: { general: true, marketing: true }, sms: { general: true, marketing: false } };
    const made = await Promise.all(
      Array.from({ length: 60 }, async (_, n) => {
        const email = `many-${n}.${run}@example.org`;
        return (await own.call(clientRoutes.create, { body: { name: `Client ${n}`, email, subscriptions } })).body;
      }),
    );
    const { body: campaign } = await own.call(routes.create, {
      body: {
        name: "Grande",
        channel: "email",
        content: { subject: "Grande", body: "Bonjour" },
        audience: { clientIds: made.map(({ id }) => id) },
      },
    });
    const params = { id: campaign.id };
    const read = async () => (await own.call(routes.get, { params })).body;
    await own.call(routes.send, { params, body: {} });
    const waiting = await until(
      async () => {
        const body = await read();
        return body.waitingFor === "daily_limit" && body;
      },
      "the campaign waits for tomorrow",
      60,
    );
    expect(waiting).toMatchObject({ status: "sending" });
    expect(waiting.stats.sent).toBeLessThanOrEqual(50);
    await until(async () => (await read()).stats.sent >= 10, "the first are sent", 60);

    const sent = (await own.call(routes.recipients, { params, query: { state: "sent", limit: 5 } })).body.data;
    for (const { email = "" } of sent) {
      const { messageId } = await mailTo(url, email, /Grande/);
      const event = { messageId, type: "bounce", bounceType: "Permanent" };
      await fetch(`${url}/_local/events`, { method: "POST", body: JSON.stringify(event) });
    }
    const mail = await mailTo(url, owner, /^Campagne en pause\s: Grande/);
    expect(mail.text).toContain("Non remis\u00a0: 5");
    expect(await read()).toMatchObject({ status: "paused", pauseReason: "bounces" });
    expect(await read()).not.toHaveProperty("waitingFor");
    const bounced = (await own.call(clientRoutes.get, { params: { id: sent[0]?.clientId ?? "" } })).body;
    expect(bounced.suppressed).toBe("bounce");
  }, 180_000);
});

describe("a picture of the library", () => {
  it("is shown to whoever opens the e-mail, as what it is", async () => {
    const { body: made } = await api.call(documentRoutes.create, {
      body: { fileName: "pneus.png", contentType: "image/png", size: sampleFiles.png.length },
    });
    await uploadFile(formOf(made.upload), sampleFiles.png);
    const params = { id: made.id };
    await until(
      async () => (await api.call(documentRoutes.get, { params })).body.status === "clean",
      "the picture is found clean",
      60,
    );
    const { body: campaign } = await api.call(routes.create, {
      body: { name: "Image", channel: "email", content: { subject: "s", body: "b", imageDocumentId: made.id } },
    });
    const { body: preview } = await api.call(routes.preview, { params: { id: campaign.id }, body: {} });
    const shown = await fetch(/<img src="([^"]+)"/.exec(preview.html)?.[1] ?? "");
    expect(shown.status).toBe(200);
    expect(shown.headers.get("content-type")).toBe("image/png");
    expect(shown.headers.get("content-disposition")).toBe("inline");
    expect(Buffer.from(await shown.arrayBuffer()).equals(sampleFiles.png)).toBe(true);
  }, 120_000);
});
