import { beforeEach, describe, expect, it } from "vitest";
import { project } from "../../../../functions/changes/project.ts";
import { useCases } from "../../../../functions/clients/api.ts";
import { loadContactReader } from "../../../../functions/clients/deps.ts";
import { routes } from "../../../../functions/clients/manifest.ts";
import { rebuildThings } from "../../../../functions/clients/rebuild-things.ts";
import { api } from "../../../../shared/app/api.ts";
import { insert, removeVersion, replace } from "../../../../shared/db/writes.ts";
import type { Account } from "../../../../shared/entities/account.ts";
import { type Campaign, campaigns } from "../../../../shared/entities/campaign.ts";
import type { Job } from "../../../../shared/entities/job.ts";
import { anAccount, anApiKey } from "../../../support/actors.ts";
import { call } from "../../../support/call.ts";
import { testCampaign } from "../../../support/campaigns/scenario.ts";
import { testDeps, testLog } from "../../../support/deps.ts";
import { type StreamedTable, streamedTable } from "../../../support/streamed-table.ts";

let streamed: StreamedTable;
let account: Account;
let headers: Record<string, string>;

beforeEach(async () => {
  streamed = streamedTable(() => new Date());
  ({ account, headers } = await anAccount(streamed.table));
});

const follow = async (times = 1) => {
  const Records = streamed.records.splice(0);
  const deps = { table: streamed.table, log: testLog(), setAside: async () => undefined };
  for (let time = 0; time < times; time++) expect((await project({ Records }, deps)).batchItemFailures).toEqual([]);
};

const searched = async (query: Record<string, string>, caller = headers) => {
  const handler = api(() => ({ ...testDeps(streamed.table), contact: loadContactReader }), useCases);
  return call(handler, routes.search, { query, headers: caller });
};

const found = async (q: string) => ((await searched({ q })).body as { data: { title: string }[] }).data;

const written = async (name: string): Promise<Campaign> => {
  const campaign = testCampaign(account, { name });
  await streamed.table.of(account.id).commit([insert(campaigns, campaign)]);
  await follow();
  return campaign;
};

const renamed = async (campaign: Campaign, name: string): Promise<Campaign> => {
  const next = { ...campaign, name, version: campaign.version + 1 };
  await streamed.table.of(account.id).commit([replace(campaigns, next, campaign)]);
  return next;
};

describe("the global search", () => {
  it("finds what a kind declares, from any word of it on", async () => {
    const { id } = await written("Pneus d'hiver");
    const one = { kind: "campaign", id, title: "Pneus d'hiver" };
    for (const q of ["pneus", "HIV", "d'hiver"]) expect(await found(q)).toEqual([one]);
    expect((await searched({ q: "pneus", kind: "campaign" })).body).toEqual({ data: [one] });
    expect((await searched({ q: "pneus", kind: "client" })).body).toEqual({ data: [] });
  });

  it("follows each version, whatever comes twice", async () => {
    const campaign = await written("Pneus d'hiver");
    const next = await renamed(await renamed(campaign, "Pneus d'été"), "Freins et pneus");
    await follow(2);
    expect(await found("hiver")).toEqual([]);
    expect(await found("été")).toEqual([]);
    expect(await found("pneus")).toMatchObject([{ title: "Freins et pneus" }]);
    await streamed.table.of(account.id).commit([removeVersion(campaigns, next)]);
    await follow(2);
    expect(await found("pneus")).toEqual([]);
    expect([...streamed.items.values()].filter(({ entity }) => entity === "found")).toEqual([]);
  });

  it("takes away what other rules had put there", async () => {
    const campaign = await written("Pneus");
    const address = [...streamed.items].find(([, item]) => item.entity === "campaign")?.[0] ?? "";
    const stored = streamed.items.get(address);
    if (!stored) throw new Error("There is no campaign.");
    streamed.items.set(address, { ...stored, version: 2, foundBy: { rules: 0, tokens: ["gommes"] } });
    await follow();
    expect(await found("gommes")).toMatchObject([{ id: campaign.id }]);
    await renamed({ ...campaign, version: 2 }, "Pneus");
    await follow();
    expect(await found("gommes")).toEqual([]);
    expect(await found("pneus")).toMatchObject([{ id: campaign.id }]);
  });

  it("is brought to today's rules by a rebuild, of every kind that declares it", async () => {
    const campaigns = [await written("Pneus"), await written("Freins")];
    for (const [address, item] of streamed.items)
      if (item.entity === "campaign" && item.name === "Pneus")
        streamed.items.set(address, { ...item, foundBy: { rules: 0, tokens: ["gommes"] } });
    const db = streamed.table.of(account.id);
    const job = { progress: { done: 0, total: 0 } } as Job;
    const step = await rebuildThings(db, job);
    expect(step).toMatchObject({ counts: { changed: 1, unchanged: 1 }, checkpoint: { leftToStream: true } });
    let last = step;
    while (!last.finished) last = await rebuildThings(db, { ...job, checkpoint: last.checkpoint });
    await follow(2);
    expect(await found("pneus")).toMatchObject([{ id: campaigns[0]?.id }]);
    expect(await found("freins")).toMatchObject([{ id: campaigns[1]?.id }]);
    expect(await found("gommes")).toEqual([]);
    expect((await rebuildThings(db, job)).counts).toEqual({ changed: 0, unchanged: 2 });
  });

  it("shows nothing of a kind whose scope the caller lacks, and refuses to be asked for it", async () => {
    await written("Pneus d'hiver");
    const { headers: reader } = await anApiKey(streamed.table, account, ["clients:read"]);
    expect((await searched({ q: "pneus" }, reader)).body).toEqual({ data: [] });
    expect((await searched({ q: "pneus", kind: "campaign" }, reader)).status).toBe(403);
  });
});
