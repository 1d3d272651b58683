import {
  GetAccountCommand,
  SESv2Client,
  SendBulkEmailCommand,
  type SendBulkEmailCommandInput,
  SendEmailCommand,
  type SendEmailCommandInput,
} from "@aws-sdk/client-sesv2";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { SentMessage } from "../../../local/control/views.ts";
import { type Machine, openMachine, region } from "./support/open-machine.ts";

const identity = `arn:aws:ses:${region}:000000000000:identity/garage.example`;
const set = `arn:aws:ses:${region}:000000000000:configuration-set/clientele`;

let machine: Machine;
let sender: SESv2Client;

beforeAll(async () => {
  machine = await openMachine({
    roles: {
      sender: [
        {
          Effect: "Allow",
          Action: ["ses:SendEmail", "ses:SendBulkEmail", "ses:GetAccount"],
          Resource: [identity, set, "*"].slice(0, 3),
        },
      ],
      single: [{ Effect: "Allow", Action: ["ses:SendEmail", "ses:SendRawEmail"], Resource: identity }],
    },
    identities: ["garage.example", "one@single.example"],
    configurationSets: [{ name: "clientele", matchingEventTypes: ["SEND", "DELIVERY", "BOUNCE", "OPEN", "CLICK"] }],
  });
  sender = new SESv2Client(machine.as("sender"));
});

afterAll(() => machine?.stop());

beforeEach(() => {
  machine.told.ses.length = 0;
});

const simple = (overrides: Partial<SendEmailCommandInput> = {}): SendEmailCommandInput => ({
  FromEmailAddress: "Garage Côté <hello@garage.example>",
  Destination: { ToAddresses: ["anna@example.com"] },
  ConfigurationSetName: "clientele",
  EmailTags: [{ Name: "message", Value: "msg_1" }],
  Content: {
    Simple: {
      Subject: { Data: "Votre rendez-vous" },
      Body: {
        Text: { Data: "À demain" },
        Html: { Data: '<p>À <a href="https://garage.example/p/abc?x=1&amp;y=2">demain</a></p>' },
      },
      Headers: [{ Name: "List-Unsubscribe", Value: "<https://garage.example/u>" }],
      Attachments: [{ FileName: "facture.pdf", ContentType: "application/pdf", RawContent: Buffer.from("%PDF") }],
    },
  },
  ...overrides,
});

const bulk = (to: string[], overrides: Partial<SendBulkEmailCommandInput> = {}): SendBulkEmailCommandInput => ({
  FromEmailAddress: "hello@garage.example",
  ConfigurationSetName: "clientele",
  DefaultEmailTags: [{ Name: "campaign", Value: "cam_1" }],
  DefaultContent: {
    Template: {
      TemplateContent: { Subject: "{{hello}} {{name}}", Text: "{{name}}", Html: "<b>{{name}}</b>" },
      TemplateData: JSON.stringify({ hello: "Bonjour", name: "you" }),
      Headers: [
        { Name: "X-Campaign", Value: "cam_1" },
        { Name: "X-Same", Value: "shared" },
      ],
    },
  },
  BulkEmailEntries: to.map((address, number) => ({
    Destination: { ToAddresses: [address] },
    ReplacementEmailContent: {
      ReplacementTemplate: { ReplacementTemplateData: JSON.stringify({ name: `Client ${number}` }) },
    },
    ReplacementHeaders: [{ Name: "X-Same", Value: `own ${number}` }],
    ReplacementTags: [{ Name: "recipient", Value: String(number) }],
  })),
  ...overrides,
});

const messages = async (query: string): Promise<SentMessage[]> => {
  const { data } = (await (await fetch(`${machine.url}/_local/messages?${query}`)).json()) as { data: SentMessage[] };
  return data;
};

const published = async (count: number) => {
  await expect.poll(() => machine.told.ses).toHaveLength(count);
};
const types = () => machine.told.ses.map(({ event }) => event.eventType);

describe("one e-mail", () => {
  test("is in the mailbox as it was sent", async () => {
    const { MessageId } = await sender.send(new SendEmailCommand(simple()));
    const [message] = await messages("channel=email&to=ANNA@example.com&limit=1");
    expect(message).toMatchObject({
      messageId: MessageId,
      from: "Garage Côté <hello@garage.example>",
      to: "anna@example.com",
      subject: "Votre rendez-vous",
      text: "À demain",
      headers: { "List-Unsubscribe": "<https://garage.example/u>", Subject: "Votre rendez-vous" },
      attachments: [{ fileName: "facture.pdf", size: 4, content: Buffer.from("%PDF").toString("base64") }],
      tags: { message: "msg_1" },
    });
    expect(message?.html).toContain('href="https://garage.example/p/abc?x=1&amp;y=2"');
    await published(2);
  });

  test("publishes what becomes of it, with its tags", async () => {
    const { MessageId } = await sender.send(new SendEmailCommand(simple()));
    await published(2);
    expect(machine.told.ses.map(({ set: name }) => name)).toEqual(["clientele", "clientele"]);
    expect(types()).toEqual(["Send", "Delivery"]);
    expect(machine.told.ses[1]?.event).toMatchObject({
      mail: {
        messageId: MessageId,
        source: "hello@garage.example",
        destination: ["anna@example.com"],
        commonHeaders: { subject: "Votre rendez-vous", to: ["anna@example.com"] },
        tags: {
          "ses:configuration-set": ["clientele"],
          "ses:from-domain": ["garage.example"],
          "ses:caller-identity": ["sender-role"],
          message: ["msg_1"],
        },
      },
      delivery: { recipients: ["anna@example.com"] },
    });
  });

  test.each([
    ["bounce+42", ["Send", "Bounce"]],
    ["complaint", ["Send", "Delivery", "Complaint"]],
    ["suppressionlist", ["Send", "Bounce"]],
    ["success+x", ["Send", "Delivery"]],
  ])("to %s@simulator.amazonses.com meets its fate", async (local, expected) => {
    await sender.send(
      new SendEmailCommand(simple({ Destination: { ToAddresses: [`${local}@simulator.amazonses.com`] } })),
    );
    await published(expected.length);
    expect(types()).toEqual(expected);
  });

  test("publishes nothing without a configuration set", async () => {
    await sender.send(new SendEmailCommand(simple({ ConfigurationSetName: undefined })));
    await sender.send(new SendEmailCommand(simple()));
    await published(2);
  });

  test("may be a whole MIME message", async () => {
    const mime = [
      "From: hello@garage.example",
      "Subject: =?utf-8?Q?=C3=89t=C3=A9?=",
      'Content-Type: multipart/mixed; boundary="b"',
      "",
      "--b",
      "Content-Type: text/plain; charset=iso-8859-1",
      "Content-Transfer-Encoding: quoted-printable",
      "",
      "caf=E9",
      "--b",
      "Content-Type: application/pdf",
      "Content-Disposition: attachment; filename*=utf-8''re%C3%A7u.pdf",
      "Content-Transfer-Encoding: base64",
      "",
      "JVBERg==",
      "--b--",
    ].join("\r\n");
    const raw = {
      FromEmailAddress: undefined,
      ConfigurationSetName: undefined,
      Destination: { ToAddresses: ["raw@example.com"] },
      Content: { Raw: { Data: Buffer.from(mime) } },
    };
    await new SESv2Client(machine.as("single")).send(new SendEmailCommand(simple(raw)));
    const [message] = await messages("to=raw@example.com");
    expect(message).toMatchObject({
      subject: "Été",
      text: "café",
      attachments: [{ fileName: "reçu.pdf", content: "JVBERg==" }],
    });
  });

  test.each([
    ["a wrong address", { Destination: { ToAddresses: ["nobody"] } }, "Invalid recipient address"],
    ["no recipient", { Destination: {} }, "at least one recipient"],
    ["a tag that SES does not take", { EmailTags: [{ Name: "a b", Value: "c" }] }, "Invalid tag"],
    ["an unknown configuration set", { ConfigurationSetName: "other" }, "does not exist"],
    ["no content", { Content: {} }, "Content must be"],
  ])("is refused with %s", async (_what, overrides, message) => {
    await expect(sender.send(new SendEmailCommand(simple(overrides)))).rejects.toThrow(message);
  });

  test("needs the grant for its sender and its configuration set, in SES's words", async () => {
    const single = new SESv2Client(machine.as("single"));
    await expect(single.send(new SendEmailCommand(simple()))).rejects.toMatchObject({
      name: "AccessDeniedException",
      message: `User \`arn:aws:sts::000000000000:assumed-role/single-role/single' is not authorized to perform \`ses:SendEmail' on resource \`${set}'`,
    });
    const other = simple({ FromEmailAddress: "a@other.example", ConfigurationSetName: undefined });
    await expect(single.send(new SendEmailCommand(other))).rejects.toThrow("identity/a@other.example");
    await expect(single.send(new SendBulkEmailCommand(bulk(["a@b.co"])))).rejects.toThrow("ses:SendBulkEmail");
  });
});

describe("a sender whom nobody has verified", () => {
  const unverified = { name: "MessageRejected", message: expect.stringContaining("Email address is not verified.") };

  test("sends nothing, not even by the operator's keys", async () => {
    const operator = new SESv2Client(machine.operator);
    for (const FromEmailAddress of ["hello@other.example", "Garage <hello@notgarage.example>"]) {
      await expect(operator.send(new SendEmailCommand(simple({ FromEmailAddress })))).rejects.toMatchObject(unverified);
      await expect(
        sender.send(new SendBulkEmailCommand(bulk(["a@example.com"], { FromEmailAddress }))),
      ).rejects.toMatchObject(unverified);
    }
  });

  test("is not one in a subdomain of a verified domain, or at a verified address", async () => {
    const operator = new SESv2Client(machine.operator);
    for (const FromEmailAddress of ["hello@mail.Garage.example", "One <One@single.example>"])
      expect((await operator.send(new SendEmailCommand(simple({ FromEmailAddress })))).MessageId).toBeDefined();
    const others = simple({ FromEmailAddress: "two@single.example" });
    await expect(operator.send(new SendEmailCommand(others))).rejects.toMatchObject(unverified);
  });
});

describe("a bulk send", () => {
  test("renders the template for each recipient, with tags and headers of their own", async () => {
    const { BulkEmailEntryResults = [] } = await sender.send(
      new SendBulkEmailCommand(bulk(["bulk0@example.com", "bulk1@example.com"])),
    );
    expect(BulkEmailEntryResults.map(({ Status }) => Status)).toEqual(["SUCCESS", "SUCCESS"]);
    const [message] = await messages("to=bulk1@example.com");
    expect(message).toMatchObject({
      messageId: BulkEmailEntryResults[1]?.MessageId,
      subject: "Bonjour Client 1",
      html: "<b>Client 1</b>",
      headers: { "X-Campaign": "cam_1", "X-Same": "own 1" },
      tags: { campaign: "cam_1", recipient: "1" },
    });
    await published(4);
    expect(machine.told.ses[3]?.event.mail.tags).toMatchObject({ campaign: ["cam_1"], recipient: ["1"] });
  });

  test("answers for each recipient alone", async () => {
    const { BulkEmailEntryResults = [] } = await sender.send(
      new SendBulkEmailCommand(bulk(["ok@example.com", "not an address"])),
    );
    expect(BulkEmailEntryResults).toMatchObject([
      { Status: "SUCCESS" },
      { Status: "INVALID_PARAMETER", Error: expect.stringContaining("not an address") },
    ]);
    await published(2);
  });

  test("reports what cannot be rendered, after accepting it", async () => {
    const input = bulk(["missing@example.com"], {
      DefaultContent: { Template: { TemplateContent: { Subject: "{{gone}}", Text: "x" }, TemplateData: "{}" } },
    });
    const { BulkEmailEntryResults = [] } = await sender.send(new SendBulkEmailCommand(input));
    expect(BulkEmailEntryResults).toMatchObject([{ Status: "SUCCESS" }]);
    await published(1);
    expect(machine.told.ses[0]?.event).toMatchObject({
      eventType: "Rendering Failure",
      failure: { errorMessage: "Attribute 'gone' is not present in the rendering data." },
    });
    expect((await messages("to=missing@example.com"))[0]?.failure).toContain("gone");
  });

  test("takes at most 50 recipients", async () => {
    const many = Array.from({ length: 51 }, (_, number) => `r${number}@example.com`);
    await expect(sender.send(new SendBulkEmailCommand(bulk(many)))).rejects.toThrow("1 to 50");
  });
});

describe("the account", () => {
  test("has a quota that no laptop reaches", async () => {
    expect((await sender.send(new GetAccountCommand({}))).SendQuota).toMatchObject({
      Max24HourSend: 1_000_000,
      MaxSendRate: 1000,
    });
  });
});

describe("tracking", () => {
  test("reports who opens and who clicks, and leads on to the link", async () => {
    await sender.send(new SendEmailCommand(simple({ Destination: { ToAddresses: ["track@example.com"] } })));
    await published(2);
    const [message] = await messages("to=track@example.com");
    const [, image = ""] = message?.trackedHtml?.match(/<img[^>]* src="([^"]+)"/) ?? [];
    const [, link = ""] = message?.trackedHtml?.match(/<a href="([^"]+)"/) ?? [];
    expect((await fetch(image)).headers.get("content-type")).toBe("image/gif");
    const clicked = await fetch(link.replaceAll("&amp;", "&"), { redirect: "manual" });
    expect([clicked.status, clicked.headers.get("location")]).toEqual([302, "https://garage.example/p/abc?x=1&y=2"]);
    await published(4);
    expect(machine.told.ses.slice(2).map(({ event }) => event)).toMatchObject([
      { eventType: "Open", mail: { messageId: message?.messageId } },
      { eventType: "Click", click: { link: "https://garage.example/p/abc?x=1&y=2" } },
    ]);
  });

  test("leads nowhere for a message that was never sent", async () => {
    const answer = await fetch(`${machine.url}/_local/track/click/none-000000/https://evil.example/`, {
      redirect: "manual",
    });
    expect(answer.status).toBe(404);
  });
});

describe("the mailbox", () => {
  test("survives a restart, and publishes what was not published yet", async () => {
    await sender.send(new SendEmailCommand(simple({ Destination: { ToAddresses: ["kept@example.com"] } })));
    await published(2);
    const before = await messages("to=kept@example.com");
    await machine.restart();
    sender = new SESv2Client(machine.as("sender"));
    expect((await messages("to=kept@example.com")).map(({ messageId }) => messageId)).toEqual(
      before.map(({ messageId }) => messageId),
    );
    await sender.send(new SendEmailCommand(simple()));
    await published(4);
  });
});
