import { describe, expect, it } from "vitest";
import { put } from "../../../../shared/db/writes.ts";
import {
  type Account,
  accounts,
  type Member,
  members,
  type NotificationKind,
} from "../../../../shared/entities/account.ts";
import { ulids } from "../../../../shared/ids.ts";
import { readersOf } from "../../../../shared/messaging/readers.ts";
import { anAccountId } from "../../../support/a-client.ts";
import { testAccount } from "../../../support/campaigns/scenario.ts";
import { memoryTable } from "../../../support/memory-table.ts";

const at = "2026-03-02T15:00:00.000Z";
const birth = { version: 1, createdAt: at, createdBy: "system", updatedAt: at, updatedBy: "system", source: "api" };

const scene = async (given: Partial<Account> = {}) => {
  const db = memoryTable().table.of(anAccountId);
  const account = testAccount({ id: anAccountId, ...birth, ...given });
  await db.commit([put(accounts, account)]);
  const join = async (role: Member["role"], email: string, own: Partial<Member> = {}) => {
    const id = ulids.next("member");
    const member: Member = {
      id,
      accountId: anAccountId,
      personId: id,
      email,
      name: "Ann",
      role,
      editClients: true,
      status: "active",
      ...birth,
      ...own,
    };
    await db.commit([put(members, member)]);
    return id;
  };
  const told = async (asker?: string, about?: NotificationKind) =>
    (await readersOf(db, account, { asker, about, now: new Date(at) })).map(({ email }) => email).toSorted();
  return { db, join, told };
};

const silent = { notifications: { document: false } };
const away = { away: { enabled: true, until: "2026-03-09T08:00:00.000Z" } };

describe("news about the account", () => {
  it("are for all of its owners, however many members it has", async () => {
    const { join, told } = await scene();
    await join("owner", "first@example.com");
    for (let count = 0; count < 500; count++) await join("staff", "somebody@example.com");
    await join("owner", "last@example.com");
    expect(await told()).toEqual(["first@example.com", "last@example.com"]);
  });

  it("are for nobody when its owners do not want to hear of it; its own address stands in for owners only", async () => {
    const { join, told } = await scene({ senderEmail: "garage@example.com" });
    expect(await told(undefined, "document")).toEqual(["garage@example.com"]);
    await join("owner", "ann@example.com", silent);
    expect(await told(undefined, "document")).toEqual([]);
    expect(await told(undefined, "review")).toEqual(["ann@example.com"]);
  });

  it("reach owners who are away: they are the account's", async () => {
    const { join, told } = await scene();
    await join("owner", "ann@example.com", away);
    expect(await told()).toEqual(["ann@example.com"]);
  });
});

describe("news about what somebody asked for", () => {
  it("are for them alone, unless they do not want to hear of it", async () => {
    const { join, told } = await scene();
    await join("owner", "ann@example.com");
    const asker = await join("staff", "bob@example.com", silent);
    expect(await told(asker, "review")).toEqual(["bob@example.com"]);
    expect(await told(asker, "document")).toEqual([]);
  });

  it("are for the owners where it was a program, or somebody who has left", async () => {
    const { join, told } = await scene();
    await join("owner", "ann@example.com");
    const left = await join("staff", "bob@example.com", { status: "removed" });
    expect(await told("key_1", "document")).toEqual(["ann@example.com"]);
    expect(await told(left, "document")).toEqual(["ann@example.com"]);
  });

  it("are for the owners too while they are away, but those who are away themselves, or do not want to hear of it", async () => {
    const { join, told } = await scene();
    await join("owner", "ann@example.com");
    await join("owner", "away@example.com", away);
    await join("owner", "silent@example.com", silent);
    const asker = await join("staff", "bob@example.com", away);
    expect(await told(asker, "document")).toEqual(["ann@example.com", "bob@example.com"]);
    const back = await join("staff", "carl@example.com", { away: { enabled: true, until: at } });
    expect(await told(back, "document")).toEqual(["carl@example.com"]);
  });
});
