import { describe, expect, it } from "vitest";
import { isAway, type Member, members, wantsNotification } from "../../../../shared/entities/account.ts";
import { ulids } from "../../../../shared/ids.ts";

const at = "2026-03-02T15:00:00.000Z";
const now = new Date(at);

const aMember = (given: Partial<Member> = {}): Member => ({
  id: ulids.next("member"),
  accountId: ulids.next("account"),
  personId: "sub-1",
  email: "luc@garage.example",
  name: "Élise Côté",
  role: "staff",
  editClients: true,
  status: "active",
  version: 1,
  createdAt: at,
  createdBy: "test",
  updatedAt: at,
  updatedBy: "test",
  source: "app",
  ...given,
});

describe("a member", () => {
  it("stands in the list of members by name, without accents and capitals", () => {
    expect(members.keys(aMember()).gsi2sk).toMatch(/^elise cote#mem_/);
  });

  it("who was removed stands in no list", () => {
    expect(members.keys(aMember({ status: "removed" })).gsi2pk).toBeUndefined();
  });

  it("wants every notification that was not turned off", () => {
    const member = aMember({ notifications: { review: false, payment: true } });
    expect(wantsNotification(member, "review")).toBe(false);
    expect(wantsNotification(member, "payment")).toBe(true);
    expect(wantsNotification(member, "assigned")).toBe(true);
    expect(wantsNotification(aMember(), "review")).toBe(true);
  });
});

describe("away mode", () => {
  it.each([
    ["was never set", undefined, false],
    ["is off", { enabled: false, until: "2026-03-03T00:00:00Z" }, false],
    ["is on", { enabled: true }, true],
    ["is on until later, in another offset", { enabled: true, until: "2026-03-02T10:00:01-05:00" }, true],
    ["has ended", { enabled: true, until: "2026-03-02T10:00:00-05:00" }, false],
    ["keeps a message while off", { message: "De retour lundi" }, false],
  ])("that %s means away: %s", (_, away, expected) => {
    expect(isAway(aMember(away ? { away } : {}), now)).toBe(expected);
  });
});
