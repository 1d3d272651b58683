import { describe, expect, it } from "vitest";
import { campaign as kind } from "../../../../../functions/campaigns/kinds.ts";
import { tellOwners } from "../../../../../functions/campaigns/recording/owner-mail.ts";
import { put } from "../../../../../shared/db/writes.ts";
import { accounts, type Member, members } from "../../../../../shared/entities/account.ts";
import { type Campaign, campaigns, type PauseReason } from "../../../../../shared/entities/campaign.ts";
import { type Counts, campaignTallies } from "../../../../../shared/entities/campaign-chunk.ts";
import { campaignPlans } from "../../../../../shared/entities/campaign-plan.ts";
import { ulids } from "../../../../../shared/ids.ts";
import { MemoryStore, memoryTable } from "../../../../support/campaigns/memory-table.ts";
import { changeCampaign, fill, testAccount, testCampaign } from "../../../../support/campaigns/scenario.ts";
import { testClock, testLog } from "../../../../support/deps.ts";
import { testMailbox } from "../../../../support/mailbox.ts";
import { told } from "../../../../support/told.ts";

const clock = testClock();

const paused = async (
  given: Partial<Campaign> = {},
  people: Partial<Member>[] = [{ email: "luc@garage.example" }],
  more: Partial<Counts> = {},
) => {
  const store = new MemoryStore();
  const table = memoryTable(store);
  const account = testAccount({ senderEmail: "garage@example.org" });
  const { id: accountId, createdAt, createdBy, updatedAt, updatedBy, source } = account;
  const provenance = { version: 1, createdAt, createdBy, updatedAt, updatedBy, source };
  const campaign = testCampaign(account, { name: "Pneus", status: "paused", pauseReason: "bounces", ...given });
  const staff = people.map(
    (person): Member => ({
      id: ulids.next("member"),
      accountId,
      personId: "someone",
      email: "someone@garage.example",
      name: "Luc",
      role: "owner",
      editClients: true,
      status: "active",
      ...provenance,
      ...person,
    }),
  );
  const plan = { accountId, campaignId: campaign.id, version: 1, startedAt: createdAt, phase: "complete", round: 1 };
  await fill(table, accountId, [
    put(accounts, account),
    ...staff.map((member) => put(members, member)),
    put(campaigns, campaign),
    put(campaignPlans, { ...plan, phase: "complete", chunks: 20, recipients: 1000, matched: 1000, excluded: {} }),
    put(campaignTallies, { accountId, campaignId: campaign.id, shard: 1, sent: 700, bounced: 30, complained: 1 }),
    put(campaignTallies, { accountId, campaignId: campaign.id, shard: 5, sent: 50, bounced: 3 }),
    put(campaignTallies, { accountId, campaignId: campaign.id, shard: 6, sent: more.withheld ?? 0, ...more }),
  ]);
  const mailer = testMailbox();
  const deps = {
    table,
    clock,
    ids: ulids,
    log: testLog(),
    signingKey: async () => "",
    mailer,
    senderEmail: "bonjour@clientele.example",
    publicUrl: "https://pages.example",
  };
  const event = told(kind.paused, campaigns, campaign);
  return { store, campaign, mailer, tell: () => tellOwners(event, deps) };
};

describe("the e-mail about a campaign that stopped by itself", () => {
  it("tells the numbers, why, and what to do, each owner in their language and nobody else", async () => {
    const { tell, mailer } = await paused({}, [
      { email: "luc@garage.example" },
      { email: "ann@garage.example", language: "en" },
      { email: "office@garage.example", role: "staff" },
    ]);
    await tell();
    const [french, english] = mailer.sent.sort((a, b) => (a.to > b.to ? -1 : 1));
    expect(mailer.sent).toHaveLength(2);
    expect(french).toMatchObject({
      to: "luc@garage.example",
      from: '"Garage Tremblay" <bonjour@clientele.example>',
      subject: "Campagne en pause\u00a0: Pneus",
    });
    expect(french?.text).toMatch(/4,4\s%\sdes courriels n’ont pas pu être remis/);
    expect(french?.text).toContain("- Envoyés\u00a0: 750");
    expect(french?.text).toMatch(/- Non remis\u00a0: 33 \(4,4\s%\)/);
    expect(french?.text).toContain("- En attente\u00a0: 250");
    expect(french?.text).toContain("Que faire maintenant");
    expect(english).toMatchObject({ to: "ann@garage.example", subject: "Campaign paused: Pneus" });
    expect(english?.html).toContain("Not delivered: 33 (4.4%)");
    expect(english?.html).toContain('<html lang="en-CA">');
  });

  it("counts from the last resumption, which is what the campaign was judged by", async () => {
    const { tell, mailer } = await paused({ round: 2, judgedFrom: { sent: 650, bounced: 30, complained: 0 } });
    await tell();
    expect(mailer.sent[0]?.text).toContain("- Envoyés\u00a0: 100");
    expect(mailer.sent[0]?.text).toMatch(/Non remis\u00a0: 3 \(3\s%\)/);
  });

  it("leaves out whom the provider never wrote to, as the judging did", async () => {
    const { tell, mailer } = await paused({}, undefined, { withheld: 50, bounced: 50 });
    await tell();
    expect(mailer.sent[0]?.text).toMatch(/Envoyés\s: 750/);
    expect(mailer.sent[0]?.text).toMatch(/Non remis\s: 33 \(4,4\s%\)/);
  });

  it.each<[PauseReason, RegExp]>([
    ["complaints", /0,08\s%/],
    ["provider", /Vérifiez l’adresse d’expédition/],
  ])("has words of its own for %s", async (pauseReason, words) => {
    const { tell, mailer } = await paused({ pauseReason });
    await tell();
    expect(mailer.sent[0]?.text).toMatch(words);
  });

  it("goes out once for a pause, however often its event comes, and again for the next one", async () => {
    const { tell, mailer, store, campaign } = await paused();
    await tell();
    await tell();
    expect(mailer.sent).toHaveLength(1);
    changeCampaign(store, campaign, { round: 2 });
    await tell();
    expect(mailer.sent).toHaveLength(2);
  });

  it("comes again when the provider could not be reached", async () => {
    const { tell, mailer } = await paused();
    mailer.next = "fail";
    await expect(tell()).rejects.toThrow("connection");
    await tell();
    expect(mailer.sent).toHaveLength(1);
  });

  it("is not sent about a pause that somebody asked for, nor when the campaign goes on already", async () => {
    for (const given of [{ pauseReason: "asked" as const }, { status: "sending" as const }]) {
      const { tell, mailer } = await paused(given);
      await tell();
      expect(mailer.sent).toEqual([]);
    }
  });

  it("goes to the account's own address where nobody owns it", async () => {
    const { tell, mailer } = await paused({}, []);
    await tell();
    expect(mailer.sent.map(({ to }) => to)).toEqual(["garage@example.org"]);
  });
});
