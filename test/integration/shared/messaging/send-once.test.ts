import { beforeEach, describe, expect, it } from "vitest";
import { keys } from "../../../../shared/db/keys.ts";
import { update } from "../../../../shared/db/writes.ts";
import { derivedId, ulids } from "../../../../shared/ids.ts";
import { MailRefused } from "../../../../shared/messaging/mail.ts";
import { type MailOutcome, type OneMail, sendOnce } from "../../../../shared/messaging/send-once.ts";
import { testClock } from "../../../support/deps.ts";
import { testTable } from "../../../support/dynamodb.ts";

const { table } = await testTable();
const clock = testClock();
const db = table.of(derivedId("account", "send-once"));

let sent = 0;
const outcomes: MailOutcome[] = [];
const mail = (owner: string, send?: OneMail["send"]): OneMail => ({
  owner,
  name: "hello",
  now: clock.now,
  send: send ?? (async () => ({ messageId: `m-${++sent}` })),
  record: (outcome) => {
    outcomes.push(outcome);
    return [update(keys.part(db.accountId, owner, "NOTED"), { add: { times: 1 } })];
  },
});

beforeEach(() => {
  sent = 0;
  outcomes.length = 0;
});

describe("an e-mail that goes out once", () => {
  it("is not sent again when its message is delivered again", async () => {
    const owner = ulids.next("document");
    await sendOnce(db, mail(owner));
    await sendOnce(db, mail(owner));
    expect([sent, outcomes]).toEqual([1, [{ sent: "m-1" }]]);
  });

  it("that was refused is not tried again", async () => {
    const owner = ulids.next("document");
    const refused = async () => {
      throw new MailRefused("MessageRejected");
    };
    await sendOnce(db, mail(owner, refused));
    await sendOnce(db, mail(owner));
    expect([sent, outcomes]).toEqual([0, [{ refused: "MessageRejected" }]]);
  });

  it("whose sender failed is sent by the next delivery", async () => {
    const owner = ulids.next("document");
    const failing = async () => {
      throw new Error("lost");
    };
    await expect(sendOnce(db, mail(owner, failing))).rejects.toThrow("lost");
    await sendOnce(db, mail(owner));
    expect(sent).toBe(1);
  });

  it("whose sender died is sent when its claim has run out, not before", async () => {
    const owner = ulids.next("document");
    let die: () => void = () => undefined;
    const dying = new Promise<void>((resolve) => {
      die = resolve;
    });
    // A worker that never comes back from its call.
    void sendOnce(
      db,
      mail(owner, () => new Promise(() => die())),
    );
    await dying;
    await expect(sendOnce(db, mail(owner))).rejects.toThrow("its claim has not run out yet");
    clock.set(new Date(clock.now().getTime() + 121_000).toISOString());
    await sendOnce(db, mail(owner));
    expect(sent).toBe(1);
  });

  it("goes to one of many workers", async () => {
    const owner = ulids.next("document");
    await Promise.allSettled(Array.from({ length: 20 }, () => sendOnce(db, mail(owner))));
    expect(sent).toBe(1);
  });
});
