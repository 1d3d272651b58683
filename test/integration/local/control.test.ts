import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { SESv2Client, SendBulkEmailCommand, SendEmailCommand } from "@aws-sdk/client-sesv2";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Machine, openMachine } from "./support/open-machine.ts";

let machine: Machine;
let sender: SESv2Client;

beforeAll(async () => {
  machine = await openMachine({
    roles: {
      "send-chunk": [{ Effect: "Allow", Action: "*", Resource: "*" }],
      other: [{ Effect: "Allow", Action: "*", Resource: "*" }],
    },
    configurationSets: [{ name: "clientele", matchingEventTypes: ["send"] }],
  });
  sender = new SESv2Client(machine.as("send-chunk"));
});

afterAll(() => machine?.stop());
const local = async (
  method: string,
  place: string,
  body?: object,
): Promise<{ status: number; body: Record<string, unknown> }> => {
  const answer = await fetch(`${machine.url}/_local/${place}`, { method, ...(body && { body: JSON.stringify(body) }) });
  const text = await answer.text();
  return { status: answer.status, body: text ? JSON.parse(text) : {} };
};

afterEach(() => local("DELETE", "faults"));

const email = (to = "anna@example.com") =>
  new SendEmailCommand({
    FromEmailAddress: "hello@garage.example",
    Destination: { ToAddresses: [to] },
    ConfigurationSetName: "clientele",
    Content: { Simple: { Subject: { Data: "Hi" }, Body: { Text: { Data: "Hi" } } } },
  });

describe("faults", () => {
  test("throttle in the service's words, as often as asked", async () => {
    expect((await local("POST", "faults", { service: "ses", mode: "throttle", count: 1 })).status).toBe(201);
    await expect(sender.send(email())).rejects.toMatchObject({
      name: "TooManyRequestsException",
      $metadata: { httpStatusCode: 429 },
    });
    await expect(sender.send(email())).resolves.toBeDefined();
  });

  test("strike only the function that they name", async () => {
    await local("POST", "faults", { service: "ses", mode: "error", function: "send-chunk" });
    await expect(sender.send(email())).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } });
    await expect(new SESv2Client(machine.as("other")).send(email())).resolves.toBeDefined();
  });

  test("can accept a message and then break the connection", async () => {
    await local("POST", "faults", { service: "ses", mode: "drop-after-accept", count: 1 });
    await expect(sender.send(email("dropped@example.com"))).rejects.not.toHaveProperty("$response");
    const { body } = await local("GET", "messages?to=dropped@example.com");
    expect(body.data).toHaveLength(1);
  });

  test("can fail some recipients of one bulk call", async () => {
    await local("POST", "faults", { service: "ses", mode: "partial", rate: 1, operation: "SendBulkEmail" });
    const { BulkEmailEntryResults } = await sender.send(
      new SendBulkEmailCommand({
        FromEmailAddress: "hello@garage.example",
        DefaultContent: { Template: { TemplateContent: { Subject: "s", Text: "t" }, TemplateData: "{}" } },
        BulkEmailEntries: [{ Destination: { ToAddresses: ["a@example.com"] } }],
      }),
    );
    expect(BulkEmailEntryResults).toMatchObject([{ Status: "ACCOUNT_THROTTLED" }]);
  });

  test("can make a service slow", async () => {
    await local("POST", "faults", { service: "s3", mode: "delay", delayMs: 80 });
    const started = performance.now();
    await expect(
      new S3Client(machine.as("other")).send(new GetObjectCommand({ Bucket: "none", Key: "k" })),
    ).rejects.toThrow();
    expect(performance.now() - started).toBeGreaterThan(75);
  });

  test("are listed, cleared, and refused when they make no sense", async () => {
    await local("POST", "faults", { service: "sqs", mode: "throttle", rate: 0.5 });
    expect((await local("GET", "faults")).body.data).toMatchObject([{ service: "sqs", rate: 0.5 }]);
    expect((await local("DELETE", "faults")).status).toBe(204);
    expect((await local("GET", "faults")).body.data).toEqual([]);
    for (const wrong of [
      { service: "ftp", mode: "throttle" },
      { service: "sqs", mode: "maybe" },
      { service: "sqs", mode: "error", rate: 2 },
    ]) {
      expect((await local("POST", "faults", wrong)).status).toBe(422);
    }
  });
});

describe("events", () => {
  test("are reported for a message", async () => {
    const { MessageId } = await sender.send(email());
    await expect
      .poll(() => machine.told.ses.at(-1)?.event)
      .toMatchObject({ eventType: "Delivery", mail: { messageId: MessageId } });
    expect(
      (await local("POST", "events", { messageId: MessageId, type: "bounce", bounceType: "Transient" })).status,
    ).toBe(202);
    expect(machine.told.ses.at(-1)).toMatchObject({
      set: "clientele",
      event: { eventType: "Bounce", bounce: { bounceType: "Transient" } },
    });
    await local("POST", "events", { messageId: MessageId, type: "click", link: "https://garage.example/" });
    expect(machine.told.ses.at(-1)?.event).toMatchObject({
      eventType: "Click",
      click: { link: "https://garage.example/" },
    });
  });

  test("cannot happen to a message that was not sent", async () => {
    expect((await local("POST", "events", { messageId: "none", type: "open" })).status).toBe(422);
  });
});

describe("inbound messages", () => {
  test("are kept and handed over", async () => {
    const sent = { channel: "sms", from: "+15145551212", to: "+15145550000", text: "STOP" };
    expect((await local("POST", "inbound", sent)).status).toBe(202);
    expect(machine.told.bus.at(-1)).toMatchObject({ source: "local.inbound", detailType: "Inbound SMS", detail: sent });
    expect((await local("GET", "inbound")).body.data).toMatchObject([sent]);
    expect((await local("POST", "inbound", { channel: "fax" })).status).toBe(422);
  });
});

describe("the rest of /_local", () => {
  test("runs a schedule, lists queues, requests and calls", async () => {
    expect((await local("POST", "schedules/known/run")).status).toBe(200);
    expect((await local("POST", "schedules/unknown/run")).status).toBe(404);
    expect((await local("GET", "schedules")).body).toEqual({ data: [] });
    expect((await local("GET", "queues")).body).toEqual({ data: [] });
    await fetch(`${machine.url}/v1/home`);
    expect((await local("GET", "requests")).body.data).toMatchObject([
      { method: "GET", path: "/v1/home", status: 200 },
    ]);
    expect((await local("GET", "calls")).body.data).toContainEqual(
      expect.objectContaining({ service: "ses", operation: "SendEmail", functionName: "send-chunk" }),
    );
  });

  test("shows a page to people", async () => {
    const page = await fetch(`${machine.url}/_local`);
    expect([page.status, page.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
    expect((await fetch(`${machine.url}/_local/page.js`)).status).toBe(200);
  });

  test("shows whoever opens it without a path the way to the reference, the mailbox and what to try", async () => {
    const page = await fetch(machine.url);
    expect([page.status, page.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
    const said = await page.text();
    for (const part of ['href="/docs"', 'href="/_local"', 'lang="fr"', `${machine.url}/v1/clients`])
      expect(said).toContain(part);
  });

  test("knows what it does not know", async () => {
    expect((await local("GET", "nothing")).status).toBe(404);
    expect((await local("GET", "messages?limit=none")).status).toBe(422);
  });
});
