import { describe, expect, it } from "vitest";
import { suppressClient } from "../../../../functions/campaigns/recording/suppress-client.ts";
import { useCases } from "../../../../functions/clients/api.ts";
import { type ClientDeps, loadContactReader } from "../../../../functions/clients/deps.ts";
import { routes } from "../../../../functions/clients/manifest.ts";
import { api } from "../../../../shared/app/api.ts";
import { keys } from "../../../../shared/db/keys.ts";
import { clients } from "../../../../shared/entities/client.ts";
import { anAccount } from "../../../support/actors.ts";
import { call } from "../../../support/call.ts";
import { testDeps } from "../../../support/deps.ts";
import { testTable } from "../../../support/dynamodb.ts";

const { table } = await testTable();
const deps: ClientDeps = { ...testDeps(table), contact: loadContactReader };
const handler = api(() => deps, useCases);

const suppressed = async (why: "bounce" | "complaint") => {
  const { account, headers } = await anAccount(table);
  const subscriptions = { email: { general: true, marketing: true }, sms: { general: true, marketing: false } };
  const { body } = await call(handler, routes.create, {
    headers,
    body: { name: "Noémie", email: "noemie@example.org", subscriptions },
  });
  const news = {
    accountId: account.id,
    clientId: body.id,
    why,
    address: "noemie@example.org",
    messageId: "message-1",
    at: "2026-03-02T15:00:00.000Z",
  };
  const suppress = () => suppressClient(table.of(account.id), news, new Date("2026-03-02T15:01:00.000Z"));
  await suppress();
  const params = { id: body.id };
  return {
    suppress,
    read: async () => (await call(handler, routes.get, { headers, params })).body,
    stored: () => table.of(account.id).get(clients, keys.of(account.id, body.id)),
    change: (change: object) => call(handler, routes.update, { headers, params, body: change }),
    choices: async () => (await call(handler, routes.getSubscriptions, { headers, params })).body,
    another: (given: object) => call(handler, routes.create, { headers, body: { name: "Ana", ...given } }),
    subscriptionsOf: async (id: string) =>
      (await call(handler, routes.getSubscriptions, { headers, params: { id } })).body,
    cardOf: async (id: string) => (await call(handler, routes.card, { headers, params: { id } })).body,
    choose: (choice: object) => call(handler, routes.putSubscriptions, { headers, params, body: choice }),
  };
};

describe("a client whose address is suppressed", () => {
  it.each(["bounce", "complaint"] as const)("shows that it was a %s, which staff cannot take back", async (why) => {
    const { read, change } = await suppressed(why);
    expect(await read()).toMatchObject({ suppressed: why, source: "automation" });
    expect((await change({ suppressed: null })).status).toBe(422);
    for (const same of [{ name: "Noémie Côté" }, { email: "noemie@example.org" }, { email: "Noemie@Example.org" }]) {
      expect((await change(same)).status).toBe(200);
      expect(await read()).toMatchObject({ suppressed: why });
    }
  });

  it.each(["bounce", "complaint"] as const)("keeps a %s when its e-mail is changed away and back", async (why) => {
    const { read, change } = await suppressed(why);
    expect((await change({ email: "noemie.cote@example.org" })).status).toBe(200);
    expect(await read()).not.toHaveProperty("suppressed");
    expect((await change({ email: "Noemie@Example.org" })).status).toBe(200);
    expect(await read()).toMatchObject({ suppressed: why });
  });

  it.each(["bounce", "complaint"] as const)("shows the %s with the next client who has it", async (why) => {
    const { another, subscriptionsOf, cardOf } = await suppressed(why);
    const subscriptions = { email: { marketing: true }, how: "phone", wording: "Oui" };
    const { body } = await another({ email: "noemie@example.org", subscriptions });
    expect(await subscriptionsOf(body.id)).toMatchObject({ suppressed: why });
    expect((await cardOf(body.id)).client).toMatchObject({ suppressed: why });
  });

  it("can be written to again at another address, without getting back what a complaint ended", async () => {
    const { read, change, suppress } = await suppressed("complaint");
    expect((await change({ email: "noemie.cote@example.org" })).status).toBe(200);
    expect(await read()).not.toHaveProperty("suppressed");
    expect((await read()).subscriptions.email).toEqual({ general: true, marketing: false });
    // The old address's complaint, told once more.
    await suppress();
    expect(await read()).not.toHaveProperty("suppressed");
  });
});

describe("the refusal that a complaint is", () => {
  it("stays through the changes of staff, and is shown to nobody", async () => {
    const { stored, read, change, choose } = await suppressed("complaint");
    const refused = { marketingRefusedAt: "2026-03-02T15:00:00.000Z" };
    expect(await stored()).toMatchObject(refused);
    expect((await change({ name: "Noémie Côté", email: "noemie.cote@example.org" })).status).toBe(200);
    expect((await change({ subscriptions: { sms: { general: false } } })).status).toBe(200);
    expect((await choose({ email: { general: false } })).status).toBe(200);
    expect(await stored()).toMatchObject({ ...refused, version: 5 });
    expect(await read()).not.toHaveProperty("marketingRefusedAt");
    expect((await change(refused)).status).toBe(422);
  });

  it("ends when staff turn marketing on again, in either way, with how and wording as proof", async () => {
    const on = { email: { marketing: true } };
    const proof = { how: "phone", wording: "Oui, envoyez-moi les nouvelles" };
    for (const way of ["change", "choose"] as const) {
      const { stored, choices, ...by } = await suppressed("complaint");
      const agree = (said: object) => (way === "change" ? by.change({ subscriptions: said }) : by.choose(said));
      for (const missing of [{}, { how: "phone" }, { wording: proof.wording }]) {
        const refused = await agree({ ...on, ...missing });
        expect(refused.status).toBe(422);
        const pointers = JSON.stringify(refused.body).match(/"pointer":"[^"]+/g) ?? [];
        const place = way === "change" ? "/subscriptions/" : "/";
        expect(pointers).toContain(`"pointer":"${place}${"how" in missing ? "wording" : "how"}`);
      }
      expect((await stored())?.subscriptions.email.marketing).toBe(false);
      expect((await agree({ ...on, ...proof })).status).toBe(200);
      expect((await stored())?.subscriptions.email.marketing).toBe(true);
      expect((await stored())?.marketingRefusedAt).toBeUndefined();
      // What was complained about stays: nothing goes there.
      const { suppressed: why, proofs } = await choices();
      expect(why).toBe("complaint");
      expect(proofs).toContainEqual(expect.objectContaining(proof));
    }
  });

  it("needs nothing to be said of who never refused", async () => {
    const { headers } = await anAccount(table);
    const { body } = await call(handler, routes.create, { headers, body: { name: "Ana", email: "ana@example.org" } });
    const subscriptions = { email: { marketing: true } };
    const answer = await call(handler, routes.update, { headers, params: { id: body.id }, body: { subscriptions } });
    expect(answer.status).toBe(200);
  });
});
