import { describe, expect, it } from "vitest";
import { routes } from "../../../../functions/campaigns/manifest.ts";
import { onCampaignTimer } from "../../../../functions/campaigns/sending/campaign-timer.ts";
import { type Timer, timerKey, timers } from "../../../../shared/entities/timer.ts";
import type { AccountId } from "../../../../shared/ids.ts";
import { anAccount } from "../../../support/actors.ts";
import { call } from "../../../support/call.ts";
import { timerRings } from "../../../support/told.ts";
import { campaignsFeature } from "./feature.ts";
import { sender } from "./sender.ts";

const { table, handler, deps, clock, snapshots, someClients } = await campaignsFeature();

const draft = {
  name: "Pneus d'hiver",
  channel: "email",
  content: { subject: "Bonjour {client_first_name|à vous}", title: "L'hiver", body: "Réservez **maintenant**." },
  audience: { filter: { tag: "VIP" } },
};
const abTest = { subjects: ["Vos pneus", "L'hiver arrive"], samplePercent: 30, waitMinutes: 60, metric: "viewed" };

type Headers = Record<string, string>;
const of = (headers: Headers, id: string, body: object = {}) => ({ headers, params: { id }, body });
type Asked = Parameters<typeof of>;
const send = (...asked: Asked) => call(handler, routes.send, of(...asked));
const pause = (...asked: Asked) => call(handler, routes.pause, of(...asked));
const cancel = (...asked: Asked) => call(handler, routes.cancel, of(...asked));
const resend = (...asked: Asked) => call(handler, routes.resend, of(...asked));
const winner = (...asked: Asked) => call(handler, routes.winner, of(...asked));
const create = async (headers: Headers, body: object = {}) => {
  const made = await call(handler, routes.create, { headers, body: { ...draft, ...body } });
  expect(made.status).toBe(201);
  return made.body.id;
};
const get = async (headers: Headers, id: string) => (await call(handler, routes.get, { headers, params: { id } })).body;
const inHours = (hours: number) => new Date(clock.now().getTime() + hours * 3_600_000).toISOString();

const timerOf = (accountId: AccountId, subject: string, purpose: Timer["purpose"]): Promise<Timer | undefined> =>
  table.of(accountId).get(timers, timerKey({ accountId, subject, purpose }));

const ring = (accountId: AccountId, subject: string, purpose: Timer["purpose"], dueAt: string) =>
  onCampaignTimer(timerRings({ accountId, subject, purpose, dueAt }), {
    ...deps,
    senderEmail: "bonjour@clientele.example",
  });

describe("a campaign that is sent later", () => {
  it("is scheduled with a timer, and starts when that rings, once", async () => {
    const { account, headers } = await anAccount(table);
    const id = await create(headers);
    const at = inHours(5);
    expect(await send(headers, id, { at })).toMatchObject({
      status: 202,
      body: { status: "scheduled", scheduledAt: at },
    });
    expect(await timerOf(account.id, id, "campaign.send")).toMatchObject({ status: "set", dueAt: at });
    expect((await call(handler, routes.update, { headers, params: { id }, body: { name: "Non" } })).status).toBe(409);
    expect((await send(headers, id)).status).toBe(409);
    await ring(account.id, id, "campaign.send", inHours(4));
    expect(await get(headers, id)).toMatchObject({ status: "scheduled" });
    await ring(account.id, id, "campaign.send", at);
    const started = await get(headers, id);
    expect(started).toMatchObject({ status: "sending", updatedBy: "system" });
    await ring(account.id, id, "campaign.send", at);
    expect(await get(headers, id)).toEqual(started);
  });

  it("takes no moment that is past or more than a year off", async () => {
    const { headers } = await anAccount(table);
    const id = await create(headers);
    for (const at of [inHours(-1), clock.now().toISOString(), inHours(24 * 367)]) {
      const refused = await send(headers, id, { at });
      expect(refused).toMatchObject({ status: 422, problem: { errors: [{ pointer: "/at" }] } });
    }
    expect(await get(headers, id)).toMatchObject({ status: "draft", version: 1 });
  });

  it("is a draft again when it is paused, and over when it is cancelled; its timer finds nothing to do", async () => {
    const { account, headers } = await anAccount(table);
    const [taken, over] = [await create(headers), await create(headers)];
    const at = inHours(5);
    for (const id of [taken, over]) await send(headers, id, { at });
    expect((await pause(headers, taken)).body).toMatchObject({ status: "draft" });
    expect((await cancel(headers, over)).body).toMatchObject({ status: "cancelled" });
    for (const id of [taken, over]) {
      expect(await timerOf(account.id, id, "campaign.send")).toMatchObject({ status: "off" });
      const before = await get(headers, id);
      await ring(account.id, id, "campaign.send", at);
      expect(await get(headers, id)).toEqual(before);
    }
    expect(await get(headers, taken)).not.toHaveProperty("scheduledAt");
    const renamed = await call(handler, routes.update, { headers, params: { id: taken }, body: { name: "Oui" } });
    expect(renamed.status).toBe(200);
    expect((await send(headers, taken)).body.status).toBe("sending");
  });
});

describe("a campaign that is sent again", () => {
  const summary = async (headers: Headers, id: string) =>
    (await call(handler, routes.audience, { headers, params: { id }, body: {} })).body;

  it("is a new one, to those who did not open it, with counters of its own", { timeout: 120_000 }, async () => {
    const { account, headers } = await anAccount(table);
    const clients = await someClients(account.id, 160);
    const id = await create(headers);
    expect((await resend(headers, id, { to: "same" })).status).toBe(409);
    await send(headers, id);
    const workers = sender(deps, snapshots, { delivered: 1, opened: 0.3 });
    await workers.run(account.id, id);
    await workers.record();
    const first = await get(headers, id);
    expect(first).toMatchObject({ status: "finished", stats: { sent: clients.length } });
    const opened = Number(first.stats.viewed);
    expect(opened).toBeGreaterThan(10);

    const at = inHours(2);
    const again = await resend(headers, id, { to: "not_opened", subject: "Encore", at });
    expect(again).toMatchObject({
      status: 202,
      body: { status: "scheduled", resentFrom: id, resentTo: "not_opened", content: { subject: "Encore" } },
    });
    const second = again.body.id;
    expect(await summary(headers, second)).toMatchObject({
      matched: clients.length - opened,
      included: clients.length - opened,
      excluded: [],
    });
    await ring(account.id, second, "campaign.send", at);
    await workers.run(account.id, second);
    expect(await get(headers, second)).toMatchObject({
      status: "finished",
      stats: { recipients: clients.length - opened, sent: clients.length - opened, viewed: 0 },
    });
    expect(
      new Set(workers.provider.taken.filter(({ subject }) => subject === "Encore").map(({ client }) => client)).size,
    ).toBe(clients.length - opened);
    expect((await get(headers, id)).stats).toEqual(first.stats);
  });

  it("goes to others one campaign at a time, and leaves out who got it", { timeout: 120_000 }, async () => {
    const { account, headers } = await anAccount(table);
    await someClients(
      account.id,
      60,
      Array.from({ length: 60 }, (_, n) => ({ tags: n < 25 ? ["VIP"] : [] })),
    );
    const id = await create(headers);
    await send(headers, id);
    const workers = sender(deps, snapshots);
    await workers.run(account.id, id);
    const everybody = { to: "others", audience: { all: true } };
    const answers = await Promise.all([1, 2, 3].map(() => resend(headers, id, everybody)));
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409, 409]);
    const second = answers.find(({ status }) => status === 202)?.body.id ?? "";
    expect(await summary(headers, second)).toMatchObject({ matched: 35 });
    await workers.run(account.id, second);
    expect(workers.provider.taken).toHaveLength(60);
    expect(new Set(workers.provider.taken.map(({ client }) => client)).size).toBe(60);
    const third = await resend(headers, second, everybody);
    expect(third.status).toBe(202);
    expect(await summary(headers, third.body.id)).toMatchObject({ matched: 0 });
  });

  it("is no other account's, and names only its own clients", async () => {
    const [ours, theirs] = [await anAccount(table), await anAccount(table)];
    const id = await create(theirs.headers);
    expect((await resend(ours.headers, id, { to: "same" })).status).toBe(404);
    const [foreign] = await someClients(theirs.account.id, 1, [{ id: "cli_01J00000000000000000000F0R" as never }]);
    const mine = await create(ours.headers);
    const answer = await resend(ours.headers, mine, { to: "others", audience: { clientIds: [foreign?.id] } });
    expect(answer.status).toBe(404);
  });
});

describe("a campaign whose subjects are tried", () => {
  it("shows what each subject did, and sends the rest the better one when its time is over", {
    timeout: 120_000,
  }, async () => {
    const { account, headers } = await anAccount(table);
    const clients = await someClients(account.id, 150);
    const id = await create(headers, { abTest, content: { body: "L'hiver" } });
    await send(headers, id);
    const workers = sender(deps, snapshots, { opened: 0.5 });
    await workers.run(account.id, id);
    await workers.record();
    const waiting = await get(headers, id);
    expect(waiting).toMatchObject({ status: "sending", abTest: { state: "waiting", endsAt: expect.any(String) } });
    const results = waiting.abTest?.results ?? [];
    expect(results.map(({ subject }) => subject)).toEqual(abTest.subjects);
    const sample = results.reduce((sum, { sent }) => sum + sent, 0);
    expect(waiting.stats).toMatchObject({ recipients: clients.length, sent: sample });
    expect(results.reduce((sum, { viewed }) => sum + viewed, 0)).toBe(waiting.stats.viewed);

    const endsAt = waiting.abTest?.endsAt ?? "";
    expect(await timerOf(account.id, id, "campaign.pick_winner")).toMatchObject({ status: "set", dueAt: endsAt });
    await ring(account.id, id, "campaign.pick_winner", endsAt);
    await workers.run(account.id, id);
    const done = await get(headers, id);
    const best = results.map(({ viewed, sent }) => viewed / sent);
    expect(done).toMatchObject({ status: "finished", abTest: { state: "decided" }, stats: { sent: clients.length } });
    expect(best[done.abTest?.winner ?? -1]).toBe(Math.max(...best));
    const listed = await call(handler, routes.recipients, { headers, params: { id }, query: { limit: "100" } });
    expect(new Set(listed.body.data.map(({ variant }) => variant))).toEqual(new Set([0, 1]));
    for (const [variant, { viewed }] of results.entries()) {
      const query = { state: "viewed", variant: String(variant), limit: "100" };
      const { body } = await call(handler, routes.recipients, { headers, params: { id }, query });
      expect(body.data).toHaveLength(viewed);
    }
  });

  it("takes a choice by hand, once", { timeout: 120_000 }, async () => {
    const { account, headers } = await anAccount(table);
    await someClients(account.id, 60);
    const id = await create(headers, { abTest: { ...abTest, samplePercent: 80 } });
    expect((await winner(headers, id, { subject: 1 })).status).toBe(409);
    await send(headers, id);
    const workers = sender(deps, snapshots);
    await workers.run(account.id, id);
    expect((await winner(headers, id, { subject: 2 })).status).toBe(422);
    expect(await winner(headers, id, { subject: 1 })).toMatchObject({ status: 202, body: { abTest: { winner: 1 } } });
    expect((await winner(headers, id, { subject: 0 })).status).toBe(409);
    expect(await timerOf(account.id, id, "campaign.pick_winner")).toMatchObject({ status: "off" });
    await workers.run(account.id, id);
    expect(await get(headers, id)).toMatchObject({ status: "finished", stats: { sent: 60 } });
  });

  it("is previewed with each of its subjects, and asks for each in every language it has", async () => {
    const { headers } = await anAccount(table);
    const id = await create(headers, {
      abTest: { ...abTest, subjects: ["A {client_first_name|vous}", "B {"], translations: { en: ["C", "D"] } },
    });
    const subjectOf = async (body: object) =>
      (await call(handler, routes.preview, { headers, params: { id }, body })).body.subject;
    expect(await subjectOf({})).toBe("A vous");
    expect(await subjectOf({ variant: 1 })).toBe("B {");
    expect(await subjectOf({ variant: 1, language: "en" })).toBe("D");
    const short = { ...abTest, translations: { en: ["C"] } };
    const refused = await call(handler, routes.create, { headers, body: { ...draft, abTest: short } });
    expect(refused.status).toBe(422);
    const cleared = await call(handler, routes.update, { headers, params: { id }, body: { abTest: null } });
    expect(cleared.body).not.toHaveProperty("abTest");
    expect(await subjectOf({})).toBe("Bonjour à vous");
  });
});
