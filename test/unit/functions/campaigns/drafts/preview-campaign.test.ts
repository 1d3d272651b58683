import { describe, expect, it } from "vitest";
import { useCases } from "../../../../../functions/campaigns/api.ts";
import type { CampaignDeps } from "../../../../../functions/campaigns/deps.ts";
import type { Actor } from "../../../../../shared/app/actor.ts";
import { put } from "../../../../../shared/db/writes.ts";
import { type Account, accounts } from "../../../../../shared/entities/account.ts";
import type { Campaign } from "../../../../../shared/entities/campaign.ts";
import { MemoryStore, memoryTable } from "../../../../support/campaigns/memory-table.ts";
import { campaignWrites, fill, testAccount, testCampaign } from "../../../../support/campaigns/scenario.ts";
import { testDeps } from "../../../../support/deps.ts";

/** Looks at a campaign with one of its subjects: on the screen, or in a mailbox. */
const look = async (
  way: "preview" | "test",
  variant: number | undefined,
  given: Partial<Campaign> = {},
  since: Partial<Account> = {},
) => {
  const table = memoryTable(new MemoryStore());
  const account = testAccount({ senderEmail: "luc@garage.example" });
  const campaign = testCampaign(account, { status: "draft", round: 0, ...given });
  await fill(table, account.id, [...campaignWrites(campaign, account), put(accounts, { ...account, ...since })]);
  const deps: CampaignDeps = {
    ...testDeps(table),
    senderEmail: "bonjour@clientele.example",
    publicUrl: "https://pages.example",
    images: async () => ({ of: async ({ key }) => `https://files.example/${key}` }),
    snapshots: async () => ({ read: async () => [] }),
  };
  const actor: Actor = { kind: "api_key", id: "key_test", accountId: account.id, account, scopes: [] };
  const useCase = await useCases[`POST /v1/campaigns/{id}/${way}`]();
  if (useCase.for !== "account") throw new Error("unreachable");
  const body = variant === undefined ? {} : { variant };
  const call = { params: { id: campaign.id }, query: undefined, body, page: { limit: 25 }, now: new Date() };
  return useCase.handle({ ...call, actor, db: table.of(account.id), match: () => undefined }, deps);
};

const abTest = { subjects: ["A", "B"], samplePercent: 20, waitMinutes: 60, metric: "viewed" } as const;
const tried: Partial<Campaign> = { abTest: { ...abTest, subjects: [...abTest.subjects] } };
const refused = { code: "validation-failed", details: { errors: [expect.objectContaining({ pointer: "/variant" })] } };

describe("the e-mail on the screen", () => {
  const since = { name: "Garage Roy", senderEmail: "roy@garage.example", postalAddress: "1 rue Neuve, Laval" };
  const shown = async (status: Campaign["status"]) => {
    const { body } = await look("preview", undefined, { status }, since);
    return body as { html: string; text: string; warnings: string[] };
  };

  it.each(["draft", "scheduled", "paused"] as const)("is what would be sent now, of one that is %s", async (status) => {
    const { html, text, warnings } = await shown(status);
    for (const part of [html, text]) {
      expect(part).toContain("Garage Roy, roy@garage.example");
      expect(part).toContain("1 rue Neuve, Laval");
      expect(part).not.toContain("Tremblay");
    }
    expect(warnings).toEqual([]);
  });

  it.each(["sending", "finished", "cancelled"] as const)("is what was sent, of one that is %s", async (status) => {
    const { text } = await shown(status);
    expect(text).toContain("Garage Tremblay, luc@garage.example");
    expect(text).not.toContain("Roy");
  });
});

describe.each(["preview", "test"] as const)("a look at a campaign (%s)", (way) => {
  it("takes the place of a subject that is tried, or none", async () => {
    for (const variant of [undefined, 0, 1]) expect(await look(way, variant, tried)).toHaveProperty("body");
    expect(await look(way, undefined)).toHaveProperty("body");
  });

  it("refuses a place where no subject is", async () => {
    await expect(look(way, 2, tried)).rejects.toMatchObject(refused);
    await expect(look(way, 3, tried)).rejects.toMatchObject(refused);
  });

  it("refuses any place where no subjects are tried", async () => {
    await expect(look(way, 0)).rejects.toMatchObject(refused);
  });
});
