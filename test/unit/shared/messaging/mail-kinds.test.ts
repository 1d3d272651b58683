import { describe, expect, it } from "vitest";
import { tellOwners } from "../../../../functions/campaigns/owner-mail.ts";
import { sendMessage } from "../../../../functions/clients/send-message.ts";
import { notifyStaff } from "../../../../functions/documents/notify-staff.ts";
import { sendDocumentRequest } from "../../../../functions/documents/send-document-request.ts";
import { sendSharedDocument } from "../../../../functions/documents/send-shared-document.ts";
import { tellOfReturned } from "../../../../functions/documents/tell-of-returned.ts";
import { put } from "../../../../shared/db/writes.ts";
import { accounts } from "../../../../shared/entities/account.ts";
import { addressHash, recordFactOnce } from "../../../../shared/entities/address-fact.ts";
import { campaigns } from "../../../../shared/entities/campaign.ts";
import { campaignPlans } from "../../../../shared/entities/campaign-plan.ts";
import { clients } from "../../../../shared/entities/client.ts";
import { clientMessages } from "../../../../shared/entities/client-message.ts";
import { type Document, documents } from "../../../../shared/entities/document.ts";
import { documentRequests, requestRecipients } from "../../../../shared/entities/document-request.ts";
import { shareWith } from "../../../../shared/entities/document-share.ts";
import { jobItems } from "../../../../shared/entities/job.ts";
import type { MailState } from "../../../../shared/entities/mail-state.ts";
import { ulids } from "../../../../shared/ids.ts";
import { type MailKind, mailKinds } from "../../../../shared/messaging/mail-kinds.ts";
import type { MailingDeps } from "../../../../shared/messaging/mailing-deps.ts";
import { aClient } from "../../../support/a-client.ts";
import { MemoryStore, memoryTable } from "../../../support/campaigns/memory-table.ts";
import { testAccount, testCampaign } from "../../../support/campaigns/scenario.ts";
import { testClock, testLog } from "../../../support/deps.ts";
import { testMailbox } from "../../../support/mailbox.ts";

/** A business, its client, and one of everything that e-mails are about. */
const desk = async () => {
  const store = new MemoryStore();
  const table = memoryTable(store);
  const account = testAccount({ senderEmail: "office@garage.example" });
  const { id: accountId, createdAt, updatedAt } = account;
  const born = { version: 1, createdAt, createdBy: "key_1", updatedAt, updatedBy: "key_1", source: "api" };
  const client = aClient({ id: ulids.next("client"), accountId, email: "client@example.org" });
  const [requestId, jobId] = [ulids.next("documentRequest"), ulids.next("job")];
  const itemId = ulids.next("item");
  const db = table.of(accountId);
  const document: Document = {
    ...{ id: ulids.next("document"), accountId, clientId: client.id, origin: "client", requestId, itemId },
    ...{ fileName: "permis.pdf", contentType: "application/pdf", size: 10, status: "clean", visibility: "client" },
    ...{ uploadId: ulids.next("upload"), ...born },
  };
  const terms = { visibility: "client", notify: true } as const;
  const recipient = (mail: MailState) => ({
    ...{ id: `${requestId}.${client.id}`, accountId, requestId, clientId: client.id, title: "Permis" },
    ...{ status: "waiting" as const, round: 1, received: {}, forms: 0, ...mail, ...born },
  });
  const campaign = testCampaign(account, { status: "paused", pauseReason: "bounces" });
  await db.commit([
    put(accounts, account),
    put(clients, client),
    put(documents, document),
    shareWith(document, client, terms, { by: "key_1", source: "api", now: new Date(createdAt) }).write,
    put(documentRequests, {
      ...{ id: requestId, accountId, title: "Permis", items: [{ id: itemId, label: "Permis", required: true }] },
      ...{
        accept: ["application/pdf"],
        maxBytes: 1000,
        expiresAt: "2027-01-01T00:00:00.000Z",
        status: "open" as const,
      },
      ...{ progress: { clients: 1, complete: 0 }, ...born },
    }),
    put(requestRecipients, recipient({ mail: "queued" })),
    put(clientMessages, {
      ...{ id: `${jobId}.${client.id}`, accountId, clientId: client.id, jobId, subject: "Pneus", body: "Bonjour" },
      ...{ marketing: true, mail: "queued" as const, ...born },
    }),
    put(jobItems, { accountId, jobId, place: client.id, item: client.id, status: "created" }),
    put(campaigns, campaign),
    put(campaignPlans, {
      ...{ accountId, campaignId: campaign.id, version: 1, startedAt: createdAt, phase: "complete" as const, round: 1 },
      ...{ chunks: 1, recipients: 1, matched: 1, excluded: {} },
    }),
  ]);
  const mailbox = testMailbox();
  const deps: MailingDeps = {
    ...{ table, clock: testClock(), ids: ulids, log: testLog(), signingKey: async () => "a key", mailer: mailbox },
    ...{ senderEmail: "mail@clientele.example", publicUrl: "https://pages.example" },
  };
  const event = (id: string) => ({
    ...{ id: "evt_1", type: "told", accountId, occurredAt: createdAt, actor: { kind: "system", id: "" } },
    ...{ resource: { id }, changed: [] },
  });
  const bounced = () => db.commit([put(requestRecipients, recipient({ mail: "bounced", mailBounce: "hard" }))]);
  const refused = () => db.commit([put(documents, { ...document, status: "refused", reason: "empty" })]);
  const send: Partial<Record<MailKind, () => Promise<void>>> = {
    client_message: () => sendMessage(event(`${jobId}.${client.id}`), deps),
    document_request: () => sendDocumentRequest(event(`${requestId}.${client.id}`), deps),
    shared_document: () => sendSharedDocument(event(`${document.id}.${client.id}`), deps),
    document_received: () => notifyStaff(event(document.id), deps),
    document_refused: () => refused().then(() => notifyStaff(event(document.id), deps)),
    mail_returned: () => bounced().then(() => tellOfReturned(event(`${requestId}.${client.id}`), deps)),
    campaign_paused: () => tellOwners(event(campaign.id), deps),
  };
  const known = (address: string, fact: "bounced" | "complained" | "refused") =>
    db.commit([recordFactOnce(accountId, addressHash(accountId, address), { [fact]: { at: createdAt, how: "test" } })]);
  return { send, known, mailbox };
};

/** Sent by the campaigns' own sender and by the accounts, whose tests say the same of them. */
const elsewhere: readonly MailKind[] = ["campaign", "invitation"];
const kinds = Object.entries(mailKinds).flatMap(([kind, { to, marketing }]) =>
  to === "asked" || elsewhere.includes(kind as MailKind) ? [] : [{ kind: kind as MailKind, to, marketing }],
);
const reader = (to: string) => (to === "client" ? "client@example.org" : "office@garage.example");

describe("every kind of e-mail", () => {
  it.each(kinds)("$kind goes out with its kind, and says where answers go", async ({ kind, to }) => {
    const { send, mailbox } = await desk();
    await send[kind]?.();
    expect(mailbox.sent).toMatchObject([{ to: reader(to), tags: { kind } }]);
    // What the provider may have refused the business's address for comes from the installation alone.
    const answers = kind === "campaign_paused" ? undefined : "office@garage.example";
    expect(mailbox.sent[0]?.replyTo).toBe(answers);
  });

  it.each(kinds.flatMap((each) => (["bounced", "complained"] as const).map((fact) => ({ ...each, fact }))))(
    "$kind does not go to an address that $fact",
    async ({ kind, to, fact }) => {
      const { send, known, mailbox } = await desk();
      await known(reader(to), fact);
      await send[kind]?.();
      expect(mailbox.sent).toEqual([]);
    },
  );

  it.each(kinds)("$kind goes to who refused marketing only where it is none (marketing: $marketing)", async (each) => {
    const { send, known, mailbox } = await desk();
    await known(reader(each.to), "refused");
    await send[each.kind]?.();
    expect(mailbox.sent).toHaveLength(each.marketing ? 0 : 1);
  });

  it.each(kinds)("$kind carries the mailbox's button to unsubscribe where it is marketing", async (each) => {
    const { send, mailbox } = await desk();
    await send[each.kind]?.();
    const names = mailbox.sent[0]?.headers?.map(({ name }) => name) ?? [];
    expect(names).toEqual(each.marketing ? ["List-Unsubscribe", "List-Unsubscribe-Post"] : ["Auto-Submitted"]);
  });
});
