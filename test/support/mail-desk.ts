import { put } from "../../shared/db/writes.ts";
import { accounts } from "../../shared/entities/account.ts";
import { addressHash, recordFactOnce } from "../../shared/entities/address-fact.ts";
import { clients } from "../../shared/entities/client.ts";
import { ulids } from "../../shared/ids.ts";
import type { MailingDeps } from "../../shared/messaging/mailing-deps.ts";
import { aClient } from "./a-client.ts";
import { MemoryStore, memoryTable } from "./campaigns/memory-table.ts";
import { testAccount } from "./campaigns/scenario.ts";
import { testClock, testLog } from "./deps.ts";
import { testMailbox } from "./mailbox.ts";

/** A business and its client, with a mailbox that remembers what it was given. */
export const mailDesk = async () => {
  const table = memoryTable(new MemoryStore());
  const account = testAccount({ senderEmail: "office@garage.example" });
  const { id: accountId, createdAt, updatedAt } = account;
  const born = { version: 1, createdAt, createdBy: "key_1", updatedAt, updatedBy: "key_1", source: "api" };
  const client = aClient({ id: ulids.next("client"), accountId, email: "client@example.org" });
  const db = table.of(accountId);
  await db.commit([put(accounts, account), put(clients, client)]);
  const mailbox = testMailbox();
  const deps: MailingDeps = {
    ...{ table, clock: testClock(), ids: ulids, log: testLog(), signingKey: async () => "a key", mailer: mailbox },
    ...{ senderEmail: "mail@clientele.example", publicUrl: "https://pages.example" },
  };
  const known = (address: string, fact: "bounced" | "complained" | "refused") =>
    db.commit([recordFactOnce(accountId, addressHash(accountId, address), { [fact]: { at: createdAt, how: "test" } })]);
  return { account, accountId, born, client, db, deps, known, mailbox };
};

export type MailDesk = Awaited<ReturnType<typeof mailDesk>>;

/** How each kind of e-mail of a feature is sent, by its name: the feature's `sent-mails.ts` beside its tests. */
export type SentMails = Readonly<Record<string, (desk: MailDesk) => Promise<void>>>;
