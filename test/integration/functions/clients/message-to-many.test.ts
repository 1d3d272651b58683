import { beforeEach, describe, expect, it } from "vitest";
import { useCases } from "../../../../functions/clients/api.ts";
import { loadContactReader } from "../../../../functions/clients/deps.ts";
import { clientMessage } from "../../../../functions/clients/kinds.ts";
import { routes } from "../../../../functions/clients/manifest.ts";
import { noteMessage } from "../../../../functions/clients/note-message.ts";
import { runBulk } from "../../../../functions/clients/run-bulk.ts";
import { sendMessage } from "../../../../functions/clients/send-message.ts";
import { api } from "../../../../shared/app/api.ts";
import { put } from "../../../../shared/db/writes.ts";
import { addressHash, type FactNews, recordFactOnce } from "../../../../shared/entities/address-fact.ts";
import { type Client, clients } from "../../../../shared/entities/client.ts";
import { clientMessages, messageKey } from "../../../../shared/entities/client-message.ts";
import { jobItems } from "../../../../shared/entities/job.ts";
import { type Id, ulids } from "../../../../shared/ids.ts";
import { mailEventOf } from "../../../../shared/messaging/mail-event.ts";
import { aClient } from "../../../support/a-client.ts";
import { anAccount, type TestAccount } from "../../../support/actors.ts";
import { call } from "../../../support/call.ts";
import { testClock, testDeps } from "../../../support/deps.ts";
import { testTable } from "../../../support/dynamodb.ts";
import { testMailbox } from "../../../support/mailbox.ts";
import { told as eventOf, jobRequested } from "../../../support/told.ts";

const { table } = await testTable();
const clock = testClock();
const mailbox = testMailbox();
const deps = testDeps(table, { clock });
const handler = api(() => ({ ...deps, contact: loadContactReader }), useCases);
const mailing = { ...deps, mailer: mailbox, senderEmail: "mail@clientele.example", publicUrl: "https://pages.example" };
const letter = { kind: "message", subject: "Vos pneus", body: "Bonjour,\n\nC'est la saison." };

beforeEach(() => {
  mailbox.sent.length = 0;
});

const aClientOf = async ({ account }: TestAccount, own: Partial<Client> = {}): Promise<Client> => {
  const id = ulids.next("client");
  const client = aClient({ id, accountId: account.id, email: `${id.toLowerCase()}@example.org`, ...own });
  await table.of(account.id).commit([put(clients, client)]);
  return client;
};

const said = ({ account }: TestAccount, email: string, kind: keyof FactNews) => {
  const proof = { at: "2026-03-01T15:00:00.000Z", how: kind };
  return table.of(account.id).commit([recordFactOnce(account.id, addressHash(account.id, email), { [kind]: proof })]);
};

/** The job done, and every message sent. */
const written = async (business: TestAccount, people: readonly Client[], action: object = {}) => {
  const { account, headers } = business;
  const clientIds = people.map(({ id }) => id);
  const body = { selection: { clientIds }, action: { ...letter, ...action } };
  const answer = await call(handler, routes.bulk, { headers, body });
  if (answer.status !== 202) throw new Error(answer.text);
  const jobId = answer.body.job.id as Id<"job">;
  const bulk = { ...deps, queue: { send: async () => undefined }, pause: async () => undefined };
  await runBulk(await jobRequested(table.of(account.id), jobId), bulk, { messageId: "message", receiveCount: 1 });
  const send = () =>
    Promise.all(
      clientIds.map(async (clientId) => {
        const key = messageKey({ accountId: account.id, clientId, jobId });
        // Who was left out has no message, and nothing is told.
        const message = await table.of(account.id).get(clientMessages, key);
        if (message) await sendMessage(eventOf(clientMessage.queued, clientMessages, message), mailing);
      }),
    );
  const results = async () => {
    const partition = { pk: `${account.id}#${jobId}` };
    const { items } = await table.of(account.id).list(jobItems, partition, { limit: 100, prefix: "ITEM#" });
    return clientIds.map((id) => {
      const { status, message } = items.find(({ item }) => item === id) ?? {};
      return message ? `${status}: ${message}` : status;
    });
  };
  return { send, results };
};

const told = (eventType: string, detail: object, minute: number) => {
  const [mail] = mailbox.sent;
  const timestamp = `2026-03-02T15:0${minute}:00.000Z`;
  const tags = Object.fromEntries(Object.entries(mail?.tags ?? {}).map(([name, value]) => [name, [value]]));
  const sent = { messageId: "message-1", timestamp, destination: [mail?.to], tags };
  return noteMessage(
    mailEventOf({ eventType, mail: sent, [eventType.toLowerCase()]: { timestamp, ...detail } }),
    mailing,
  );
};

describe("a message to many, which is marketing unless it says otherwise,", () => {
  it("carries the mailbox's own button to unsubscribe, and the link", async () => {
    const business = await anAccount(table);
    const { send } = await written(business, [await aClientOf(business, { language: "fr" })]);
    await send();
    const [mail] = mailbox.sent;
    const link = /https:\/\/pages\.example\/p\/u\.[\w.-]+/.exec(mail?.text ?? "")?.[0];
    expect(mail?.headers).toEqual([
      { name: "List-Unsubscribe", value: `<${link}>` },
      { name: "List-Unsubscribe-Post", value: "List-Unsubscribe=One-Click" },
    ]);
    expect(mail?.text).toContain("Se désabonner de ces courriels");
  });

  it("goes to nobody whose address said no, whoever has it, when it is written and when it is sent", async () => {
    const business = await anAccount(table);
    const kinds = ["refused", "complained", "bounced"] as const;
    const people = await Promise.all(kinds.map((kind) => aClientOf(business, { email: `${kind}@example.org` })));
    for (const kind of kinds) await said(business, `${kind}@example.org`, kind);
    const refused = await aClientOf(business, { marketingRefusedAt: "2026-03-01T15:00:00.000Z" });
    const disabled = await aClientOf(business, { disabled: true });
    const early = await written(business, [...people, refused, disabled]);
    const why = ["unsubscribed", "suppressed", "suppressed", "unsubscribed", "disabled"];
    expect(await early.results()).toEqual(why.map((reason) => `skipped: ${reason}`));

    const later = await aClientOf(business, { email: "later@example.org" });
    const { send, results } = await written(business, [later]);
    expect(await results()).toEqual(["created"]);
    await said(business, "later@example.org", "refused");
    await send();
    expect(await results()).toEqual(["skipped: unsubscribed"]);
    expect(mailbox.sent).toEqual([]);
  });

  it.each([true, false])("goes once to an address that several clients share (marketing: %s)", async (marketing) => {
    const business = await anAccount(table);
    const family = { email: "family@example.org" };
    const people = [await aClientOf(business, family), await aClientOf(business, family), await aClientOf(business)];
    const { send, results } = await written(business, people, { marketing });
    await send();
    const firstTwo = (await results()).slice(0, 2).sort();
    expect(firstTwo).toEqual(["sent", "skipped: same_address"]);
    expect(mailbox.sent.filter(({ to }) => to === family.email)).toHaveLength(1);
    expect(mailbox.sent).toHaveLength(2);
  });
});

describe("a message that says that it is no marketing", () => {
  it("reaches who refused marketing, without the button; nobody whose address bounced or who complained", async () => {
    const business = await anAccount(table);
    const people = [
      await aClientOf(business, { email: "no-ads@example.org" }),
      await aClientOf(business, { email: "dead@example.org" }),
      await aClientOf(business, { suppressed: "complaint" }),
    ];
    await said(business, "no-ads@example.org", "refused");
    await said(business, "dead@example.org", "bounced");
    const { send, results } = await written(business, people, { marketing: false });
    await send();
    expect(await results()).toEqual(["sent", "skipped: suppressed", "skipped: suppressed"]);
    expect(mailbox.sent).toMatchObject([{ to: "no-ads@example.org" }]);
    expect(mailbox.sent[0]).not.toHaveProperty("headers");
  });
});

describe("the result of a client", () => {
  it("goes on with what becomes of the e-mail", async () => {
    const business = await anAccount(table);
    const { send, results } = await written(business, [await aClientOf(business)]);
    await send();
    expect(await results()).toEqual(["sent"]);
    await told("Delivery", {}, 1);
    expect(await results()).toEqual(["delivered"]);
    await told("Complaint", { complaintFeedbackType: "abuse" }, 3);
    await told("Bounce", { bounceType: "Permanent" }, 2);
    expect(await results()).toEqual(["complained: abuse"]);
  });

  it("says why the provider would not take it", async () => {
    const business = await anAccount(table);
    const { send, results } = await written(business, [await aClientOf(business)]);
    mailbox.next = "refuse";
    await send();
    expect(await results()).toEqual(["failed: MessageRejected"]);
  });
});
