import { describe, expect, it } from "vitest";
import { put } from "../../../../shared/db/writes.ts";
import { type Account, accounts, type Member, members } from "../../../../shared/entities/account.ts";
import { ulids } from "../../../../shared/ids.ts";
import { ownersOf } from "../../../../shared/messaging/owners.ts";
import { anAccountId } from "../../../support/a-client.ts";
import { memoryTable } from "../../../support/memory-table.ts";

const at = "2026-03-02T15:00:00.000Z";
const birth = { version: 1, createdAt: at, createdBy: "system", updatedAt: at, updatedBy: "system", source: "api" };

const scene = async (given: Partial<Account> = {}) => {
  const db = memoryTable().table.of(anAccountId);
  const account: Account = {
    id: anAccountId,
    name: "Garage Tremblay",
    country: "CA",
    currency: "CAD",
    timeZone: "America/Toronto",
    language: "fr",
    settings: {},
    ...birth,
    ...given,
  };
  await db.commit([put(accounts, account)]);
  const join = async (role: Member["role"], email: string) => {
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
    };
    await db.commit([put(members, member)]);
  };
  return { db, join };
};

describe("those who answer for an account", () => {
  it("are all of its owners, however many members it has", async () => {
    const { db, join } = await scene();
    await join("owner", "first@example.com");
    for (let count = 0; count < 500; count++) await join("staff", "somebody@example.com");
    await join("owner", "last@example.com");
    const emails = (await ownersOf(db))?.readers.map(({ email }) => email);
    expect(emails?.toSorted()).toEqual(["first@example.com", "last@example.com"]);
  });

  it("are nobody when its owners do not want to hear of it; its own address stands in for owners only", async () => {
    const { db, join } = await scene({ senderEmail: "garage@example.com" });
    expect((await ownersOf(db, () => false))?.readers).toMatchObject([{ email: "garage@example.com" }]);
    await join("owner", "ann@example.com");
    expect((await ownersOf(db, () => false))?.readers).toEqual([]);
  });
});
