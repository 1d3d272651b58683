import { beforeEach, describe, expect, it } from "vitest";
import { routes } from "../../../../functions/accounts/manifest.ts";
import { noteInvitation } from "../../../../functions/accounts/note-invitation.ts";
import { keys } from "../../../../shared/db/keys.ts";
import { accounts } from "../../../../shared/entities/account.ts";
import { addressHash, recordFactOnce } from "../../../../shared/entities/address-fact.ts";
import type { AccountId } from "../../../../shared/ids.ts";
import { mailEventOf } from "../../../../shared/messaging/mail-event.ts";
import { times } from "../../../support/at-once.ts";
import { call } from "../../../support/call.ts";
import { testClock } from "../../../support/deps.ts";
import { accountsFeature, PASSWORD } from "./feature.ts";

const clock = testClock();
const feature = await accountsFeature({ clock });
const { handler, mailbox, people, table, anAddress, aBusiness, aColleague, aKey, tokenOf, acceptAs } = feature;
beforeEach(() => {
  clock.set("2026-03-02T15:00:00.000Z");
  mailbox.sent = [];
});

type Business = Awaited<ReturnType<typeof aBusiness>>;
const invite = async ({ headers }: { headers: Record<string, string> }, given: object = {}) => {
  const answer = await call(handler, routes.invite, { headers, body: { email: anAddress(), role: "staff", ...given } });
  return { ...answer, id: answer.body.id };
};
const listOf = async ({ headers }: Business) => (await call(handler, routes.listInvitations, { headers })).body.data;
const resend = ({ headers }: Business, id: string) =>
  call(handler, routes.resendInvitation, { headers, params: { id } });
const revoke = ({ headers }: Business, id: string) =>
  call(handler, routes.revokeInvitation, { headers, params: { id } });
const accept = (id: string, body: object, headers: Record<string, string> = {}) =>
  call(handler, routes.acceptInvitation, { params: { id }, body, headers });
const decline = (id: string, body: object, headers: Record<string, string> = {}) =>
  call(handler, routes.declineInvitation, { params: { id }, body, headers });
const bare = ({ accessToken }: Pick<Business, "accessToken">) => ({ authorization: `Bearer ${accessToken}` });
const placesOf = async (headers: Record<string, string>) =>
  (await call(handler, routes.listMyAccounts, { headers })).body.data;

describe("an invitation of somebody who works elsewhere", () => {
  it("changes nothing for them until they accept: their calls go on in their home account", async () => {
    const [one, other] = [await aBusiness(), await aBusiness()];
    const { status, id } = await invite(one, { email: other.email, role: "admin" });
    expect(status).toBe(201);
    expect(await placesOf(bare(other))).toMatchObject([{ id: other.account.id, home: true }]);
    expect((await call(handler, routes.readAccount, { headers: bare(other) })).body.id).toBe(other.account.id);
    expect(
      (await call(handler, routes.readAccount, { headers: { ...bare(other), "clientele-account": one.account.id } }))
        .status,
    ).toBe(403);

    expect((await accept(id, {}, bare(other))).body).toMatchObject({ id: one.account.id, role: "admin" });
    expect((await call(handler, routes.readAccount, { headers: bare(other) })).body.id).toBe(other.account.id);
    expect((await placesOf(bare(other))).map(({ home, role }) => [role, home]).sort()).toEqual([
      ["admin", false],
      ["owner", true],
    ]);
  });

  it("lets them choose another home, and leave", async () => {
    const [one, other] = [await aBusiness(), await aBusiness()];
    const { id } = await invite(one, { email: other.email });
    await accept(id, {}, bare(other));
    const there = { ...bare(other), "clientele-account": one.account.id };
    expect((await call(handler, routes.changeMe, { headers: there, body: { home: true } })).status).toBe(200);
    expect((await call(handler, routes.readAccount, { headers: bare(other) })).body.id).toBe(one.account.id);
    const params = { accountId: one.account.id };
    expect((await call(handler, routes.leaveAccount, { headers: bare(other), params })).status).toBe(204);
    expect((await call(handler, routes.leaveAccount, { headers: bare(other), params })).status).toBe(404);
    expect((await call(handler, routes.readAccount, { headers: bare(other) })).body.id).toBe(other.account.id);
  });

  it("is found by them, once their address is proven", async () => {
    const [one, other] = [await aBusiness(undefined, { name: "Salon Meuse" }), await aBusiness()];
    const { id } = await invite(one, { email: other.email });
    const mine = async () => (await call(handler, routes.listMyInvitations, { headers: bare(other) })).body.data;
    expect(await mine()).toMatchObject([{ id, accountId: one.account.id, accountName: "Salon Meuse", role: "staff" }]);
    await decline(id, {}, bare(other));
    expect(await mine()).toEqual([]);
  });
});

describe("only a proven address says who somebody is:", () => {
  it("a member who changes their own address to one that is invited becomes nothing", async () => {
    const [victim, mallory] = [await aBusiness(), await aBusiness()];
    const email = anAddress();
    people.changeAddress(mallory.personId, email);
    const { id } = await invite(victim, { email, role: "admin" });
    expect((await accept(id, {}, bare(mallory))).status).toBe(403);
    expect((await call(handler, routes.listMyInvitations, { headers: bare(mallory) })).body.data).toEqual([]);
    expect(await placesOf(bare(mallory))).toHaveLength(1);
    expect((await acceptAs(id, victim.account.id, { password: PASSWORD })).status).toBe(200);
    expect(await placesOf(bare(mallory))).toHaveLength(1);
  });

  it("whoever signed up with an address of somebody else's cannot accept what comes to it", async () => {
    const email = anAddress();
    const squatter = await aBusiness(email, { proven: false });
    const { id } = await invite(await aBusiness(), { email });
    expect((await accept(id, {}, bare(squatter))).status).toBe(403);
  });

  it("a link does not work for a person of another address", async () => {
    const [one, other] = [await aBusiness(), await aBusiness()];
    const { id } = await invite(one);
    expect((await acceptAs(id, one.account.id, {}, bare(other))).status).toBe(403);
  });

  it("nobody learns anything of an invitation without its link or its address", async () => {
    const [one, other] = [await aBusiness(), await aBusiness()];
    const { id } = await invite(one);
    expect((await accept(id, {})).status).toBe(401);
    expect((await accept(id, { token: "wrong" })).status).toBe(404);
    expect((await accept(id, {}, bare(other))).status).toBe(404);
    const second = await invite(one);
    expect((await accept(id, { token: await tokenOf(one.account.id, second.id) })).status).toBe(404);
  });
});

describe("somebody new", () => {
  it("joins by the link with a password of their own, and is signed in", async () => {
    const one = await aBusiness();
    const email = anAddress();
    const { id } = await invite(one, { email, role: "field" });
    const token = await tokenOf(one.account.id, id);
    expect((await accept(id, { token })).problem.errors).toMatchObject([{ pointer: "/password" }]);
    const { status, body } = await accept(id, { token, name: "Luc Gagnon", password: PASSWORD });
    expect(status).toBe(200);
    const headers = { authorization: `Bearer ${body.session?.accessToken}` };
    expect((await call(handler, routes.readMe, { headers })).body).toMatchObject({
      id: body.memberId,
      email,
      name: "Luc Gagnon",
      role: "field",
    });
    expect((await call(handler, routes.signIn, { body: { email, password: PASSWORD } })).status).toBe(200);
    expect(await listOf(one)).toEqual([]);
  });

  it("opens an account of their own later, at home where they joined first", async () => {
    const one = await aBusiness();
    const colleague = await aColleague(one, "staff");
    clock.set("2026-03-03T15:00:00.000Z");
    const own = await aBusiness(colleague.email);
    expect((await call(handler, routes.readAccount, { headers: bare(own) })).body.id).toBe(one.account.id);
  });
});

describe("the e-mail of an invitation", () => {
  it.each([
    ["fr", undefined, /vous invite/, /jusqu’au 9 mars 2026/],
    ["fr", "en", /invites you/, /until March 9, 2026/],
  ] as const)(
    "is in the account's language (%s), or in another (%s), and says until when",
    async (_, language, subject, until) => {
      const one = await aBusiness(undefined, { name: "Salon Meuse" });
      const email = anAddress();
      const { id, body } = await invite(one, { email, ...(language ? { language } : {}) });
      await tokenOf(one.account.id, id);
      const [mail] = mailbox.sent;
      expect(mail).toMatchObject({
        to: email,
        from: '"Salon Meuse" <mail@clientele.example>',
        replyTo: one.email,
        subject: expect.stringMatching(subject),
      });
      expect(mail?.text).toMatch(until);
      expect(body.expiresAt).toBe("2026-03-09T15:00:00.000Z");
    },
  );

  it("goes out once however often its message comes, and its link is kept hashed", async () => {
    const one = await aBusiness();
    const { id } = await invite(one);
    const token = await tokenOf(one.account.id, id);
    await feature.tellInvited(one.account.id, id);
    expect(mailbox.sent).toHaveLength(1);
    const stored = await feature.storedInvitation(one.account.id, id);
    expect(stored).toMatchObject({ mail: "sent", linkHash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(JSON.stringify(stored)).not.toContain(token);
  });

  const told = async (eventType: string, detail: object, number = 0) => {
    const { to, tags } = mailbox.sent[number] ?? { to: "", tags: {} };
    const timestamp = "2026-03-02T15:01:00.000Z";
    const listed = Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, [value]]));
    const mail = { messageId: "message-1", timestamp, destination: [to], tags: listed };
    await noteInvitation(
      mailEventOf({ eventType, mail, [eventType.toLowerCase()]: { timestamp, ...detail } }),
      feature.deps,
    );
  };

  it("that bounced says so to whoever lists invitations, and is not sent again to that address", async () => {
    const one = await aBusiness();
    const { id } = await invite(one);
    await tokenOf(one.account.id, id);
    await told("Delivery", {});
    await told("Bounce", { bounceType: "Permanent", bounceSubType: "NoEmail" });
    await told("Delivery", {});
    expect(await listOf(one)).toMatchObject([{ id, mail: "bounced", mailBounce: "hard", mailError: "NoEmail" }]);
    clock.set("2026-03-02T15:05:00.000Z");
    const again = await resend(one, id);
    expect([again.status, again.problem.detail]).toEqual([409, expect.stringContaining("take the invitation back")]);
  });

  it("that bounced for a while is sent again, and can be accepted by its new link", async () => {
    const one = await aBusiness();
    const { id } = await invite(one);
    await tokenOf(one.account.id, id);
    await told("Bounce", { bounceType: "Transient", bounceSubType: "MailboxFull" });
    expect(await listOf(one)).toMatchObject([{ mail: "bounced", mailBounce: "soft", version: 1 }]);
    clock.set("2026-03-02T15:05:00.000Z");
    expect((await resend(one, id)).status).toBe(200);
    const token = await tokenOf(one.account.id, id);
    const [listed] = await listOf(one);
    expect(listed).toMatchObject({ mail: "sent" });
    expect(listed).not.toHaveProperty("mailBounce");
    // Of the e-mail before.
    await told("Delivery", {});
    expect(await listOf(one)).toMatchObject([{ mail: "sent" }]);
    await told("Delivery", {}, 1);
    expect(await listOf(one)).toMatchObject([{ mail: "delivered" }]);
    expect((await accept(id, { token, password: PASSWORD })).status).toBe(200);
  });

  it("does not go to an address that is known to be dead", async () => {
    const one = await aBusiness();
    const email = anAddress();
    const accountId = one.account.id as AccountId;
    const bounced = { at: "2026-03-01T15:00:00.000Z", how: "bounce" };
    await feature.table.of(accountId).commit([recordFactOnce(accountId, addressHash(accountId, email), { bounced })]);
    const { id } = await invite(one, { email });
    await feature.tellInvited(accountId, id).catch(() => undefined);
    expect(mailbox.sent).toEqual([]);
    expect(await listOf(one)).toMatchObject([{ mail: "suppressed", mailError: "bounce" }]);
  });

  it("says so where the provider refused it", async () => {
    const one = await aBusiness();
    const { id } = await invite(one);
    mailbox.next = "refuse";
    await tokenOf(one.account.id, id);
    expect(await listOf(one)).toMatchObject([{ id, mail: "failed", mailError: "MessageRejected" }]);
  });
});

describe("an invitation", () => {
  it("expires after seven days, and can be sent again", async () => {
    const one = await aBusiness();
    const { id } = await invite(one);
    const first = await tokenOf(one.account.id, id);
    clock.set("2026-03-09T15:00:01.000Z");
    expect((await accept(id, { token: first, password: PASSWORD })).status).toBe(410);
    expect(await listOf(one)).toMatchObject([{ id, status: "expired" }]);
    expect((await resend(one, id)).body).toMatchObject({ status: "pending", expiresAt: "2026-03-16T15:00:01.000Z" });
    const second = await tokenOf(one.account.id, id);
    expect((await accept(id, { token: first, password: PASSWORD })).status).toBe(410);
    expect((await accept(id, { token: second, password: PASSWORD })).status).toBe(200);
  });

  it("that expired does not stand in the way of another one", async () => {
    const one = await aBusiness();
    const email = anAddress();
    await invite(one, { email });
    expect((await invite(one, { email })).status).toBe(409);
    clock.set("2026-03-10T15:00:00.000Z");
    expect((await invite(one, { email })).status).toBe(201);
  });

  it("is sent again at most once a minute", async () => {
    const one = await aBusiness();
    const { id } = await invite(one);
    const early = await resend(one, id);
    expect(early.status).toBe(429);
    expect(early.headers["retry-after"]).toBe("60");
    clock.set("2026-03-02T15:01:00.000Z");
    expect((await resend(one, id)).status).toBe(200);
  });

  it("that was declined is told so, and can be sent again", async () => {
    const one = await aBusiness();
    const { id } = await invite(one);
    const token = await tokenOf(one.account.id, id);
    expect((await decline(id, { token })).status).toBe(204);
    expect((await accept(id, { token, password: PASSWORD })).status).toBe(410);
    expect(await listOf(one)).toMatchObject([{ id, status: "declined" }]);
    clock.set("2026-03-02T16:00:00.000Z");
    expect((await resend(one, id)).status).toBe(200);
    expect((await acceptAs(id, one.account.id, { password: PASSWORD })).status).toBe(200);
  });

  it("that was taken back is over, for its link and for its person", async () => {
    const [one, other] = [await aBusiness(), await aBusiness()];
    const { id } = await invite(one, { email: other.email });
    const token = await tokenOf(one.account.id, id);
    expect((await revoke(one, id)).status).toBe(204);
    expect((await revoke(one, id)).status).toBe(404);
    expect((await accept(id, { token })).status).toBe(410);
    expect((await accept(id, {}, bare(other))).status).toBe(404);
    expect(await listOf(one)).toEqual([]);
  });

  it("of a member is refused, also when two arrive together", async () => {
    const one = await aBusiness();
    expect((await invite(one, { email: one.email })).status).toBe(409);
    const twice = { email: anAddress() };
    const answers = await Promise.all(times(5, () => invite(one, twice)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
  });

  it("of another account does not exist", async () => {
    const [one, other] = [await aBusiness(), await aBusiness()];
    const { id } = await invite(one);
    expect([(await resend(other, id)).status, (await revoke(other, id)).status]).toEqual([404, 404]);
  });

  it("gives nobody more than who sends it has", async () => {
    const one = await aBusiness();
    const admin = await aColleague(one, "admin");
    expect((await invite(admin, { role: "owner" })).status).toBe(403);
    const { id } = await invite(one, { role: "owner" });
    expect((await call(handler, routes.resendInvitation, { headers: admin.headers, params: { id } })).status).toBe(403);
    const key = await aKey(one, ["account:read", "account:write"]);
    expect((await invite(key)).status).toBe(403);
  });
});

describe("at the same moment", () => {
  it("two acceptances of one invitation make one member", async () => {
    for (const _ of times(5, () => 0)) {
      const [one, other] = [await aBusiness(), await aBusiness()];
      const { id } = await invite(one, { email: other.email });
      const answers = await Promise.all(times(4, () => accept(id, {}, bare(other))));
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(await placesOf(bare(other))).toHaveLength(2);
    }
  });

  it("an acceptance and a revocation end in one of the two", async () => {
    for (const _ of times(10, () => 0)) {
      const [one, other] = [await aBusiness(), await aBusiness()];
      const { id } = await invite(one, { email: other.email });
      const [accepted, revoked] = await Promise.all([accept(id, {}, bare(other)), revoke(one, id)]);
      expect((accepted.status === 200 ? 1 : 0) + (revoked.status === 204 ? 1 : 0)).toBe(1);
      expect(await placesOf(bare(other))).toHaveLength(accepted.status === 200 ? 2 : 1);
    }
  });

  it("invitations of two accounts make a member of both", async () => {
    const [one, two, other] = [await aBusiness(), await aBusiness(), await aBusiness()];
    const ids = [await invite(one, { email: other.email }), await invite(two, { email: other.email })];
    const answers = await Promise.all(ids.map(({ id }) => accept(id, {}, bare(other))));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await placesOf(bare(other))).toHaveLength(3);
  });

  it("answers to an account's e-mails go to an owner, whoever leaves", async () => {
    const one = await aBusiness();
    const accountId = one.account.id as AccountId;
    const ownerEmail = async () => (await table.of(accountId).get(accounts, keys.account(accountId)))?.ownerEmail;
    const second = await aColleague(one, "owner");
    expect(await ownerEmail()).toBe(one.email);
    const params = { accountId: one.account.id };
    expect((await call(handler, routes.leaveAccount, { headers: bare(one), params })).status).toBe(204);
    expect(await ownerEmail()).toBe(second.email);
    const third = await aColleague({ ...one, headers: second.headers }, "admin");
    const change = (id: string, role: "owner" | "staff", { headers }: typeof second) =>
      call(handler, routes.changeMember, { headers, params: { id }, body: { role } });
    expect((await change(third.member.id, "owner", second)).status).toBe(200);
    expect((await change(second.member.id, "staff", third)).status).toBe(200);
    expect(await ownerEmail()).toBe(third.email);
  });

  it("the only owner cannot leave, one of two can", async () => {
    const one = await aBusiness();
    const params = { accountId: one.account.id };
    expect((await call(handler, routes.leaveAccount, { headers: bare(one), params })).status).toBe(409);
    const second = await aColleague(one, "owner");
    const answers = await Promise.all(
      [bare(one), second.headers].map((headers) => call(handler, routes.leaveAccount, { headers, params })),
    );
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
  });
});
