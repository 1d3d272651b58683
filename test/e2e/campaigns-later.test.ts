import { beforeAll, describe, expect, inject, it } from "vitest";
import { routes } from "../../functions/campaigns/manifest.ts";
import { routes as clientRoutes } from "../../functions/clients/manifest.ts";
import { openTestAccount } from "../support/open-account.ts";
import { type RouteClient, routeClient } from "../support/route-client.ts";
import { until } from "../support/until.ts";

const { url } = inject("stack");
const CLIENTS = 24;
let api: RouteClient;

const tagged = (tag: string, number: number) => `${tag.toLowerCase()}-${number}@later.example`;

/** Clients with a tag of their own, in the lists. */
const someClients = async (tag: string, count = CLIENTS): Promise<void> => {
  for (let number = 0; number < count; number++)
    await api.call(clientRoutes.create, {
      body: {
        name: `${tag} ${number}`,
        email: tagged(tag, number),
        tags: [tag],
        subscriptions: { email: { general: true, marketing: true } },
      },
    });
  const listed = async () => (await api.call(clientRoutes.count, { query: { tag } })).body.count === count;
  await until(listed, "the clients are in the list of their tag", 60);
};

const create = async (tag: string, given: object = {}): Promise<string> => {
  const body = {
    name: tag,
    channel: "email" as const,
    content: { subject: `${tag} {client_first_name}`, title: tag, body: "Une offre" },
    audience: { filter: { tag } },
    ...given,
  };
  return (await api.call(routes.create, { body })).body.id;
};

const get = async (id: string) => (await api.call(routes.get, { params: { id } })).body;
const finishes = (id: string) =>
  until(
    async () => {
      const campaign = await get(id);
      return campaign.status === "finished" && campaign;
    },
    "the campaign finishes",
    120,
  );

interface Mail {
  to: string | string[];
  subject: string;
  messageId: string;
}
const mailsTo = async (tag: string): Promise<Mail[]> => {
  const { data } = (await (await fetch(`${url}/_local/messages?channel=email&limit=100000`)).json()) as {
    data: Mail[];
  };
  return data.filter(({ to }) => String([to].flat()[0]).startsWith(`${tag.toLowerCase()}-`));
};

beforeAll(async () => {
  const { apiKey } = await openTestAccount(url, { name: "Later", country: "CA", language: "fr" });
  api = routeClient({ baseUrl: url, token: apiKey });
});

describe("a campaign on the local stack", () => {
  it("goes out when its timer rings, and again to those who did not open it", { timeout: 300_000 }, async () => {
    await someClients("Demain");
    const id = await create("Demain");
    const at = new Date(Date.now() + 48 * 3_600_000).toISOString();
    const { body: scheduled } = await api.call(routes.send, { params: { id }, body: { at } });
    expect(scheduled).toMatchObject({ status: "scheduled", scheduledAt: at });
    const name = await until(
      async () => {
        const { data } = (await (await fetch(`${url}/_local/schedules`)).json()) as { data: { name: string }[] };
        return data.find((schedule) => schedule.name.includes("campaign.send"))?.name;
      },
      "the schedule is made",
      60,
    );
    expect(await mailsTo("Demain")).toEqual([]);
    await fetch(`${url}/_local/schedules/${encodeURIComponent(name)}/run`, { method: "POST" });
    expect((await finishes(id)).stats).toMatchObject({ recipients: CLIENTS, sent: CLIENTS });
    const mails = await mailsTo("Demain");
    expect(new Set(mails.map(({ to }) => String(to))).size).toBe(CLIENTS);

    const opened = mails.slice(0, 5);
    for (const { messageId } of opened)
      await fetch(`${url}/_local/events`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ messageId, type: "open" }),
      });
    await until(async () => (await get(id)).stats.viewed === opened.length, "the openings are counted", 60);
    const soon = new Date(Date.now() + 2000).toISOString();
    const { body: again } = await api.call(routes.resend, {
      params: { id },
      body: { to: "not_opened", subject: "Encore", at: soon },
    });
    expect(again).toMatchObject({ status: "scheduled", resentFrom: id });
    expect((await finishes(again.id)).stats).toMatchObject({ sent: CLIENTS - opened.length });
    const second = (await mailsTo("Demain")).filter(({ subject }) => subject === "Encore").map(({ to }) => String(to));
    expect(new Set(second).size).toBe(CLIENTS - opened.length);
    for (const { to } of opened) expect(second).not.toContain(String(to));
  });

  it("tries its subjects on some, and sends the rest the one that is chosen", { timeout: 300_000 }, async () => {
    const enough = 60;
    await someClients("Essai", enough);
    const abTest = {
      subjects: ["Essai A", "Essai B"],
      samplePercent: 70,
      waitMinutes: 600,
      metric: "clicked" as const,
    };
    const id = await create("Essai", { abTest });
    await api.call(routes.send, { params: { id }, body: {} });
    await until(async () => (await get(id)).abTest?.state === "waiting", "the sample is sent", 120);
    const sample = await mailsTo("Essai");
    expect(sample.length).toBeLessThan(enough);
    await api.call(routes.winner, { params: { id }, body: { subject: 1 } });
    expect((await finishes(id)).stats).toMatchObject({ sent: enough });
    const mails = await mailsTo("Essai");
    expect(new Set(mails.map(({ to }) => String(to))).size).toBe(enough);
    const before = new Set(sample.map(({ messageId }) => messageId));
    const rest = mails.filter(({ messageId }) => !before.has(messageId)).map(({ subject }) => subject);
    expect(new Set(rest)).toEqual(new Set(["Essai B"]));
  });
});
