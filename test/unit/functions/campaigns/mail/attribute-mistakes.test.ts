import { describe, expect, it } from "vitest";
import { mustBeFillable } from "../../../../../functions/campaigns/mail/attribute-mistakes.ts";
import { insert } from "../../../../../shared/db/writes.ts";
import { clientTypes } from "../../../../../shared/entities/client.ts";
import { AppError } from "../../../../../shared/errors.ts";
import { derivedId } from "../../../../../shared/ids.ts";
import { testAccount, testCampaign } from "../../../../support/campaigns/scenario.ts";
import { memoryTable } from "../../../../support/memory-table.ts";

const account = testAccount();

const mistakesIn = async (content: Parameters<typeof testCampaign>[1]) => {
  const db = memoryTable().table.of(account.id);
  await db.commit([
    insert(clientTypes, {
      id: derivedId("clientType", "car"),
      accountId: account.id,
      name: "Automobile",
      sections: [{ name: "Voiture", fields: [{ key: "plate", label: "Plaque", kind: "text" }] }],
      version: 1,
      createdAt: "2026-01-01T00:00:00Z",
      createdBy: "key_test",
      updatedAt: "2026-01-01T00:00:00Z",
      updatedBy: "key_test",
      source: "api",
    }),
  ]);
  const refusal = await mustBeFillable(db, testCampaign(account, content)).catch((error: unknown) => error);
  if (refusal === undefined) return [];
  if (!(refusal instanceof AppError)) throw refusal;
  return (refusal.details.errors ?? []).map(({ pointer }) => pointer);
};

describe("attributes of a campaign", () => {
  it.each([
    "{} et {voir nos conditions}",
    "20 %* sur tout, 10 %% ou [ici](https://a.example)",
    "a | b = {",
    "**|a|** {2026}",
  ])("are no braces and signs that stand in a text: %s", async (body) =>
    expect(await mistakesIn({ content: { subject: "s", body } })).toEqual([]),
  );

  it("are the client's names and company, and custom fields of any client type", async () => {
    const body =
      "{client_first_name|vous} {client_last_name} {client_full_name} {client_company} {plate} {field.plate}";
    expect(await mistakesIn({ content: { subject: "Pneus", body } })).toEqual([]);
  });

  it.each([
    ["{client_frist_name}", "a slip of the finger"],
    ["{plaque|votre voiture}", "a field that no type has"],
    ["{field.plaque}", "the same in its long form"],
    ["{{client_first_name}}", "double braces, as other programs write them"],
    ["{{ .Subscriber.FirstName }}", "what another program fills in"],
    ["{contactfield=firstname}", "what another program fills in"],
    ["*|FNAME|*", "what another program fills in"],
    ["%%first_name%%", "what another program fills in"],
    ["[[prenom]]", "what another program fills in"],
    ["{client_company|a|b}", "two fallbacks"],
    ["{prénom}", "a name with an accent"],
  ])("%s is refused where it stands: %s", async (written) => {
    expect(await mistakesIn({ content: { subject: `Bonjour ${written}`, body: "b" } })).toContain("/content/subject");
    expect(await mistakesIn({ content: { subject: "s", body: written } })).toContain("/content/body");
    expect(await mistakesIn({ content: { subject: "s" }, translations: { en: { title: `x ${written}` } } })).toContain(
      "/translations/en/title",
    );
    const callToAction = { kind: "link", url: `https://garage.example/?p=${written}` } as const;
    expect(await mistakesIn({ content: { subject: "s" }, callToAction })).toContain("/callToAction/url");
  });

  it.each(["{client_company}", "{client_first_name}, {client_last_name}", " {plate}!"])(
    "may not be all there is of a subject without a fallback: %s",
    async (subject) => {
      expect(await mistakesIn({ content: { subject, body: "b" } })).toEqual(["/content/subject"]);
    },
  );

  it("may be all of a subject that says what stands there otherwise", async () => {
    expect(await mistakesIn({ content: { subject: "{client_company|Bonjour}" } })).toEqual([]);
  });

  it("leave braces of other kinds alone", async () => {
    expect(await mistakesIn({ content: { subject: "s", body: "{ } {1} {a b} {x" } })).toEqual([]);
  });
});
