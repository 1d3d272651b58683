import { beforeEach, describe, expect, it } from "vitest";
import { keys } from "../../../../shared/db/keys.ts";
import { update } from "../../../../shared/db/writes.ts";
import { derivedId, ulids } from "../../../../shared/ids.ts";
import { type Delivery, deliverOnce, type Outcome } from "../../../../shared/messaging/deliver-once.ts";
import { DeliveryRefused } from "../../../../shared/messaging/delivery-refused.ts";
import { testClock } from "../../../support/deps.ts";
import { testTable } from "../../../support/dynamodb.ts";

const { table } = await testTable();
const clock = testClock();
const db = table.of(derivedId("account", "send-once"));

let sent = 0;
const outcomes: Outcome[] = [];
const mail = (owner: string, send?: Delivery["send"]): Delivery => ({
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
    await deliverOnce(db, mail(owner));
    await deliverOnce(db, mail(owner));
    expect([sent, outcomes]).toEqual([1, [{ sent: "m-1" }]]);
  });

  it("goes out by another channel as well, once by each", async () => {
    const owner = ulids.next("document");
    for (const channel of ["email", "sms", "sms", "email"] as const) await deliverOnce(db, { ...mail(owner), channel });
    expect([sent, outcomes]).toEqual([2, [{ sent: "m-1" }, { sent: "m-2" }]]);
  });

  it("that was refused is not tried again", async () => {
    const owner = ulids.next("document");
    const refused = async () => {
      throw new DeliveryRefused("MessageRejected");
    };
    await deliverOnce(db, mail(owner, refused));
    await deliverOnce(db, mail(owner));
    expect([sent, outcomes]).toEqual([0, [{ refused: "MessageRejected" }]]);
  });

  it("whose sender failed is sent by the next delivery", async () => {
    const owner = ulids.next("document");
    const failing = async () => {
      throw new Error("lost");
    };
    await expect(deliverOnce(db, mail(owner, failing))).rejects.toThrow("lost");
    await deliverOnce(db, mail(owner));
    expect(sent).toBe(1);
  });

  it("whose sender died is sent when its claim has run out, not before", async () => {
    const owner = ulids.next("document");
    let die: () => void = () => undefined;
    const dying = new Promise<void>((resolve) => {
      die = resolve;
    });
    // A worker that never comes back from its call.
    void deliverOnce(
      db,
      mail(owner, () => new Promise(() => die())),
    );
    await dying;
    await expect(deliverOnce(db, mail(owner))).rejects.toThrow("its claim has not run out yet");
    clock.set(new Date(clock.now().getTime() + 121_000).toISOString());
    await deliverOnce(db, mail(owner));
    expect(sent).toBe(1);
  });

  it("goes to one of many workers", async () => {
    const owner = ulids.next("document");
    await Promise.allSettled(Array.from({ length: 20 }, () => deliverOnce(db, mail(owner))));
    expect(sent).toBe(1);
  });
});
