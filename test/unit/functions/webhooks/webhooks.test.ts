import { Webhook as Verifier } from "standardwebhooks";
import { beforeAll, describe, expect, it } from "vitest";
import { kinds, scopes } from "../../../../functions/kinds.ts";
import { useCases } from "../../../../functions/webhooks/api.ts";
import type { WebhooksDeps } from "../../../../functions/webhooks/deps.ts";
import { routes } from "../../../../functions/webhooks/manifest.ts";
import { signedHeaders } from "../../../../functions/webhooks/sending/sign.ts";
import { api } from "../../../../shared/app/api.ts";
import { put, remove } from "../../../../shared/db/writes.ts";
import { type Timer, timerKey, timers } from "../../../../shared/entities/timer.ts";
import { webhookKey, webhooks, webhooksOf } from "../../../../shared/entities/webhook.ts";
import {
  dueDeliveries,
  dueKey,
  dueUntil,
  ofWebhook,
  webhookDeliveries,
  webhookStateKey,
  webhookStates,
} from "../../../../shared/entities/webhook-delivery.ts";
import { scopesOfEvents } from "../../../../shared/events/event-scope.ts";
import { publicTypes } from "../../../../shared/events/public-events.ts";
import type { Id } from "../../../../shared/ids.ts";
import { anAccount, anApiKey, type TestAccount } from "../../../support/actors.ts";
import { call } from "../../../support/call.ts";
import { testClock, testDeps } from "../../../support/deps.ts";
import { memoryTable } from "../../../support/memory-table.ts";

const { table, items } = memoryTable();
const clock = testClock();
const deps: WebhooksDeps = { ...testDeps(table, { clock }), loopbackTargets: false };
const handler = api(() => deps, useCases);
const url = "https://partner.example/hooks";
let garage: TestAccount;

beforeAll(async () => {
  garage = await anAccount(table);
});
const db = () => table.of(garage.account.id);
const make = async (body: object = {}) => {
  const made = await call(handler, routes.create, {
    headers: garage.headers,
    body: { url, eventTypes: ["client.*"], ...body },
  });
  return {
    ...made,
    id: (made.body as unknown as { id: Id<"webhook"> }).id,
    secret: (made.body as { secret: string }).secret,
  };
};
const sent = <R extends Parameters<typeof call>[1]>(route: R, id: string, more: object = {}) =>
  call(handler, route, { params: { id }, headers: garage.headers, ...more } as never);
const due = async (webhookId: Id<"webhook">) => {
  const place = ofWebhook({ accountId: garage.account.id, webhookId });
  return (await db().list(dueDeliveries, place, { ...dueUntil(clock.now()), limit: 100 })).items;
};
const timerOf = (id: string): Promise<Timer | undefined> =>
  db().get(timers, timerKey({ accountId: garage.account.id, subject: id, purpose: "webhook.send" }));

describe("a webhook", () => {
  it("is made with a secret that is shown once, and signs what is sent", async () => {
    const made = await make();
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ url, eventTypes: ["client.*"], status: "enabled", version: 1 });
    expect(made.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const stored = await db().get(webhooks, webhookKey(garage.account.id, made.id));
    expect(JSON.stringify([...items.values()])).not.toContain(made.secret.slice(6));
    const now = new Date();
    const headers = signedHeaders(stored as never, { id: "evt_1", body: "{}" }, now, await deps.signingKey());
    expect(new Verifier(made.secret).verify("{}", headers)).toEqual({});
    for (const shown of [
      await sent(routes.get, made.id),
      await call(handler, routes.list, { headers: garage.headers }),
    ])
      expect(shown.text).not.toMatch(/secret|sealed/);
  });

  it.each([
    [{ url: "http://partner.example/" }, "/url"],
    [{ url: "https://192.168.1.1/" }, "/url"],
    [{ url: "https://[::ffff:127.0.0.1]/" }, "/url"],
    [{ url: "http://127.0.0.1:4000/" }, "/url"],
    [{ eventTypes: [] }, "/eventTypes"],
    [{ eventTypes: ["*", "client.bought"] }, "/eventTypes/1"],
    [{ eventTypes: ["timer.*"] }, "/eventTypes/0"],
    [{ eventTypes: ["client.*.*"] }, "/eventTypes/0"],
  ])("is refused with %j", async (body, pointer) => {
    const refused = await call(handler, routes.create, {
      headers: { ...garage.headers, "accept-language": "en" },
      body: { url, eventTypes: ["client.*"], ...body },
    });
    expect(refused.status).toBe(422);
    expect(refused.problem.errors?.map((error) => error.pointer)).toEqual([pointer]);
  });

  it("tells nothing that whoever makes or changes it may not read", async () => {
    const { headers } = await anApiKey(table, garage.account, ["webhooks:read", "webhooks:write", "clients:read"]);
    const attempt = (eventTypes: string[]) => call(handler, routes.create, { headers, body: { url, eventTypes } });
    expect((await attempt(["client.*", "note.*"])).status).toBe(201);
    expect((await attempt(["document.*"])).status).toBe(403);
    expect((await attempt(["*"])).status).toBe(403);
    const wide = await make({ eventTypes: ["*"] });
    const stolen = { params: { id: wide.id }, headers, body: { url: "https://elsewhere.example/" } };
    expect((await call(handler, routes.update, stolen)).status).toBe(403);
    const change = (body: object) => call(handler, routes.update, { params: { id: wide.id }, headers, body });
    expect((await change({ status: "disabled" })).status).toBe(200);
    expect((await change({ status: "enabled" })).status).toBe(403);
  });

  it("that is not the account's does not exist", async () => {
    const made = await make();
    const other = await anAccount(table);
    const asked = { params: { id: made.id }, headers: other.headers };
    for (const route of [routes.get, routes.listDeliveries, routes.delete, routes.test, routes.rotateSecret])
      expect((await call(handler, route as typeof routes.get, asked)).status).toBe(404);
  });

  it("is the twentieth at most", async () => {
    const { account, headers } = await anAccount(table);
    const body = { url, eventTypes: ["*"] };
    for (let count = 0; count < 20; count++)
      expect((await call(handler, routes.create, { headers, body })).status).toBe(201);
    expect((await call(handler, routes.create, { headers, body })).status).toBe(409);
    expect((await table.of(account.id).list(webhooks, webhooksOf(account.id), { limit: 50 })).items).toHaveLength(20);
  });

  it("is disabled by hand, and looks what waits when it is enabled again", async () => {
    const { id } = await make();
    await db().commit([
      put(webhookStates, { accountId: garage.account.id, webhookId: id, failures: 7, failingSince: "2026-01-01" }),
    ]);
    const off = await sent(routes.update, id, { body: { status: "disabled" } });
    expect(off.body).toMatchObject({
      status: "disabled",
      disabledReason: "by_hand",
      disabledAt: clock.now().toISOString(),
    });
    expect(await timerOf(id)).toBeUndefined();
    expect((await sent(routes.test, id)).status).toBe(409);
    const on = await sent(routes.update, id, { body: { status: "enabled", description: "Compta" } });
    expect(on.body).toMatchObject({ status: "enabled", description: "Compta", version: 3 });
    expect(on.body).not.toHaveProperty("disabledReason");
    expect(await timerOf(id)).toMatchObject({ status: "set", dueAt: clock.now().toISOString() });
    const state = await db().get(webhookStates, webhookStateKey(garage.account.id, id));
    expect(state).not.toHaveProperty("failures");
    expect(state).toMatchObject({ anewAt: clock.now().toISOString() });
  });

  it("heeds If-Match", async () => {
    const { id } = await make();
    const stale = { headers: { ...garage.headers, "if-match": '"7"' } };
    expect((await sent(routes.update, id, { ...stale, body: { status: "disabled" } })).status).toBe(412);
    expect((await sent(routes.delete, id, stale)).status).toBe(412);
    expect((await sent(routes.delete, id)).status).toBe(204);
    expect((await sent(routes.get, id)).status).toBe(404);
  });

  it("gets a new secret, and both are valid for a day, or for as long as is said", async () => {
    const made = await make();
    const fresh = await sent(routes.rotateSecret, made.id);
    const body = fresh.body as { secret: string; previousSecretUntil: string };
    expect(body.secret).not.toBe(made.secret);
    expect(body.previousSecretUntil).toBe(new Date(clock.now().getTime() + 86_400_000).toISOString());
    const stored = await db().get(webhooks, webhookKey(garage.account.id, made.id));
    const headers = signedHeaders(stored as never, { id: "evt_1", body: "{}" }, clock.now(), await deps.signingKey());
    expect(headers["webhook-signature"]?.split(" ")).toHaveLength(2);
    const last = await sent(routes.rotateSecret, made.id, { body: { overlapHours: 0 } });
    expect(last.body).not.toHaveProperty("previousSecretUntil");
  });
});

describe("deliveries", () => {
  it("of a test are queued and listed", async () => {
    const { id } = await make();
    const answer = await sent(routes.test, id);
    expect(answer.status).toBe(202);
    expect(answer.body).toMatchObject({ webhookId: id, eventType: "webhook.test", status: "pending", attempts: [] });
    expect(await due(id)).toHaveLength(1);
    expect(await timerOf(id)).toMatchObject({ status: "set", dueAt: clock.now().toISOString() });
    const listed = await sent(routes.listDeliveries, id);
    expect((listed.body as { data: unknown[] }).data).toHaveLength(1);
  });

  it("that are over are sent again under the same id; those that wait, at once", async () => {
    const { id } = await make();
    const { body } = await sent(routes.test, id);
    const deliveryId = (body as { id: string }).id;
    const [waiting] = await due(id);
    const again = () => call(handler, routes.replayDelivery, { params: { id, deliveryId }, headers: garage.headers });
    // It waits for its turn already.
    expect((await again()).status).toBe(202);
    expect(await due(id)).toEqual([waiting]);
    const later = { ...waiting, nextAttemptAt: "2030-01-01T00:00:00.000Z", failures: 3 } as never;
    await db().commit([put(webhookDeliveries, later), put(dueDeliveries, later)]);
    expect((await again()).body).toMatchObject({ status: "pending", nextAttemptAt: clock.now().toISOString() });
    const all = ofWebhook({ accountId: garage.account.id, webhookId: id });
    expect(
      (await db().list(dueDeliveries, all, { ...dueUntil(), limit: 9 })).items.map((one) => one.nextAttemptAt),
    ).not.toContain("2030-01-01T00:00:00.000Z");
    expect(
      (await call(handler, routes.replayDelivery, { params: { id, deliveryId: "dlv_0" }, headers: garage.headers }))
        .status,
    ).toBe(404);
  });

  it("are listed by how they stand", async () => {
    const { id } = await make();
    const { body } = await sent(routes.test, id);
    const [waiting] = await due(id);
    const listed = async (status: string) =>
      ((await sent(routes.listDeliveries, id, { query: { status } })).body as { data: { id: string }[] }).data.map(
        (one) => one.id,
      );
    const own = (body as { id: string }).id;
    expect(await listed("pending")).toEqual([own]);
    expect(await listed("failed")).toEqual([]);
    if (!waiting) throw new Error("Nothing waits.");
    const { nextAttemptAt, ...over } = waiting;
    await db().commit([remove(dueKey(waiting)), put(webhookDeliveries, { ...over, status: "failed" })]);
    expect(await listed("failed")).toEqual([own]);
    for (const status of ["pending", "delivered", "skipped"]) expect(await listed(status)).toEqual([]);
    await call(handler, routes.replayDelivery, { params: { id, deliveryId: own }, headers: garage.headers });
    expect([await listed("failed"), await listed("pending")]).toEqual([[], [own]]);
  });

  it("of a range are sent again by a job", async () => {
    const { id } = await make();
    const answer = await sent(routes.replay, id, { body: { from: "2026-03-01T00:00:00Z" } });
    expect(answer.status).toBe(202);
    expect((answer.body as { job: object }).job).toMatchObject({ status: "queued" });
    const wrong = { body: { from: "2026-03-02T00:00:00Z", to: "2026-03-01T00:00:00Z" } };
    expect((await sent(routes.replay, id, wrong)).status).toBe(422);
  });
});

describe("the types of events", () => {
  it("each say which scope may hear of them", () => {
    const scopeOfEvent = scopesOfEvents(kinds);
    for (const type of publicTypes(kinds)) expect(scopes).toContain(scopeOfEvent(type));
    expect(scopeOfEvent("client.updated")).toBe("clients:read");
    expect(scopeOfEvent("document_share.viewed")).toBe("documents:read");
    expect(scopeOfEvent("campaign.finished")).toBe("campaigns:read");
    expect(scopeOfEvent("member.created")).toBe("account:read");
  });
});
