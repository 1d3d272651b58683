import { keys, partitions } from "../../../shared/db/keys.ts";
import { put } from "../../../shared/db/writes.ts";
import { members, memberships } from "../../../shared/entities/account.ts";
import { invitationIdOf } from "../../../shared/entities/invitation.ts";
import { type AccountId, derivedId, hashOf } from "../../../shared/ids.ts";
import { sampleKey } from "../../support/sample-account.ts";
import { type Case, holds, idOf, list, now, one, places, type Setting, times, together } from "../case.ts";
import { subOf } from "../other-services.ts";

const MANY = 30;
const password = "Atelier-2026";
const placesOfPerson = "the accounts of a person are known by their memberships, so they are read after them";

export const accountCases = async ({ world, caller, make }: Setting): Promise<Case[]> => {
  const { account, ownerId } = caller;
  const at = places(account.id);
  const { keyId } = sampleKey(account).stored;
  const key = at.of(keyId);
  const owner = subOf(caller.email);
  await colleagues({ world, caller });
  const teams = await times(MANY, (number) => make("POST /v1/teams", { body: { name: `Team ${number}` } }));
  const ofKey = await times(MANY, (number) =>
    make("POST /v1/api-keys", { body: { name: `Key ${number}`, scopes: ["clients:read"] } }),
  );
  const [colleague, leaver] = [memberId(1), memberId(2)];
  const [team = "", oldTeam = ""] = teams.map(idOf);
  const [oldKey = { id: "", secret: "" }] = ofKey;
  const person = { name: "Luc Roy", email: "luc@garage.example" };

  const signingIn = (route: string, body: unknown): Case => ({
    route,
    pattern: "Query memberships, Get each account",
    as: "nobody",
    body,
    reads: [list("memberships", { ...partitions.memberships(owner), items: 1 }), now("account", at.self)],
    because: placesOfPerson,
  });

  return [
    {
      route: "POST /v1/accounts",
      pattern: "one transaction",
      as: "nobody",
      body: { name: "Garage Roy", country: "CA", owner: { ...person, password } },
      writes: ({ body }) => {
        const opened = places(idOf(body) as AccountId);
        const first = idOf(body.owner as Record<string, unknown>);
        const membership = keys.membership(subOf(person.email), idOf(body) as AccountId);
        return [
          together(
            "account, member, membership, owners",
            opened.self,
            opened.of(first),
            membership,
            opened.of("OWNERS"),
          ),
        ];
      },
    },
    signingIn("POST /v1/session", { email: caller.email, password }),
    signingIn("POST /v1/session/refresh", { refreshToken: caller.email }),
    {
      route: "POST /v1/me/password",
      pattern: "–",
      as: "person",
      body: { currentPassword: password, newPassword: `${password}!` },
    },
    { route: "GET /v1/account", pattern: "Get account", reads: [now("account", at.self)] },
    {
      route: "PATCH /v1/account",
      pattern: "Get account, Put it",
      body: { name: "Garage Tremblay et filles" },
      reads: [now("account", at.self)],
      writes: () => [one("account", at.self)],
    },
    { route: "GET /v1/me", pattern: "Get member", as: "person", reads: [now("member", at.of(ownerId))] },
    { route: "GET /v1/me", pattern: "Get API key", reads: [now("API key", key)] },
    {
      route: "PATCH /v1/me",
      pattern: "Get member, Put it",
      as: "person",
      body: { language: "fr" },
      reads: [now("member", at.of(ownerId))],
      writes: () => [one("member", at.of(ownerId))],
    },
    { ...signingIn("GET /v1/me/accounts", undefined), as: "person", check: holds(1) },
    { route: "GET /v1/members", pattern: "Query gsi2", reads: [list("members", at.page("MEMBERS"))] },
    {
      route: "POST /v1/members",
      pattern: "one transaction, the caller's rights checked in it",
      body: { ...person, email: "new-member@garage.example", role: "staff" },
      writes: ({ body }) => [
        together(
          "invitation, address",
          at.of(invitationIdOf(idOf(body))),
          keys.invited(hashOf("new-member@garage.example"), account.id),
        ),
        together("check of the caller", key),
      ],
    },
    {
      route: "PATCH /v1/members/{id}",
      pattern: "Get member; one transaction, the caller's rights checked in it",
      params: { id: colleague },
      body: { name: "Anne Roy" },
      reads: [now("member", at.of(colleague))],
      writes: () => [together("member", at.of(colleague)), together("check of the caller", key)],
    },
    {
      route: "DELETE /v1/members/{id}",
      pattern: "Get member, Query teams at once; one transaction",
      params: { id: leaver },
      reads: [now("member", at.of(leaver)), list("teams", at.page("TEAMS", MANY))],
      writes: () => [
        together("member, membership", at.of(leaver), keys.membership(subOf("colleague-2"), account.id)),
        together("check of the caller", key),
      ],
    },
    { route: "GET /v1/teams", pattern: "Query gsi2", reads: [list("teams", at.page("TEAMS"))] },
    {
      route: "POST /v1/teams",
      pattern: "BatchGet members, Put",
      body: { name: "Night shift", memberIds: [colleague, memberId(3)] },
      reads: [now("members", at.of(colleague), at.of(memberId(3)))],
      writes: ({ body }) => [one("team", at.of(idOf(body)))],
    },
    {
      route: "PATCH /v1/teams/{id}",
      pattern: "Get team, Put it",
      params: { id: team },
      body: { name: "Day shift" },
      reads: [now("team", at.of(team))],
      writes: () => [one("team", at.of(team))],
    },
    {
      route: "DELETE /v1/teams/{id}",
      pattern: "Get team, Delete it",
      params: { id: oldTeam },
      reads: [now("team", at.of(oldTeam))],
      writes: () => [one("team", at.of(oldTeam))],
    },
    { route: "GET /v1/api-keys", pattern: "Query gsi2", reads: [list("keys", at.page("API_KEYS"))] },
    {
      route: "POST /v1/api-keys",
      pattern: "one transaction, the caller's rights checked in it",
      body: { name: "Web site", scopes: ["clients:read"] },
      writes: ({ body }) => [
        together("key, its hash", at.of(idOf(body)), keys.apiKey(hashOf(String(body.secret)))),
        together("check of the caller", key),
      ],
    },
    {
      route: "DELETE /v1/api-keys/{id}",
      pattern: "Get key; one transaction, the caller's rights checked in it",
      params: { id: idOf(oldKey) },
      reads: [now("key", at.of(idOf(oldKey)))],
      writes: () => [
        together("key, its hash", at.of(idOf(oldKey)), keys.apiKey(hashOf(String(oldKey.secret)))),
        together("check of the caller", key),
      ],
    },
  ];
};

const memberId = (number: number) => derivedId("member", "bench", "colleague", String(number));

/** Members that no user pool knows: enough for two pages. */
const colleagues = async ({ world, caller: { account } }: Pick<Setting, "world" | "caller">): Promise<void> => {
  const { version, createdAt, createdBy, updatedAt, updatedBy, source } = account;
  const provenance = { version, createdAt, createdBy, updatedAt, updatedBy, source };
  const rights = { role: "staff", editClients: true } as const;
  await times(MANY, (number) => {
    const place = { personId: subOf(`colleague-${number}`), accountId: account.id, ...rights };
    const id = memberId(number);
    const own = { id, email: `colleague-${number}@garage.example`, name: `Colleague ${number}` };
    return world.table
      .of(account.id)
      .commit([
        put(members, { ...place, ...own, status: "active", ...provenance }),
        put(memberships, { ...place, memberId: id }),
      ]);
  });
};
