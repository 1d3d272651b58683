import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { nothingSeen } from "../../../../../functions/campaigns/recording/recipients.ts";
import { bulkCallFor, rememberedTemplates } from "../../../../../functions/campaigns/sending/bulk-call.ts";
import { addressHash } from "../../../../../shared/entities/address-fact.ts";
import type { CampaignChunk } from "../../../../../shared/entities/campaign-chunk.ts";
import { openCampaignLink } from "../../../../../shared/entities/engagement.ts";
import { openUnsubscribe } from "../../../../../shared/entities/link.ts";
import { MemoryStore, memoryTable } from "../../../../support/campaigns/memory-table.ts";
import { campaignWrites, fill, testAccount, testCampaign, testClient } from "../../../../support/campaigns/scenario.ts";

const KEY = "a key for tests";
const PAGES = "https://pages.example";

/** One of the addresses that an entry's values put into the e-mail. */
const tokenIn = (value: string | undefined, path: string): string =>
  value?.startsWith(`${PAGES}${path}`) ? value.slice(PAGES.length + path.length) : "";

describe("every e-mail of a campaign", () => {
  const kinds = fc.constantFrom("book", "pay", "portal", "link", undefined);
  const people = fc.array(fc.record({ language: fc.constantFrom("fr", "en"), name: fc.string() }), {
    minLength: 1,
    maxLength: 50,
  });

  test.prop([people, kinds, fc.constantFrom("fr", "en"), fc.string({ minLength: 1, maxLength: 50 })])(
    "can be unsubscribed from with one click (RFC 8058), each by a link of its reader's own",
    async (given, kind, language, body) => {
      const account = testAccount();
      const clients = given.map((one, number) => testClient(account.id, number, { firstName: one.name }));
      const callToAction = kind && { kind, url: "https://garage.example/" };
      const campaign = testCampaign(account, {
        content: { subject: "{client_first_name}", body },
        ...(callToAction ? { callToAction } : {}),
      });
      const table = memoryTable(new MemoryStore());
      await fill(table, account.id, campaignWrites(campaign, account));
      const chunk: CampaignChunk = {
        accountId: account.id,
        campaignId: campaign.id,
        number: 3,
        language,
        segment: "segment",
        offset: 0,
        size: clients.length,
        state: "claimed",
        attempt: 1,
        outcome: ".".repeat(clients.length),
        seen: nothingSeen(clients.length),
        seenVersion: 0,
      };
      const { mail } = await bulkCallFor(
        table.of(account.id),
        campaign,
        chunk,
        {
          recipients: [],
          clients,
          hashes: clients.map(({ email }) => email && addressHash(account.id, email)),
          standingOf: () => undefined,
        },
        { taken: new Set(), undecided: new Set() },
        {
          templates: rememberedTemplates(),
          pace: { callSize: 50 },
          signingKey: async () => KEY,
          publicUrl: PAGES,
        },
      );
      expect(mail.entries).toHaveLength(clients.length);
      for (const [index, { headers, values }] of mail.entries.entries()) {
        const clientId = clients[index]?.id;
        const link = values.unsubscribe;
        expect(headers).toEqual([
          { name: "List-Unsubscribe", value: `<${link}>` },
          { name: "List-Unsubscribe-Post", value: "List-Unsubscribe=One-Click" },
        ]);
        expect(openUnsubscribe(tokenIn(link, "/p/"), KEY)).toEqual({
          accountId: account.id,
          clientId,
          campaignId: campaign.id,
          address: expect.stringMatching(/^[\w-]{22}$/),
        });
        const call = openCampaignLink(tokenIn(values.call, "/c/"), KEY);
        if (kind === undefined || kind === "link") expect(call).toBeUndefined();
        else expect(call).toMatchObject({ clientId, campaignId: campaign.id, chunk: 3, recipient: index });
      }
    },
  );
});
