import { useCases } from "../../../../functions/accounts/api.ts";
import { routes } from "../../../../functions/accounts/manifest.ts";
import { api } from "../../../../shared/app/api.ts";
import type { Role } from "../../../../shared/http/scopes.ts";
import { call } from "../../../support/call.ts";
import { type TestSettings, testDeps } from "../../../support/deps.ts";
import { testTable } from "../../../support/dynamodb.ts";
import { TEMPORARY_PASSWORD, testPeople } from "../../../support/people.ts";

export const PASSWORD = "Atelier-2026";

/** The feature on an empty table, with a user pool in memory. */
export const accountsFeature = async (settings: TestSettings = {}) => {
  const { table, client, tableName } = await testTable();
  const people = testPeople();
  const deps = { ...testDeps(table, settings), people: async () => people, signUpOpen: true };
  const handler = api(() => deps, useCases);
  let addresses = 0;
  const anAddress = () => `person-${++addresses}@garage.example`;

  const headersFor = (accessToken: string, accountId: string) => ({
    authorization: `Bearer ${accessToken}`,
    "clientele-account": accountId,
  });

  /** A new business, through the front door. */
  const aBusiness = async (email = anAddress()) => {
    const owner = { email, password: PASSWORD, name: "Marie Tremblay" };
    const body = { name: "Garage Tremblay", country: "CA", language: "fr", owner };
    const { status, body: account } = await call(handler, routes.signUp, { body });
    if (status !== 201) throw new Error(`Sign-up was answered with ${status}.`);
    return { account, email, owner: account.owner, headers: headersFor(account.session.accessToken, account.id) };
  };

  type Business = Awaited<ReturnType<typeof aBusiness>>;

  /** Somebody whom the owner invited and who has signed in. */
  const aColleague = async (business: Business, role: Role, email = anAddress()) => {
    const { body: member } = await call(handler, routes.inviteMember, {
      headers: business.headers,
      body: { email, name: `A ${role}`, role },
    });
    const credentials = { email, password: TEMPORARY_PASSWORD, newPassword: PASSWORD };
    const { body: session } = await call(handler, routes.signIn, { body: credentials });
    return { member, email, headers: headersFor(session.accessToken, business.account.id) };
  };

  /** A key made by the owner. */
  const aKey = async (business: Business, scopes: readonly string[]) => {
    const { body } = await call(handler, routes.createApiKey, {
      headers: business.headers,
      body: { name: "A key", scopes },
    });
    return { key: body, headers: { authorization: `Bearer ${body.secret}` } };
  };

  return { table, client, tableName, deps, handler, anAddress, aBusiness, aColleague, aKey };
};
