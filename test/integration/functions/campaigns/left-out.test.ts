import { describe, expect, it } from "vitest";
import { routes } from "../../../../functions/campaigns/manifest.ts";
import { put } from "../../../../shared/db/writes.ts";
import { type Client, clients } from "../../../../shared/entities/client.ts";
import { anAccount } from "../../../support/actors.ts";
import { call } from "../../../support/call.ts";
import { fill } from "../../../support/campaigns/scenario.ts";
import { campaignsFeature } from "./feature.ts";
import { sender } from "./sender.ts";

const { table, deps, handler, snapshots, someClients } = await campaignsFeature();

const off = { email: { general: true, marketing: false }, sms: { general: true, marketing: false } };

describe("those who are left out when their turn comes", () => {
  it("are counted by reason, and listed for each with what it was", async () => {
    const { account, headers } = await anAccount(table);
    const [without, ...people] = await someClients(account.id, 13);
    await fill(table, account.id, [put(clients, { ...without, email: undefined } as Client)]);
    const content = { subject: "Bonjour", body: "L'hiver" };
    const { id } = (
      await call(handler, routes.create, {
        headers,
        body: { name: "Pneus", channel: "email", content, audience: { filter: { tag: "VIP" } } },
      })
    ).body;
    await call(handler, routes.send, { headers, params: { id }, body: {} });

    const since: Partial<Client>[] = [
      { subscriptions: off, marketingRefusedAt: "2026-03-01T10:00:00.000Z" },
      { subscriptions: off, marketingRefusedAt: "2026-03-01T10:00:00.000Z" },
      { status: "archived" },
      { suppressed: "complaint" },
      { email: undefined },
      { disabled: true },
    ];
    const changed = since.map((change, at) => ({ ...people[at], ...change }) as Client);
    const { run, provider } = sender(deps, snapshots);
    await run(account.id, id, () =>
      fill(
        table,
        account.id,
        changed.map((client) => put(clients, client)),
      ),
    );
    expect(provider.taken).toHaveLength(6);

    const { body: stats } = await call(handler, routes.stats, { headers, params: { id } });
    expect(stats).toMatchObject({ matched: 13, recipients: 12, sent: 6, skipped: 6, withheld: 0 });
    expect(stats.excludedFor).toEqual([{ reason: "no_address", count: 1 }]);
    expect(stats.skippedFor).toEqual([
      { reason: "no_address", count: 1 },
      { reason: "unsubscribed", count: 2 },
      { reason: "suppressed", count: 1 },
      { reason: "archived", count: 1 },
      { reason: "disabled", count: 1 },
    ]);

    const list = async (query: Record<string, string>) =>
      (await call(handler, routes.recipients, { headers, params: { id }, query })).body;
    for (const { reason, count } of stats.skippedFor) {
      const { data } = await list({ reason });
      expect(data.map(({ outcome }) => outcome)).toEqual(Array.from({ length: count }, () => reason));
    }
    const unsubscribed = await list({ state: "skipped", reason: "unsubscribed" });
    const names = [people[0]?.name, people[1]?.name].sort();
    expect(unsubscribed.data.map(({ name }) => name).sort()).toEqual(names);
    expect((await list({ state: "skipped" })).data).toHaveLength(6);
    expect(await list({ state: "sent", reason: "unsubscribed" })).toEqual({ data: [] });

    const first = await list({ reason: "unsubscribed", limit: "1" });
    const second = await list({ reason: "unsubscribed", limit: "1", cursor: first.nextCursor ?? "" });
    expect([...first.data, ...second.data].map(({ name }) => name).sort()).toEqual(names);
    expect(
      (await call(handler, routes.recipients, { headers, params: { id }, query: { reason: "sent" } })).status,
    ).toBe(422);
  });

  it("are none before anybody was sent anything", async () => {
    const { headers } = await anAccount(table);
    const { body } = await call(handler, routes.create, { headers, body: { name: "Pneus", channel: "email" } });
    expect(body.stats).toMatchObject({ matched: 0, excludedFor: [], skipped: 0, skippedFor: [] });
  });
});
