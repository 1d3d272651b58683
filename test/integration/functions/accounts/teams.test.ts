import { describe, expect, it } from "vitest";
import { routes } from "../../../../functions/accounts/manifest.ts";
import { ulids } from "../../../../shared/ids.ts";
import { call } from "../../../support/call.ts";
import { accountsFeature } from "./feature.ts";

const { handler, aBusiness, aColleague } = await accountsFeature();

const create = (headers: Record<string, string>, body: object) => call(handler, routes.createTeam, { headers, body });
const list = async (headers: Record<string, string>) => (await call(handler, routes.listTeams, { headers })).body.data;

describe("a team", () => {
  it("is made of members, listed by name, changed and deleted", async () => {
    const business = await aBusiness();
    const { headers, owner } = business;
    const { member } = await aColleague(business, "staff");
    const workshop = await create(headers, { name: "Mécanique", memberIds: [member.id, member.id] });
    expect(workshop.status).toBe(201);
    expect(workshop.body).toMatchObject({ name: "Mécanique", memberIds: [member.id] });
    await create(headers, { name: "Équipe de nuit" });
    expect((await list(headers)).map(({ name }) => name)).toEqual(["Équipe de nuit", "Mécanique"]);

    const { id } = workshop.body;
    const changed = await call(handler, routes.changeTeam, {
      headers,
      params: { id },
      body: { memberIds: [owner.id] },
    });
    expect(changed.body).toMatchObject({ name: "Mécanique", memberIds: [owner.id], version: 2 });
    const stale = { ...headers, "If-Match": '"1"' };
    expect((await call(handler, routes.deleteTeam, { headers: stale, params: { id } })).status).toBe(412);
    expect((await call(handler, routes.deleteTeam, { headers, params: { id } })).status).toBe(204);
    expect((await list(headers)).map(({ name }) => name)).toEqual(["Équipe de nuit"]);
    expect((await call(handler, routes.deleteTeam, { headers, params: { id } })).status).toBe(404);
  });

  it("takes nobody who is not a member of the account", async () => {
    const { headers, owner } = await aBusiness();
    const stranger = (await aBusiness()).owner;
    const answer = await create(headers, { name: "X", memberIds: [owner.id, stranger.id, ulids.next("member")] });
    expect(answer.status).toBe(404);
    expect(answer.problem.errors?.map(({ pointer }) => pointer)).toEqual(["/memberIds/1", "/memberIds/2"]);
  });

  it("is made by admins, seen by all", async () => {
    const business = await aBusiness();
    const staff = await aColleague(business, "staff");
    expect((await create(staff.headers, { name: "X" })).status).toBe(403);
    await create(business.headers, { name: "Accueil" });
    expect(await list(staff.headers)).toHaveLength(1);
  });
});
