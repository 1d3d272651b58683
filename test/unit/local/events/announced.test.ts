import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { announced } from "../../../../local/events/announced.ts";
import type { SesEvent } from "../../../../local/front-door/contract.ts";

const place = { region: "ca-central-1", accountId: "000000000000" };
const mail: SesEvent["mail"] = {
  timestamp: "2026-11-01T10:00:00.000Z",
  source: "hello@garage.example",
  sourceArn: "arn",
  sendingAccountId: place.accountId,
  messageId: "0100-000000",
  destination: ["a@b.co"],
  headersTruncated: false,
  headers: [],
  commonHeaders: { from: [], to: [], messageId: "0100-000000", subject: "" },
  tags: {},
};
const deployment: Parameters<typeof announced>[0]["deployment"] = {
  eventDestinations: [
    {
      ConfigurationSetName: "clientele",
      EventDestination: { Enabled: true, EventBridgeDestination: {}, MatchingEventTypes: ["delivery"] },
    },
  ] as never,
  buckets: [
    { name: "uploads", NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } } },
  ] as never,
};

/** Whether the promise is fulfilled by now. */
const isSettled = async (promise: unknown) => {
  let settled = false;
  void Promise.resolve(promise).then(() => {
    settled = true;
  });
  await turn();
  return settled;
};

describe.each([
  [
    "an e-mail",
    (wiring: ReturnType<typeof announced>) => wiring.sesEvent("clientele", { eventType: "Delivery", mail }),
  ],
  [
    "an object",
    (wiring: ReturnType<typeof announced>) =>
      wiring.objectCreated({ bucket: "uploads", key: "k", size: 1, etag: "e", reason: "PutObject" }),
  ],
] as const)("the event of %s", (_what, tell) => {
  test("counts as told once its queues have it, not before", async () => {
    const kept = Promise.withResolvers<{ eventId: string }[]>();
    const telling = tell(announced({ deployment, bus: { put: () => kept.promise }, place }));
    expect(await isSettled(telling)).toBe(false);
    kept.resolve([]);
    await telling;
  });

  test("that nothing takes is refused, so that it is told again", async () => {
    const put = () => Promise.reject(new Error("the disk is full"));
    await expect(tell(announced({ deployment, bus: { put }, place }))).rejects.toThrow("the disk is full");
  });
});
