import { type BulkEmailStatus, SESv2Client, SESv2ServiceException, SendBulkEmailCommand } from "@aws-sdk/client-sesv2";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, it } from "vitest";
import { type BulkMail, type BulkResult, sesBulkMailer } from "../../../../shared/messaging/bulk-mailer.ts";

const client = new SESv2Client({ region: "ca-central-1" });
const ses = mockClient(client);
const mailer = sesBulkMailer("events", () => client);

beforeEach(() => ses.reset());

const mailTo = (...addresses: string[]): BulkMail => ({
  from: "Garage <garage@example.org>",
  template: { subject: "{{t0}}", html: "<p>{{h0}}</p>", text: "{{t0}}" },
  tags: { campaign: "cam_1" },
  entries: addresses.map((to, index) => ({
    to,
    values: { t0: to, h0: to },
    headers: [{ name: "List-Unsubscribe", value: "<https://u.example>" }],
    tags: { recipient: String(index) },
  })),
});

const failing = (name: string, httpStatusCode: number, message = name) =>
  new SESv2ServiceException({ name, $fault: "client", $metadata: { httpStatusCode }, message });

describe("the bulk mailer", () => {
  it("makes one call with each recipient's values, headers and tags", async () => {
    ses.on(SendBulkEmailCommand).resolves({
      BulkEmailEntryResults: [
        { Status: "SUCCESS", MessageId: "m1" },
        { Status: "SUCCESS", MessageId: "m2" },
      ],
    });
    expect(await mailer.send(mailTo("a@example.org", "b@example.org"))).toEqual([
      { is: "accepted", messageId: "m1" },
      { is: "accepted", messageId: "m2" },
    ]);
    const [call, ...others] = ses.commandCalls(SendBulkEmailCommand);
    expect(others).toEqual([]);
    expect(call?.args[0].input).toMatchObject({
      ConfigurationSetName: "events",
      BulkEmailEntries: [
        {
          Destination: { ToAddresses: ["a@example.org"] },
          ReplacementTags: [
            { Name: "campaign", Value: "cam_1" },
            { Name: "recipient", Value: "0" },
          ],
          ReplacementHeaders: [{ Name: "List-Unsubscribe", Value: "<https://u.example>" }],
        },
        { Destination: { ToAddresses: ["b@example.org"] } },
      ],
    });
  });

  const statuses: [BulkEmailStatus, BulkResult["is"]][] = [
    ["TRANSIENT_FAILURE", "later"],
    ["ACCOUNT_THROTTLED", "later"],
    ["ACCOUNT_DAILY_QUOTA_EXCEEDED", "later"],
    ["MESSAGE_REJECTED", "refused"],
    ["INVALID_PARAMETER", "refused"],
    ["FAILED", "refused"],
    ["ACCOUNT_SENDING_PAUSED", "blocked"],
    ["CONFIGURATION_SET_NOT_FOUND", "blocked"],
  ];
  it.each(statuses)("reads the status %s of one recipient as %s", async (Status, is) => {
    ses
      .on(SendBulkEmailCommand)
      .resolves({ BulkEmailEntryResults: [{ Status: "SUCCESS", MessageId: "m" }, { Status }] });
    const [first, second] = await mailer.send(mailTo("a@example.org", "b@example.org"));
    expect(first?.is).toBe("accepted");
    expect(second?.is).toBe(is);
  });

  it("says how long a spent quota takes to come back, of one recipient and of a whole call", async () => {
    const Status = "ACCOUNT_DAILY_QUOTA_EXCEEDED";
    ses.on(SendBulkEmailCommand).resolves({ BulkEmailEntryResults: [{ Status }] });
    expect(await mailer.send(mailTo("a@example.org"))).toMatchObject([{ is: "later", seconds: 900 }]);
    for (const name of ["ThrottlingException", "TooManyRequestsException"]) {
      ses.on(SendBulkEmailCommand).rejects(failing(name, 400, "Daily message quota exceeded"));
      expect(await mailer.send(mailTo("a@example.org"))).toEqual([{ is: "later", reason: name, seconds: 900 }]);
      ses.on(SendBulkEmailCommand).rejects(failing(name, 400, "Maximum sending rate exceeded"));
      expect(await mailer.send(mailTo("a@example.org"))).toEqual([{ is: "later", reason: name }]);
    }
  });

  it("does not know of a recipient without a result", async () => {
    ses.on(SendBulkEmailCommand).resolves({ BulkEmailEntryResults: [{ Status: "SUCCESS", MessageId: "m" }] });
    expect((await mailer.send(mailTo("a@example.org", "b@example.org")))[1]).toMatchObject({ is: "unknown" });
  });

  const failures: [string, Error, BulkResult["is"]][] = [
    ["throttling", failing("TooManyRequestsException", 429), "later"],
    ["a paused account", failing("SendingPausedException", 400), "blocked"],
    ["a missing permission", failing("AccessDeniedException", 403), "blocked"],
    ["an error of the server", failing("InternalServiceErrorException", 500), "unknown"],
    ["a broken connection", Object.assign(new Error("reset"), { code: "ECONNRESET" }), "unknown"],
    ["a timeout", Object.assign(new Error("late"), { name: "TimeoutError" }), "unknown"],
    ["a connection that never was", Object.assign(new Error("no"), { code: "ECONNREFUSED" }), "later"],
  ];
  it.each(failures)("reads %s as what it proves", async (_, error, is) => {
    ses.on(SendBulkEmailCommand).rejects(error);
    const results = await mailer.send(mailTo("a@example.org", "b@example.org"));
    expect(results.map((result) => result.is)).toEqual([is, is]);
    expect(ses.commandCalls(SendBulkEmailCommand)).toHaveLength(1);
  });

  it("does not let one impossible address keep the others from their e-mail", async () => {
    ses
      .on(SendBulkEmailCommand)
      .callsFake(({ BulkEmailEntries }: { BulkEmailEntries: { Destination: { ToAddresses: string[] } }[] }) => {
        const addresses = BulkEmailEntries.flatMap(({ Destination }) => Destination.ToAddresses);
        if (addresses.includes("bad")) throw failing("BadRequestException", 400);
        return { BulkEmailEntryResults: addresses.map((to) => ({ Status: "SUCCESS", MessageId: to })) };
      });
    const results = await mailer.send(mailTo("a", "b", "bad", "c", "d"));
    expect(results.map(({ is }) => is)).toEqual(["accepted", "accepted", "refused", "accepted", "accepted"]);
  });

  it("takes an e-mail that is refused for everybody as ours to mend", async () => {
    ses.on(SendBulkEmailCommand).rejects(failing("BadRequestException", 400));
    const results = await mailer.send(mailTo("a", "b", "c"));
    expect(results.map(({ is }) => is)).toEqual(["blocked", "blocked", "blocked"]);
  });
});
