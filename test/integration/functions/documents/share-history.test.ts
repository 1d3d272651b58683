import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { routes } from "../../../../functions/documents/manifest.ts";
import { keys } from "../../../../shared/db/keys.ts";
import { update } from "../../../../shared/db/writes.ts";
import { shareStates } from "../../../../shared/entities/document-share.ts";
import { call } from "../../../support/call.ts";
import { races } from "../../../support/races.ts";
import { documentsFeature } from "./feature.ts";

const feature = await documentsFeature();
const { table, clock, handler, aBusiness, aClientOf, aDocument, aShare, openPage, submitPage } = feature;

const HOUR = 3600 * 1000;
const START = Date.parse("2026-03-02T15:00:00.000Z");
/** Longer than any of these histories. */
const APART = 7 * 24 * HOUR;

/** What may happen to a share, and around it. */
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom("view", "download", "open"), link: fc.nat(5) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("share"), hours: fc.integer({ min: 1, max: 5 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom("revoke", "hide", "close", "open up", "spoil", "clean", "delete") }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("wait"), hours: fc.integer({ min: 1, max: 3 }) }) },
);

describe("whatever happens to a shared document", () => {
  it("a link gives its file out while it is shared, and never before, after or beside that", async () => {
    const business = await aBusiness();
    const { account, headers } = business;
    const db = table.of(account.id);
    const client = await aClientOf(account.id);
    let histories = 0;

    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
        // Time never goes back: calls of one minute are counted together, whenever they are made.
        let now = START + histories++ * APART;
        clock.set(new Date(now).toISOString());
        const id = await aDocument(business);
        const links: { token: string; alive: boolean }[] = [];
        let file: "clean" | "infected" | "gone" = "clean";
        let endsAt = 0;
        let visible = false;
        let label: "internal" | "client" = "internal";
        let closed = false;
        let furthest = 0;
        const mayHave = (link: { alive: boolean }) =>
          link.alive && visible && !closed && file === "clean" && now < endsAt;

        for (const next of steps) {
          if ("hours" in next) {
            if (next.do === "wait") {
              now += next.hours * HOUR;
              clock.set(new Date(now).toISOString());
            } else if (file === "clean" && closed) {
              const body = { clientIds: [client.id] };
              expect((await call(handler, routes.share, { headers, params: { id }, body })).status).toBe(409);
            } else if (file === "clean") {
              endsAt = now + next.hours * HOUR;
              const { token } = await aShare(business, client, id, { expiresAt: new Date(endsAt).toISOString() });
              links.push({ token, alive: true });
              visible = true;
              label = "client";
            }
            continue;
          }
          if ("link" in next) {
            const link = links[next.link % Math.max(links.length, 1)];
            if (!link) continue;
            const expected = mayHave(link);
            const answer = next.do === "open" ? await openPage(link.token) : await submitPage(link.token, next.do);
            expect(answer.status).toBe(expected ? { open: 200, view: 204, download: 303 }[next.do] : 410);
            expect(answer.headers.location !== undefined).toBe(expected && next.do === "download");
            if (expected && next.do !== "open")
              furthest = Math.max(furthest, shareStates.indexOf(next.do === "view" ? "viewed" : "downloaded"));
            continue;
          }
          if (next.do === "delete") {
            file = "gone";
            await call(handler, routes.remove, { headers, params: { id } });
          }
          if (file === "gone") continue;
          if (next.do === "revoke" && links.length > 0) {
            await call(handler, routes.unshare, { headers, params: { id, clientId: client.id } });
            for (const link of links) link.alive = false;
            visible = false;
            furthest = 0;
          }
          if (next.do === "hide" && links.length > 0 && file === "clean") {
            const body = { clientIds: [client.id], visibility: "internal" };
            await call(handler, routes.share, { headers, params: { id }, body });
            visible = false;
          }
          if (next.do === "close" || next.do === "open up") {
            const visibility = next.do === "open up" ? "client" : "internal";
            await call(handler, routes.change, { headers, params: { id }, body: { visibility } });
            closed = visibility === "internal" && (closed || label === "client");
            label = visibility;
          }
          if (next.do === "spoil" || next.do === "clean") {
            file = next.do === "spoil" ? "infected" : "clean";
            await db.commit([update(keys.of(account.id, id), { set: { status: file } })]);
          }
        }
        if (file === "gone" || links.length === 0) return;
        const { body } = await call(handler, routes.listShares, { headers, params: { id } });
        const [share] = body.data;
        if (share?.status !== "revoked") expect(share?.state).toBe(shareStates[furthest]);
      }),
      { numRuns: 30 * races },
    );
  });
});
