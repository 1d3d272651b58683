import { describe, expect, test } from "vitest";
import type { RuleDeclaration } from "../../../../local/assembly/deployment.ts";
import { createBus } from "../../../../local/events/bus.ts";
import { objectCreatedEntry, sesEntry } from "../../../../local/events/sources.ts";
import { createTargets, type Delivery } from "../../../../local/events/targets.ts";
import type { Queues } from "../../../../local/sources/sqs.ts";

const place = { region: "ca-central-1", accountId: "000000000000" };
const rule = (own: Partial<RuleDeclaration>): RuleDeclaration => ({
  name: "rule",
  arn: "arn:rule",
  EventBusName: "clientele",
  EventPattern: { source: ["clientele"] },
  State: "ENABLED",
  Targets: [{ Id: "0", Arn: "arn:queue" }],
  ...own,
});

const busOf = (...rules: RuleDeclaration[]) => {
  const delivered: Delivery[] = [];
  const targets = { knows: () => true, deliver: async (delivery: Delivery) => void delivered.push(delivery) };
  return { delivered, bus: createBus({ buses: ["clientele"], rules, targets, ...place }) };
};
const entry = { source: "clientele", detailType: "client.created", detail: { id: "cli_1" }, busName: "clientele" };

describe("the bus", () => {
  test("hands an event to every matching rule of that bus, in the envelope of EventBridge", async () => {
    const { bus, delivered } = busOf(
      rule({}),
      rule({ EventPattern: { "detail-type": ["other"] } }),
      rule({ EventBusName: "default" }),
      rule({ State: "DISABLED" }),
    );
    const [answer] = await bus.put([{ ...entry, time: new Date("2026-11-20T12:00:00.123Z") }]);
    expect(delivered).toHaveLength(1);
    expect(JSON.parse(delivered[0]?.body ?? "")).toEqual({
      version: "0",
      id: answer?.eventId,
      "detail-type": "client.created",
      source: "clientele",
      account: "000000000000",
      time: "2026-11-20T12:00:00Z",
      region: "ca-central-1",
      resources: [],
      detail: { id: "cli_1" },
    });
  });

  test("refuses an event for a bus that is not there, and a rule on one", async () => {
    await expect(busOf().bus.put([{ ...entry, busName: "nowhere" }])).rejects.toThrow("nowhere");
    expect(() => busOf(rule({ EventBusName: "nowhere" }))).toThrow("nowhere");
  });
});

describe("a target", () => {
  const sent: [string, string][] = [];
  const queues: Queues = {
    receive: async () => [],
    send: async (arn, body) => {
      if (arn === "arn:down") throw new Error("down");
      sent.push([arn, body]);
    },
    remove: async () => undefined,
    giveBack: async () => undefined,
  };
  const targets = createTargets({
    queues,
    queueArns: new Set(["arn:queue", "arn:down"]),
    functionArns: new Set(["arn:function"]),
    invokeAsync: async (arn, event) => void sent.push([arn, event]),
    log: () => undefined,
  });

  test("is a queue or a function; what cannot be delivered goes to the dead-letter queue", async () => {
    for (const arn of ["arn:queue", "arn:function", "arn:down", "arn:unknown"]) {
      await targets.deliver({ arn, body: `to ${arn}`, deadLetterArn: "arn:dead", from: "test" });
    }
    expect(sent).toEqual([
      ["arn:queue", "to arn:queue"],
      ["arn:function", "to arn:function"],
      ["arn:dead", "to arn:down"],
      ["arn:dead", "to arn:unknown"],
    ]);
  });
});

describe("an event that nothing takes", () => {
  const full = () => Promise.reject(new Error("database or disk is full"));
  const targets = createTargets({
    queues: { receive: async () => [], send: full, remove: async () => undefined, giveBack: async () => undefined },
    queueArns: new Set(["arn:queue", "arn:dead"]),
    functionArns: new Set(),
    invokeAsync: full,
    log: () => undefined,
  });

  test.each(["arn:dead", undefined])("is refused rather than lost (dead letters: %s)", async (deadLetterArn) => {
    const delivery = { arn: "arn:queue", body: "{}", from: "test", ...(deadLetterArn && { deadLetterArn }) };
    await expect(targets.deliver(delivery)).rejects.toThrow("disk is full");
    const bus = createBus({ buses: ["clientele"], rules: [rule({})], targets, ...place });
    await expect(bus.put([entry])).rejects.toThrow("disk is full");
  });
});

describe("events of services", () => {
  test("a bucket speaks only when its template says so", () => {
    const created = { bucket: "files", key: "a.pdf", size: 3, etag: "e", reason: "PostObject" } as const;
    expect(objectCreatedEntry([{ name: "files" }], created)).toBeUndefined();
    const NotificationConfiguration = { EventBridgeConfiguration: { EventBridgeEnabled: true } };
    expect(objectCreatedEntry([{ name: "files", NotificationConfiguration }], created)).toMatchObject({
      source: "aws.s3",
      detailType: "Object Created",
      busName: "default",
      detail: { bucket: { name: "files" }, object: { key: "a.pdf", size: 3, etag: "e" }, reason: "PostObject" },
    });
  });

  test("SES speaks of the types its event destination names, however they are spelled", () => {
    const mail = {
      timestamp: "",
      source: "",
      sourceArn: "",
      sendingAccountId: "",
      messageId: "m",
      destination: [],
      headersTruncated: false,
      headers: [],
      commonHeaders: { from: [], to: [], messageId: "", subject: "" },
      tags: {},
    };
    const EventDestination = {
      Enabled: true,
      MatchingEventTypes: ["delivery", "renderingFailure"],
      EventBridgeDestination: { EventBusArn: "arn:default" },
    };
    const template = { eventDestinations: [{ ConfigurationSetName: "mail", EventDestination }] };
    expect(sesEntry(template, "mail", { eventType: "Delivery", mail }, place)?.detailType).toBe("Email Delivered");
    expect(sesEntry(template, "mail", { eventType: "Rendering Failure", mail }, place)).toBeDefined();
    expect(sesEntry(template, "mail", { eventType: "Open", mail }, place)).toBeUndefined();
    expect(sesEntry(template, "other", { eventType: "Delivery", mail }, place)).toBeUndefined();
  });
});
