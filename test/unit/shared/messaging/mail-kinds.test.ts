import { describe, expect, it } from "vitest";
import { everyKind } from "../../../support/every-mail.ts";
import { found } from "../../../support/found.ts";
import { mailDesk, type SentMails } from "../../../support/mail-desk.ts";

/** How the features send each kind, found beside their tests. */
const send: SentMails = Object.assign(
  {},
  ...(await found<{ sentMails: SentMails }>("test/unit/functions/*/sent-mails.ts")).map(
    ({ exported }) => exported.sentMails,
  ),
);

/** Sent by the campaigns' own sender and by the accounts, whose tests say the same of them. */
const elsewhere = ["campaign", "invitation"];
const kinds = everyKind.flatMap(({ name: kind, to, marketing, byHand = false, ...how }) =>
  to === "asked" || elsewhere.includes(kind)
    ? []
    : [{ kind: kind as string, to, marketing, byHand, from: "from" in how ? how.from : "account" }],
);
const reader = (to: string) => (to === "client" ? "client@example.org" : "office@garage.example");

describe("every kind of e-mail", () => {
  it.each(kinds)("$kind goes out with its kind, and says where answers go", async ({ kind, to, from }) => {
    const desk = await mailDesk();
    const { mailbox } = desk;
    await send[kind]?.(desk);
    expect(mailbox.sent).toMatchObject([{ to: reader(to), tags: { kind } }]);
    // What the provider may have refused the business's address for comes from the installation alone.
    const answers = from === "stage" ? undefined : "office@garage.example";
    expect(mailbox.sent[0]?.replyTo).toBe(answers);
  });

  it.each(kinds.flatMap((each) => (["bounced", "complained"] as const).map((fact) => ({ ...each, fact }))))(
    "$kind does not go to an address that $fact",
    async ({ kind, to, fact }) => {
      const desk = await mailDesk();
      const { known, mailbox } = desk;
      await known(reader(to), fact);
      await send[kind]?.(desk);
      expect(mailbox.sent).toEqual([]);
    },
  );

  it.each(kinds)("$kind goes to who refused marketing only where it is none (marketing: $marketing)", async (each) => {
    const desk = await mailDesk();
    const { known, mailbox } = desk;
    await known(reader(each.to), "refused");
    await send[each.kind]?.(desk);
    expect(mailbox.sent).toHaveLength(each.marketing ? 0 : 1);
  });

  it.each(kinds)(
    "$kind says in its headers how it may be refused, or that no machine should answer it",
    async (each) => {
      const desk = await mailDesk();
      const { mailbox } = desk;
      await send[each.kind]?.(desk);
      const names = mailbox.sent[0]?.headers?.map(({ name }) => name) ?? [];
      if (each.marketing) expect(names).toEqual(["List-Unsubscribe", "List-Unsubscribe-Post"]);
      else expect(names).toEqual(each.byHand ? [] : ["Auto-Submitted"]);
    },
  );
});
