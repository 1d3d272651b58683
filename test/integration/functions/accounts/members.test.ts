import { describe, expect, it } from "vitest";
import { routes } from "../../../../functions/accounts/manifest.ts";
import { ulids } from "../../../../shared/ids.ts";
import { times } from "../../../support/at-once.ts";
import { call } from "../../../support/call.ts";
import { accountsFeature } from "./feature.ts";

const { handler, anAddress, aBusiness, aColleague, aKey } = await accountsFeature();

const invite = (headers: Record<string, string>, given: object = {}) =>
  call(handler, routes.inviteMember, { headers, body: { email: anAddress(), role: "staff", ...given } });
const change = (headers: Record<string, string>, id: string, body: object) =>
  call(handler, routes.changeMember, { headers, params: { id }, body });
const remove = (headers: Record<string, string>, id: string) =>
  call(handler, routes.removeMember, { headers, params: { id } });
const listOf = async (headers: Record<string, string>) =>
  (await call(handler, routes.listMembers, { headers })).body.data;
const ownersOf = async (headers: Record<string, string>) =>
  (await listOf(headers)).filter(({ role }) => role === "owner").map(({ id }) => id);

describe("POST /members, as it was before there were invitations,", () => {
  it("invites, and answers with the member that will be", async () => {
    const { headers, account } = await aBusiness();
    const email = anAddress();
    const { status, body } = await invite(headers, {
      email: ` ${email.toUpperCase()} `,
      name: "Luc Gagnon",
      role: "field",
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({ email, name: "Luc Gagnon", role: "field", editClients: true, version: 1 });
    expect(body).toMatchObject({ id: expect.stringMatching(/^mem_/), status: "invited" });
    expect(await listOf(headers)).toMatchObject([{ id: account.owner.id, status: "active" }]);
  });

  it("with an id of the caller's own can be repeated", async () => {
    const { headers } = await aBusiness();
    const given = { id: ulids.next("member"), email: anAddress() };
    const answers = [await invite(headers, given), await invite(headers, given)];
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(answers[1]?.body).toEqual(answers[0]?.body);
    expect((await invite(headers, { ...given, role: "admin" })).status).toBe(409);
  });

  it("is taken back by removing that member", async () => {
    const { headers } = await aBusiness();
    const email = anAddress();
    const { body } = await invite(headers, { email });
    expect((await remove(headers, body.id)).status).toBe(204);
    expect((await remove(headers, body.id)).status).toBe(404);
    expect((await invite(headers, { email })).status).toBe(201);
  });

  it("of somebody who was removed makes a new member", async () => {
    const business = await aBusiness();
    const { member, email, headers } = await aColleague(business, "staff");
    await remove(business.headers, member.id);
    expect((await call(handler, routes.readMe, { headers })).status).toBe(403);
    const again = await aColleague(business, "staff", email);
    expect(again.member.id).not.toBe(member.id);
    expect((await call(handler, routes.readMe, { headers })).status).toBe(200);
  });
});

describe("nobody gives more than they have:", () => {
  it("staff invite nobody", async () => {
    const staff = await aColleague(await aBusiness(), "staff");
    expect((await invite(staff.headers)).status).toBe(403);
  });

  it("an admin makes admins, not owners", async () => {
    const admin = await aColleague(await aBusiness(), "admin");
    expect((await invite(admin.headers, { role: "admin" })).status).toBe(201);
    expect((await invite(admin.headers, { role: "owner" })).status).toBe(403);
    expect((await change(admin.headers, admin.member.id, { role: "owner" })).status).toBe(403);
  });

  it("an admin does not change or remove owners", async () => {
    const business = await aBusiness();
    const admin = await aColleague(business, "admin");
    expect((await change(admin.headers, business.owner.id, { name: "X" })).status).toBe(403);
    expect((await remove(admin.headers, business.owner.id)).status).toBe(403);
  });

  it("a key that may only manage the account makes nobody who may see its clients", async () => {
    const key = await aKey(await aBusiness(), ["account:read", "account:write"]);
    const answer = await invite(key.headers, { role: "read_only" });
    expect(answer.status).toBe(403);
    expect(answer.problem.detail).toContain("clients:read");
  });

  it("rights that were lost a moment ago give nothing any more", async () => {
    const feature = await accountsFeature({ believedMs: 3_600_000 });
    const business = await feature.aBusiness();
    const admin = await feature.aColleague(business, "admin");
    const inviteOne = () =>
      call(feature.handler, routes.inviteMember, {
        headers: admin.headers,
        body: { email: feature.anAddress(), role: "admin" },
      });
    expect((await inviteOne()).status).toBe(201);
    const { id } = admin.member;
    await call(feature.handler, routes.removeMember, { headers: business.headers, params: { id } });
    expect((await inviteOne()).status).toBe(403);
  });
});

describe("a member", () => {
  it("gets another role, and works by it at once", async () => {
    const business = await aBusiness();
    const { member, headers } = await aColleague(business, "admin");
    const { status, body } = await change(business.headers, member.id, { role: "staff", editClients: false });
    expect(status).toBe(200);
    expect(body).toMatchObject({ role: "staff", editClients: false, version: 2 });
    const me = await call(handler, routes.readMe, { headers });
    expect(me.body).toMatchObject({ role: "staff", scopes: expect.not.arrayContaining(["clients:write"]) });
    expect((await invite(headers)).status).toBe(403);
  });

  it("is not changed over a change that was not seen", async () => {
    const business = await aBusiness();
    const { member } = await aColleague(business, "staff");
    const stale = { ...business.headers, "If-Match": '"1"' };
    expect((await change(stale, member.id, { name: "Luc" })).status).toBe(200);
    expect((await change(stale, member.id, { name: "Paul" })).status).toBe(412);
    const request = { headers: stale, params: { id: member.id } };
    expect((await call(handler, routes.removeMember, request)).status).toBe(412);
  });

  it("of another account does not exist", async () => {
    const one = await aBusiness();
    const { owner } = await aBusiness();
    expect((await change(one.headers, owner.id, { name: "X" })).status).toBe(404);
    expect((await remove(one.headers, owner.id)).status).toBe(404);
  });

  it("who is removed is gone from the list, the account and the teams, and signed out", async () => {
    const business = await aBusiness();
    const { member, headers, session } = await aColleague(business, "staff");
    const team = { name: "Réception", memberIds: [member.id, business.owner.id] };
    await call(handler, routes.createTeam, { headers: business.headers, body: team });
    expect((await remove(business.headers, member.id)).status).toBe(204);
    expect((await remove(business.headers, member.id)).status).toBe(404);
    expect((await listOf(business.headers)).map(({ id }) => id)).toEqual([business.owner.id]);
    expect((await call(handler, routes.readAccount, { headers })).status).toBe(403);
    const refreshed = await call(handler, routes.refreshSession, { body: { refreshToken: session.refreshToken } });
    expect(refreshed.status).toBe(401);
    const teams = await call(handler, routes.listTeams, { headers: business.headers });
    expect(teams.body.data).toMatchObject([{ memberIds: [business.owner.id], version: 2 }]);
  });
});

describe("an account keeps an owner:", () => {
  it("the only one can neither leave nor step down", async () => {
    const { headers, owner } = await aBusiness();
    expect((await remove(headers, owner.id)).status).toBe(409);
    expect((await change(headers, owner.id, { role: "admin" })).status).toBe(409);
    expect((await change(headers, owner.id, { name: "Marie" })).status).toBe(200);
  });

  it("one of two can", async () => {
    const business = await aBusiness();
    const second = await aColleague(business, "owner");
    expect((await change(business.headers, business.owner.id, { role: "admin" })).status).toBe(200);
    expect(await ownersOf(business.headers)).toEqual([second.member.id]);
    expect((await remove(second.headers, second.member.id)).status).toBe(409);
  });

  it("two who remove each other at the same moment leave one", async () => {
    for (const round of times(10, (index) => index)) {
      const business = await aBusiness();
      const second = await aColleague(business, "owner");
      const stepDown = round % 2 === 0;
      const out = (headers: Record<string, string>, id: string) =>
        stepDown ? change(headers, id, { role: "staff" }) : remove(headers, id);
      const answers = await Promise.all([
        out(business.headers, second.member.id),
        out(second.headers, business.owner.id),
      ]);
      expect(answers.filter(({ status }) => status < 300)).toHaveLength(1);
      const left = answers[0] && answers[0].status < 300 ? business : second;
      expect(await ownersOf(left.headers)).toHaveLength(1);
    }
  });

  it("five who all leave at the same moment leave one", async () => {
    const business = await aBusiness();
    const others = [];
    for (const _ of times(4, () => 0)) others.push(await aColleague(business, "owner"));
    const all = [{ headers: business.headers, id: business.owner.id }].concat(
      others.map(({ headers, member }) => ({ headers, id: member.id })),
    );
    const key = await aKey(business, ["account:read"]);
    await Promise.all(all.map(({ headers, id }) => remove(headers, id)));
    for (const { headers, id } of all) await remove(headers, id);
    expect(await ownersOf(key.headers)).toHaveLength(1);
  });
});
