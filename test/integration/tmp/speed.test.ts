import { it } from "vitest";
import { rememberedTemplates } from "../../../functions/campaigns/bulk-call.ts";
import { workOnChunk } from "../../../functions/campaigns/chunk-work.ts";
import { planCampaign, STRETCH } from "../../../functions/campaigns/planning.ts";
import { planChunk, claimChunk, recordOutcome } from "../../../functions/campaigns/ledger.ts";
import { rememberingSnapshots } from "../../../functions/campaigns/snapshots.ts";
import { campaignsFeature } from "../functions/campaigns/feature.ts";
import { anAccount } from "../../support/actors.ts";
import { testCampaign, campaignWrites, fill, testClient } from "../../support/campaigns/scenario.ts";
import { clientProjection } from "../../../shared/entities/client-projection.ts";
import { put } from "../../../shared/db/writes.ts";
import { clients as clientsEntity } from "../../../shared/entities/client.ts";
import { facetEntries } from "../../../shared/entities/facet.ts";
const { table, deps, snapshots } = await campaignsFeature();
it("speed", { timeout: 600_000 }, async () => {
  const size = 10000;
  const { account } = await anAccount(table);
  for (let s = 0; s < size; s += 500) {
    const cs = Array.from({ length: 500 }, (_, n) => testClient(account.id, s + n));
    await fill(table, account.id, cs.flatMap((c) => [put(clientsEntity, c), ...clientProjection(c).facets.filter(f => f.facet.field === "active.tag").map(({ facet, entry }) => put(facetEntries(account.id, facet), entry))]));
  }
  const campaign = testCampaign(account);
  await fill(table, account.id, campaignWrites(campaign, account));
  const waiting: any[] = [];
  const chunks = { send: async (m: any) => void waiting.push(...m) };
  let sent = 0;
  const mailer = { send: async (m: any) => { JSON.stringify(m); sent += m.entries.length; return m.entries.map(() => ({ is: "accepted" as const, messageId: "x" })); } };
  const stored = rememberingSnapshots({ write: async (k, r) => void snapshots.set(k, r), read: async (k) => snapshots.get(k) ?? [] });
  const workers: any = { ...deps, snapshots: stored, chunks, plans: { send: async () => undefined }, events: chunks, stretch: STRETCH, templates: rememberedTemplates(), mailer, pace: { callSize: 50, reserve: () => 0 }, wait: async () => undefined, publicUrl: "https://p", leaseSeconds: 90, settling: { seconds: 300 } };
  const c0 = process.cpuUsage(); let t = performance.now();
  await planCampaign({ accountId: account.id, campaignId: campaign.id }, workers, () => true);
  console.log("plan ms", performance.now() - t, process.cpuUsage(c0).user / 1000);
  const n = waiting.length;
  const ins = await import("node:inspector/promises"); const se = new ins.Session(); se.connect(); await se.post("Profiler.enable"); await se.post("Profiler.start");
  const c1 = process.cpuUsage(); t = performance.now();
  const work = async () => { for (let m = waiting.shift(); m; m = waiting.shift()) await workOnChunk(m, workers); };
  await Promise.all([work(), work()]);
  const ours = performance.now() - t;
  const pr: any = (await se.post("Profiler.stop") as any).profile; { const self: any = {}; const by: any = {}; pr.nodes.forEach((n: any) => { by[n.id] = n; }); pr.samples.forEach((x: any, i: number) => { const n = by[x]; const k = n.callFrame.functionName + " " + n.callFrame.url.split("/").slice(-3).join("/") + ":" + n.callFrame.lineNumber; self[k] = (self[k] || 0) + pr.timeDeltas[i]; }); console.log(Object.entries(self).sort((a: any, b: any) => b[1] - a[1]).slice(0, 40).map(([k, v]: any) => (v / 1000).toFixed(0) + "ms " + k).join("\n")); }
  console.log("ours ms", ours, "cpu", process.cpuUsage(c1).user / 1000, "chunks", n, "sent", sent, sent / ours * 1000, "/s");
  // bare
  const db = table.of(account.id);
  const campaign2 = testCampaign(account);
  let next = 0;
  const c2 = process.cpuUsage(); t = performance.now();
  const mail = { from: "x", entries: Array.from({ length: 50 }, (_, i) => ({ to: `a${i}`, values: { a: "x".repeat(600) } })) };
  const bare = async () => { for (let i = next++; i < n; i = next++) {
    const chunk: any = { accountId: account.id, campaignId: campaign2.id, number: i, language: "fr", offset: 0, size: 50, segment: "s", state: "planned", attempt: 0, outcome: ".".repeat(50), seen: "00".repeat(50), seenVersion: 0 };
    await planChunk(db, chunk);
    const claimed = await claimChunk(db, { campaignId: campaign2.id, number: i }, new Date());
    await mailer.send(mail);
    await recordOutcome(db, claimed, { state: "sent", outcome: "s".repeat(50) });
  } };
  await Promise.all([bare(), bare()]);
  const b = performance.now() - t;
  console.log("bare ms", b, "cpu", process.cpuUsage(c2).user / 1000, n * 50 / b * 1000, "/s ratio (send only)", b / ours);

  const { clientsById } = await import("../../../functions/campaigns/audience-clients.ts");
  const ids = [...snapshots.values()].flat().map((r) => ({ id: r.id }));
  for (const consistent of [true, false]) {
  let at = 0; const c3 = process.cpuUsage(); t = performance.now();
  const rd = async () => { for (let i = at; i < 10000; i = at) { at += 50; await clientsById(db, ids.slice(i, i + 50), { consistent }); } };
  await Promise.all([rd(), rd()]);
  console.log("ours batchget only", consistent, performance.now() - t, process.cpuUsage(c3).user / 1000);
  }
  let at = 0; t = performance.now(); const c4 = process.cpuUsage();
  const { readCampaign } = await import("../../../functions/campaigns/store.ts");
  const rd = async () => { for (let i = at++; i < 200; i = at++) { await readCampaign(db, campaign.id); } };
  await Promise.all([rd(), rd()]);
  console.log("ours campaign get", performance.now() - t, process.cpuUsage(c4).user / 1000);
});
