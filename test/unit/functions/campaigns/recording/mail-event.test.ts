import { describe, expect, it } from "vitest";
import { mailNews } from "../../../../../functions/campaigns/recording/mail-event.ts";
import { countsOf, nothingSeen, withFlags } from "../../../../../functions/campaigns/recording/recipients.ts";
import { eventsOf } from "../../../../../functions/campaigns/tracking/recipient-states.ts";

const mail = {
  messageId: "message-1",
  timestamp: "2026-03-02T15:00:00.000Z",
  destination: ["zoe@example.org"],
  tags: { account: ["acc_1"], campaign: ["cam_1"], client: ["cli_1"], chunk: ["3"], recipient: ["7"] },
};
const to = [{ emailAddress: "Zoe@example.org" }];
const at = "2026-03-02T15:00:05.000Z";

const bounce = (bounceType: string, bounceSubType: string) =>
  mailNews({ eventType: "Bounce", mail, bounce: { bounceType, bounceSubType, bouncedRecipients: to, timestamp: at } });
const complaint = (complaintSubType: string | null, complaintFeedbackType?: string) => {
  const detail = { complaintSubType, complainedRecipients: to, complaintFeedbackType, timestamp: at };
  return mailNews({ eventType: "Complaint", mail, complaint: detail });
};

/** What a campaign's counters and the list of its recipients say of it. */
const toldOf = ({ recipient }: ReturnType<typeof mailNews>) => {
  const chunk = { outcome: "s", size: 1, seen: withFlags(nothingSeen(1), 0, recipient?.flags ?? []) };
  const { bounced, complained, withheld } = countsOf(chunk);
  return { bounced, complained, withheld, events: eventsOf(chunk, 0) };
};

describe("news of an e-mail that was taken", () => {
  it("is a bounce that counts where the mailbox, or the list of all the provider's customers, refused it", () => {
    for (const why of ["General", "NoEmail", "Suppressed"]) {
      const news = bounce("Permanent", why);
      expect(toldOf(news)).toEqual({ bounced: 1, complained: 0, withheld: 0, events: ["bounced"] });
      expect(news.suppression).toMatchObject({ clientId: "cli_1", why: "bounce", address: "zoe@example.org" });
    }
  });

  it("is a bounce with its reason, and was withheld, where our own suppression list kept it from being sent", () => {
    const told = { bounced: 1, complained: 0, withheld: 1, events: ["bounced", "withheld"] };
    const news = bounce("Permanent", "OnAccountSuppressionList");
    expect(toldOf(news)).toEqual(told);
    expect(news.suppression).toMatchObject({ why: "bounce" });
    // Who complained did so about another e-mail: this one they never saw.
    const complained = complaint("OnAccountSuppressionList");
    expect(toldOf(complained)).toEqual(told);
    expect(complained.suppression).toMatchObject({ why: "complaint" });
  });

  it("is a complaint where somebody complained about it", () => {
    for (const news of [complaint(null), mailNews({ eventType: "Complaint", mail, complaint: { timestamp: at } })])
      expect(toldOf(news)).toEqual({ bounced: 0, complained: 1, withheld: 0, events: ["complained"] });
  });

  it.each(["not-spam", "Not-Spam", "auth-failure"])("is no complaint where the feedback is %s", (kind) => {
    const news = complaint(null, kind);
    expect(toldOf(news)).toEqual({ bounced: 0, complained: 0, withheld: 0, events: [] });
    expect(news.suppression).toBeUndefined();
  });

  it.each(["abuse", "fraud", "other"])("is a complaint where the feedback is %s", (kind) => {
    expect(toldOf(complaint(null, kind))).toMatchObject({ complained: 1 });
  });

  it("is about the address that we wrote to, whatever address it was forwarded to", () => {
    for (const other of ["zoe.cote@elsewhere.example", "ALIAS@example.org"]) {
      const event = {
        Bounce: { bounce: { bounceType: "Permanent", bouncedRecipients: [{ emailAddress: other }], timestamp: at } },
        Complaint: { complaint: { complainedRecipients: [{ emailAddress: other }], timestamp: at } },
      };
      for (const [eventType, detail] of Object.entries(event))
        expect(mailNews({ eventType, mail, ...detail }).suppression?.address).toBe("zoe@example.org");
    }
  });

  it("is nothing yet where a mailbox is full", () => {
    expect(toldOf(bounce("Transient", "MailboxFull"))).toMatchObject({ bounced: 0, withheld: 0, events: [] });
  });
});
