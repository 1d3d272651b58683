import { describe, expect, it } from "vitest";
import { sendTestMail } from "../../../../../functions/campaigns/drafts/test-mail.ts";
import { campaignTest } from "../../../../../functions/campaigns/kinds.ts";
import { put, remove, type Write } from "../../../../../shared/db/writes.ts";
import { type Account, accounts } from "../../../../../shared/entities/account.ts";
import { type CampaignTest, campaigns, campaignTests } from "../../../../../shared/entities/campaign.ts";
import { campaignKeys } from "../../../../../shared/entities/campaign-keys.ts";
import { clients } from "../../../../../shared/entities/client.ts";
import { ulids } from "../../../../../shared/ids.ts";
import type { LogCode } from "../../../../../shared/log.ts";
import { MemoryStore, memoryTable } from "../../../../support/campaigns/memory-table.ts";
import { campaignWrites, fill, testAccount, testCampaign, testClient } from "../../../../support/campaigns/scenario.ts";
import { testClock, testLog } from "../../../../support/deps.ts";
import { testMailbox } from "../../../../support/mailbox.ts";
import { told } from "../../../../support/told.ts";

/** A test that somebody asked for, as one of the clients. */
const asked = async () => {
  const table = memoryTable(new MemoryStore());
  const account = testAccount();
  const { id: accountId, createdAt } = account;
  const campaign = testCampaign(account, { status: "draft" });
  const client = testClient(accountId, 1);
  const id = ulids.next("item");
  const test: CampaignTest = {
    ...{ id, accountId, campaignId: campaign.id, to: "luc@garage.example", clientId: client.id, version: 1 },
    ...{ language: "fr", createdAt, createdBy: "mem_1", ttl: 0 },
  };
  await fill(table, accountId, [
    put(accounts, account),
    // As when it was made: its e-mail is compiled when it is sent.
    put(campaigns, campaign),
    put(clients, client),
    put(campaignTests, test),
  ]);
  const mailer = testMailbox();
  const logged: LogCode[] = [];
  const deps = {
    ...{ table, clock: testClock(), ids: ulids, signingKey: async () => "", mailer },
    log: { ...testLog(), info: (code: LogCode) => void logged.push(code) },
    publicUrl: "https://pages.example",
    senderEmail: "bonjour@clientele.example",
  };
  const event = told(campaignTest.created, campaignTests, test);
  return {
    mailer,
    logged,
    account,
    change: (items: Write[]) => fill(table, accountId, items),
    compiled: (then: Account) => campaignWrites({ ...campaign, status: "finished" }, then),
    campaign: remove(campaignKeys.campaign(accountId, campaign.id)),
    client: remove(clients.keys(client)),
    without: (gone: Write) => table.of(accountId).commit([gone]),
    send: () => sendTestMail(event, deps),
  };
};

describe("the worker that sends test e-mails", () => {
  it("sends one once, as the client reads it", async () => {
    const { send, mailer } = await asked();
    await send();
    await send();
    expect(mailer.sent).toMatchObject([{ to: "luc@garage.example", subject: "[Test] Bonjour Noémie" }]);
  });

  it("sends one of a draft under the name, sender and address that the account has by now", async () => {
    const { send, mailer, account, change } = await asked();
    const now = { senderName: "Garage Roy", senderEmail: "roy@garage.example", postalAddress: "1 rue Neuve, Laval" };
    await change([put(accounts, { ...account, name: "Garage Roy", ...now })]);
    await send();
    const [mail] = mailer.sent;
    expect(mail).toMatchObject({ from: '"Garage Roy" <bonjour@clientele.example>', replyTo: "roy@garage.example" });
    for (const part of [mail?.text, mail?.html]) {
      expect(part).toContain("Garage Roy, roy@garage.example");
      expect(part).toContain("1 rue Neuve, Laval");
      expect(part).not.toContain("Tremblay");
    }
  });

  it("sends one of a campaign that was sent as it was sent", async () => {
    const { send, mailer, account, change, compiled } = await asked();
    await change(compiled(account));
    await change([put(accounts, { ...account, name: "Garage Roy" })]);
    await send();
    expect(mailer.sent).toMatchObject([{ from: '"Garage Tremblay" <bonjour@clientele.example>' }]);
  });

  it.each(["campaign", "client"] as const)("lets it be, and says so, when the %s is gone by then", async (gone) => {
    const scene = await asked();
    await scene.without(scene[gone]);
    await scene.send();
    expect(scene.mailer.sent).toEqual([]);
    expect(scene.logged).toEqual(["MAIL_SKIPPED"]);
  });
});
