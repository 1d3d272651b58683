import { beforeEach, describe, expect, it } from "vitest";
import { useCases } from "../../../../functions/clients/api.ts";
import { loadContactReader } from "../../../../functions/clients/deps.ts";
import { clientMessage } from "../../../../functions/clients/kinds.ts";
import { routes } from "../../../../functions/clients/manifest.ts";
import { runBulk } from "../../../../functions/clients/run-bulk.ts";
import { sendMessage } from "../../../../functions/clients/send-message.ts";
import { endShares } from "../../../../functions/documents/end-shares.ts";
import { document as kind } from "../../../../functions/documents/kinds.ts";
import { api } from "../../../../shared/app/api.ts";
import { isOf } from "../../../../shared/db/entity.ts";
import { keys } from "../../../../shared/db/keys.ts";
import type { Table } from "../../../../shared/db/table.ts";
import { put, removeVersion, update } from "../../../../shared/db/writes.ts";
import { type Client, clients } from "../../../../shared/entities/client.ts";
import { clientMessages, messageKey } from "../../../../shared/entities/client-message.ts";
import { type Document, documents } from "../../../../shared/entities/document.ts";
import { documentShares, revokeShare, SHARES, shareKey } from "../../../../shared/entities/document-share.ts";
import { jobItems, jobs } from "../../../../shared/entities/job.ts";
import { type AccountId, type ClientId, type Id, ulids } from "../../../../shared/ids.ts";
import { aClient } from "../../../support/a-client.ts";
import { anAccount, anApiKey, type TestAccount } from "../../../support/actors.ts";
import { call } from "../../../support/call.ts";
import { testClock, testDeps } from "../../../support/deps.ts";
import { testTable } from "../../../support/dynamodb.ts";
import { testMailbox } from "../../../support/mailbox.ts";
import { jobRequested, told, toldOf } from "../../../support/told.ts";

const { table } = await testTable();
const clock = testClock();
const mailbox = testMailbox();
const deps = testDeps(table, { clock });
const handler = api(() => ({ ...deps, contact: loadContactReader }), useCases);
const mailing = { ...deps, mailer: mailbox, senderEmail: "mail@clientele.example", publicUrl: "https://pages.example" };

const aClientOf = async ({ account }: TestAccount, own: Partial<Client> = {}): Promise<Client> => {
  const id = ulids.next("client");
  const client = aClient({
    id,
    accountId: account.id,
    email: `${id.toLowerCase()}@example.org`,
    language: "fr",
    ...own,
  });
  await table.of(account.id).commit([put(clients, client)]);
  return client;
};

/** One of each kind that nothing reaches, and one whom everything reaches. */
const everybody = async (business: TestAccount) => {
  const ok = await aClientOf(business);
  const deaf = { email: { general: false, marketing: true }, sms: { general: false, marketing: false } };
  const others = [
    await aClientOf(business, { email: "" }),
    await aClientOf(business, { suppressed: "bounce" }),
    await aClientOf(business, { subscriptions: deaf }),
    await aClientOf(business, { status: "archived" }),
  ];
  return { ok, ids: [ok, ...others].map(({ id }) => id) };
};

const aDocument = async ({ account }: TestAccount, own: Partial<Document> = {}): Promise<Document> => {
  const id = ulids.next("document");
  const { version, createdAt, createdBy, updatedAt, updatedBy, source } = aClient();
  const document: Document = {
    ...{ id, accountId: account.id, origin: "staff", fileName: "tarifs.pdf", contentType: "application/pdf", size: 10 },
    ...{ status: "clean", visibility: "internal", uploadId: ulids.next("upload"), key: `${account.id}/${id}/file` },
    ...{ version, createdAt, createdBy, updatedAt, updatedBy, source },
    ...own,
  };
  await table.of(account.id).commit([put(documents, document)]);
  return document;
};

const bulk = (headers: Record<string, string>, clientIds: readonly string[], action: Record<string, unknown>) =>
  call(handler, routes.bulk, { headers, body: { selection: { clientIds }, action } });

/** Every delivery of the event does what it can; the table may be one that fails. */
const run = async (accountId: AccountId, jobId: string, on: Table = table, receiveCount = 1) =>
  runBulk(
    await jobRequested(table.of(accountId), jobId),
    { ...deps, table: on, queue: { send: async () => undefined }, pause: async () => undefined },
    { messageId: "message", receiveCount },
  );

const queued = (accountId: AccountId, job: string, client: string) => {
  const [jobId, clientId] = [job as Id<"job">, client as ClientId];
  return toldOf(table.of(accountId), clientMessage.queued, clientMessages, messageKey({ accountId, clientId, jobId }));
};

const resultsOf = async (accountId: AccountId, jobId: string, ids: readonly string[]) => {
  const { items } = await table
    .of(accountId)
    .list(jobItems, { pk: `${accountId}#${jobId}` }, { limit: 100, prefix: "ITEM#" });
  return ids.map((id) => {
    const { status, message } = items.find(({ item }) => item === id) ?? {};
    return message ? `${status}: ${message}` : status;
  });
};
const jobOf = (accountId: AccountId, id: string) => table.of(accountId).get(jobs, keys.of(accountId, id));

const done = async (business: TestAccount, ids: readonly string[], action: Record<string, unknown>) => {
  const answer = await bulk(business.headers, ids, action);
  if (answer.status !== 202) throw new Error(answer.text);
  const { id } = answer.body.job;
  await run(business.account.id, id);
  return { id, results: await resultsOf(business.account.id, id, ids), job: await jobOf(business.account.id, id) };
};

const letter = { kind: "message", subject: "Fermeture <le 3>", body: "Bonjour,\n\nNous fermons.\nÀ bientôt !" };
const unreachable = ["skipped: no_address", "skipped: suppressed", "skipped: unsubscribed", "skipped: archived"];

beforeEach(() => {
  clock.set("2026-03-02T15:00:00.000Z");
  mailbox.sent.length = 0;
});

describe("a message to many clients", () => {
  it("is written for each who can be reached, and says why not for the others", async () => {
    const business = await anAccount(table);
    const { ok, ids } = await everybody(business);
    const { id: jobId, results, job } = await done(business, ids, letter);
    expect(results).toEqual(["created", ...unreachable]);
    expect(job).toMatchObject({
      status: "finished",
      counts: { created: 1, skipped: 4 },
      progress: { done: 5, total: 5 },
    });

    const { id: accountId } = business.account;
    const send = async () => sendMessage(await queued(accountId, jobId, ok.id), mailing);
    await send();
    await send();
    expect(mailbox.sent).toHaveLength(1);
    const [mail] = mailbox.sent;
    expect(mail).toMatchObject({ to: ok.email, subject: "Fermeture <le 3>" });
    expect(mail?.html).toContain("Nous fermons.<br>À bientôt !");
    expect(mail?.text).toContain("https://pages.example/p/u.");
    const key = messageKey({ accountId, clientId: ok.id, jobId: jobId as Id<"job"> });
    expect(await table.of(accountId).get(clientMessages, key)).toMatchObject({ mail: "sent", version: 2 });
  });

  it("is written once, though its job dies after every call", async () => {
    const business = await anAccount(table);
    const ids = (await Promise.all([1, 2, 3].map(() => aClientOf(business)))).map(({ id }) => id);
    const answer = await bulk(business.headers, ids, letter);
    const { id: accountId } = business.account;
    const { id: jobId } = answer.body.job;
    for (let calls = 1, over = false; !over; calls++) {
      const { mortal, died } = dyingAfter(calls);
      await run(accountId, jobId, mortal, calls).catch(() => undefined);
      over = !died();
      clock.set(new Date(clock.now().getTime() + 120_000).toISOString());
    }
    expect(await resultsOf(accountId, jobId, ids)).toEqual(["created", "created", "created"]);
    expect(await jobOf(accountId, jobId)).toMatchObject({ status: "finished", counts: { created: 3 } });
    for (const clientId of ids) {
      const { items } = await table
        .of(accountId)
        .list(clientMessages, { pk: `${accountId}#${clientId}` }, { limit: 10, prefix: "MESSAGE#" });
      expect(items.map(({ version }) => version)).toEqual([1]);
    }
  });

  it("does not go out to whom it cannot or may not reach any more", async () => {
    const business = await anAccount(table);
    const { id: accountId } = business.account;
    const quiet = { email: { general: false, marketing: false }, sms: { general: false, marketing: false } };
    for (const [set, mail] of [
      [{ status: "archived" }, "failed"],
      [{ suppressed: "complaint" }, "suppressed"],
      [{ subscriptions: quiet }, "unsubscribed"],
      [{ email: "" }, "no_address"],
    ] as const) {
      const client = await aClientOf(business);
      const { id: jobId } = await done(business, [client.id], letter);
      await table.of(accountId).commit([update(keys.of(accountId, client.id), { set })]);
      await sendMessage(await queued(accountId, jobId, client.id), mailing);
      const key = messageKey({ accountId, clientId: client.id as ClientId, jobId: jobId as Id<"job"> });
      expect((await table.of(accountId).get(clientMessages, key))?.mail).toBe(mail);
    }
    expect(mailbox.sent).toEqual([]);
  });

  it("that the provider refuses says so", async () => {
    const business = await anAccount(table);
    const client = await aClientOf(business);
    const { id: jobId } = await done(business, [client.id], letter);
    mailbox.next = "refuse";
    const { id: accountId } = business.account;
    await sendMessage(await queued(accountId, jobId, client.id), mailing);
    const key = messageKey({ accountId, clientId: client.id, jobId: jobId as Id<"job"> });
    const message = await table.of(accountId).get(clientMessages, key);
    expect(message).toMatchObject({ mail: "failed", mailError: "MessageRejected" });
  });
});

describe("a document shared with many clients", () => {
  it("is shared with each who can be reached; doing it again changes nothing", async () => {
    const business = await anAccount(table);
    const { id: accountId } = business.account;
    const { ok, ids } = await everybody(business);
    const document = await aDocument(business);
    const action = { kind: "share_document", documentId: document.id, message: "Nos tarifs" };
    expect((await done(business, ids, action)).results).toEqual(["created", ...unreachable]);
    const key = shareKey({ accountId, documentId: document.id, clientId: ok.id });
    const share = await table.of(accountId).get(documentShares, key);
    expect(share).toMatchObject({ visibility: "client", mail: "queued", message: "Nos tarifs", round: 1 });
    expect((await done(business, ids, action)).results).toEqual(["unchanged", ...unreachable]);
    expect((await table.of(accountId).get(documentShares, key))?.version).toBe(1);

    const hand = { by: "key_test", source: "api", now: clock.now() };
    if (share) await table.of(accountId).commit([revokeShare(share, hand).write]);
    expect((await done(business, [ok.id], action)).results).toEqual(["created"]);
    expect(await table.of(accountId).get(documentShares, key)).toMatchObject({ status: "active", grant: 2 });
  });

  it("is shared again with those whom no e-mail has reached, and with no others", async () => {
    const business = await anAccount(table);
    const { id: accountId } = business.account;
    const { id: documentId } = await aDocument(business);
    const action = { kind: "share_document", documentId };
    for (const [mail, result, round] of [
      ["queued", "unchanged", 1],
      ["sent", "unchanged", 1],
      ["failed", "created", 2],
      ["no_address", "created", 2],
      ["suppressed", "created", 2],
      ["none", "created", 2],
    ] as const) {
      const client = await aClientOf(business);
      await done(business, [client.id], action);
      const key = shareKey({ accountId, documentId, clientId: client.id });
      await table.of(accountId).commit([update(key, { set: { mail }, add: { version: 1 } })]);
      expect((await done(business, [client.id], action)).results).toEqual([result]);
      expect(await table.of(accountId).get(documentShares, key)).toMatchObject({
        mail: mail === "sent" ? "sent" : "queued",
        round,
      });
    }
    const client = await aClientOf(business, { email: "" });
    const internal = { ...action, visibility: "internal" };
    expect((await done(business, [client.id], internal)).results).toEqual(["created"]);
    expect((await done(business, [client.id], internal)).results).toEqual(["unchanged"]);
  });

  it("internally needs no way to them", async () => {
    const business = await anAccount(table);
    const { ids } = await everybody(business);
    const { id: documentId } = await aDocument(business);
    const { results } = await done(business, ids, { kind: "share_document", documentId, visibility: "internal" });
    expect(results).toEqual(["created", "created", "created", "created", "skipped: archived"]);
  });

  it("must be theirs, clean and within the caller's scopes; deleted meanwhile, it reaches nobody", async () => {
    const business = await anAccount(table);
    const { id: accountId } = business.account;
    const client = await aClientOf(business);
    const foreign = await aDocument(await anAccount(table));
    const infected = await aDocument(business, { status: "infected" });
    const document = await aDocument(business);
    const share = (id: string, { headers }: { headers: Record<string, string> } = business) =>
      bulk(headers, [client.id], { kind: "share_document", documentId: id });
    expect((await share(foreign.id)).problem.errors?.[0]?.pointer).toBe("/action/documentId");
    expect((await share(foreign.id)).status).toBe(404);
    expect((await share(infected.id)).status).toBe(409);
    const limited = await anApiKey(table, business.account, ["clients:read", "clients:write"]);
    expect((await share(document.id, limited)).status).toBe(403);

    const answer = await share(document.id);
    await table.of(accountId).commit([update(keys.of(accountId, document.id), { set: { status: "infected" } })]);
    await run(accountId, answer.body.job.id);
    expect(await resultsOf(accountId, answer.body.job.id, [client.id])).toEqual([
      "failed: The document can no longer be shared.",
    ]);
  });
});

describe("a document that changes while it is shared with many clients", () => {
  const ownDocument = async () => {
    const business = await anAccount(table);
    const client = await aClientOf(business);
    const document = await aDocument(business, { clientId: client.id, visibility: "client" });
    const answer = await bulk(business.headers, [client.id], { kind: "share_document", documentId: document.id });
    const { id: accountId } = business.account;
    const key = keys.of(accountId, document.id);
    return {
      accountId,
      jobId: String(answer.body.job.id),
      client,
      rename: (fileName: string) =>
        table.of(accountId).commit([update(key, { set: { fileName }, add: { version: 1 } })]),
      now: () => table.of(accountId).get(documents, key),
    };
  };

  it("is shared as it is by then", async () => {
    const { accountId, jobId, client, rename, now } = await ownDocument();
    let renamed = 0;
    const moving = beforeShares(async () => {
      if (++renamed <= 2) await rename(`tarifs-${renamed}.pdf`);
    });
    await run(accountId, jobId, moving);
    expect(await resultsOf(accountId, jobId, [client.id])).toEqual(["created"]);
    expect(await now()).toMatchObject({ fileName: "tarifs-2.pdf", ownShare: true, version: 4 });
  });

  it("fails nobody where it does so again and again: the step is repeated", async () => {
    const { accountId, jobId, client, rename } = await ownDocument();
    await expect(
      run(
        accountId,
        jobId,
        beforeShares(() => rename("encore.pdf")),
      ),
    ).rejects.toThrow(/changed by somebody/);
    expect(await resultsOf(accountId, jobId, [client.id])).toEqual([undefined]);
    clock.set("2026-03-02T15:02:00.000Z");
    await run(accountId, jobId, table, 2);
    expect(await resultsOf(accountId, jobId, [client.id])).toEqual(["created"]);
    expect((await jobOf(accountId, jobId))?.counts).toMatchObject({ created: 1, failed: 0 });
  });
});

describe("a document of staff only that is shared with many clients", () => {
  it("is open to them from the moment the job is asked for, and stays closed when somebody closes it meanwhile", async () => {
    const business = await anAccount(table);
    const { id: accountId } = business.account;
    const client = await aClientOf(business);
    const { id: documentId } = await aDocument(business);
    const current = () => table.of(accountId).get(documents, keys.of(accountId, documentId));
    const answer = await bulk(business.headers, [client.id], { kind: "share_document", documentId });
    const opened = await current();
    expect(opened).toMatchObject({ visibility: "client", version: 2 });
    if (opened) await table.of(accountId).commit([put(documents, { ...opened, visibility: "internal", closed: true })]);
    const jobId = String(answer.body.job.id);
    await run(accountId, jobId);
    expect(await current()).toMatchObject({ visibility: "internal" });
    expect(await resultsOf(accountId, jobId, [client.id])).toEqual(["failed: The document can no longer be shared."]);
    const again = await bulk(business.headers, [client.id], { kind: "share_document", documentId });
    expect(again.status).toBe(409);
  });

  it("stays so where staff only are to find it on their clients", async () => {
    const business = await anAccount(table);
    const { id: accountId } = business.account;
    const client = await aClientOf(business);
    const { id: documentId } = await aDocument(business);
    await bulk(business.headers, [client.id], { kind: "share_document", documentId, visibility: "internal" });
    expect(await table.of(accountId).get(documents, keys.of(accountId, documentId))).toMatchObject({ version: 1 });
  });
});

describe("a document that is deleted while it is shared with many clients", () => {
  const scene = async () => {
    const business = await anAccount(table);
    const { id: accountId } = business.account;
    const ids = (await Promise.all([1, 2, 3].map(() => aClientOf(business)))).map(({ id }) => id);
    const document = await aDocument(business);
    const answer = await bulk(business.headers, ids, { kind: "share_document", documentId: document.id });
    const jobId = String(answer.body.job.id);
    // Whoever removes its shares is through before the first of them is written.
    let deleted = false;
    const deleting = beforeShares(async () => {
      if (deleted) return;
      deleted = true;
      const db = table.of(accountId);
      const current = await db.get(documents, keys.of(accountId, document.id));
      if (current) await db.commit([removeVersion(documents, current)]);
      await endShares(told(kind.deleted, documents, document), deps);
    });
    const shares = () =>
      table.of(accountId).list(documentShares, keys.of(accountId, document.id), { limit: 10, prefix: SHARES });
    return { accountId, jobId, ids, deleting, shares };
  };
  const over = Array(3).fill("failed: The document can no longer be shared.");

  it("leaves no share behind", async () => {
    const { accountId, jobId, ids, deleting, shares } = await scene();
    await run(accountId, jobId, deleting);
    expect((await shares()).items).toEqual([]);
    expect(await resultsOf(accountId, jobId, ids)).toEqual(over);
  });

  it("leaves none either when the worker dies in between", async () => {
    const { accountId, jobId, ids, deleting, shares } = await scene();
    const dies = async () => {
      throw new Error("The worker died.");
    };
    const mortal: Table = { ...deleting, of: (account) => ({ ...deleting.of(account), writeBatch: dies }) };
    await expect(run(accountId, jobId, mortal)).rejects.toThrow("The worker died.");
    expect((await shares()).items).not.toEqual([]);
    clock.set("2026-03-02T15:02:00.000Z");
    await run(accountId, jobId, table, 2);
    expect((await shares()).items).toEqual([]);
    expect(await resultsOf(accountId, jobId, ids)).toEqual(over);
  });
});

/** The table, where something happens just before a share is written. */
const beforeShares = (happens: () => Promise<void>): Table => ({
  global: table.global,
  of: (accountId) => {
    const db = table.of(accountId);
    return {
      ...db,
      commit: async (writes) => {
        if (writes.some((write) => write.do === "put" && isOf(documentShares, write.item))) await happens();
        return db.commit(writes);
      },
    };
  },
});

/** The table, until its n-th call that writes: from then on the worker is dead. */
const dyingAfter = (calls: number) => {
  let left = calls;
  let dead = false;
  const count = () => {
    if (left <= 0) {
      dead = true;
      throw new Error("The worker died.");
    }
    left -= 1;
  };
  const mortal: Table = {
    global: table.global,
    of: (accountId) => {
      const db = table.of(accountId);
      return {
        ...db,
        commit: async (writes) => {
          count();
          return db.commit(writes);
        },
        writeBatch: async (writes) => {
          count();
          return db.writeBatch(writes);
        },
      };
    },
  };
  return { mortal, died: () => dead };
};
