import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, describe, expect, it } from "vitest";
import { useCases } from "../../../../functions/accounts/api.ts";
import { cognitoPeople } from "../../../../functions/accounts/cognito-people.ts";
import { routes } from "../../../../functions/accounts/manifest.ts";
import { startCognito } from "../../../../local/engines/cognito.ts";
import { api } from "../../../../shared/app/api.ts";
import { identification } from "../../../../shared/app/identify.ts";
import { tokenVerifier } from "../../../../shared/app/verify-token.ts";
import { call } from "../../../support/call.ts";
import { testDeps } from "../../../support/deps.ts";
import { testTable } from "../../../support/dynamodb.ts";

// The whole way of a person, with the user pool of the one-machine runner.
const folder = await mkdtemp(join(tmpdir(), "clientele-people-"));
const codes: { to: string; code: string }[] = [];
const engine = await startCognito({
  dataDir: folder,
  issuerBase: "http://127.0.0.1:4000",
  onCode: (message) => void codes.push(message),
});
afterAll(async () => {
  await engine.stop();
  await rm(folder, { recursive: true, force: true });
});

const client = new CognitoIdentityProviderClient({ endpoint: engine.url });
const { UserPool } = await client.send(
  new CreateUserPoolCommand({
    PoolName: "people",
    UsernameAttributes: ["email"],
    Policies: { PasswordPolicy: { MinimumLength: 12 } },
  }),
);
const userPoolId = UserPool?.Id ?? "";
const { UserPoolClient } = await client.send(
  new CreateUserPoolClientCommand({ UserPoolId: userPoolId, ClientName: "client" }),
);
const clientId = UserPoolClient?.ClientId ?? "";

const { table } = await testTable();
const verify = tokenVerifier({ region: "ca-central-1", userPoolId, clientId, endpoint: engine.url });
const people = cognitoPeople(client, { userPoolId, clientId });
const deps = {
  ...testDeps(table),
  identify: identification(table, verify, 0),
  people: async () => people,
  signUpOpen: true,
};
const handler = api(() => deps, useCases);

const password = "Atelier-2026";
const signUp = (email: string, given: object = {}) => {
  const owner = { email, password, name: "Marie Tremblay", ...given };
  return call(handler, routes.signUp, { body: { name: "Garage", country: "CA", owner } });
};
const bearer = ({ accessToken }: { accessToken: string }) => ({ authorization: `Bearer ${accessToken}` });

describe("with a user pool", () => {
  it("an owner signs up, signs in, comes back with the refresh token and changes the password", async () => {
    const { status, body } = await signUp("marie@garage.example");
    expect(status).toBe(201);
    const me = await call(handler, routes.readMe, { headers: bearer(body.session) });
    expect(me.body).toMatchObject({ kind: "person", name: "Marie Tremblay", role: "owner" });

    const credentials = { email: "Marie@Garage.example", password };
    const signedIn = await call(handler, routes.signIn, { body: credentials });
    expect(signedIn.body).toMatchObject({ expiresIn: 3600, accounts: [{ id: body.id }] });

    const { refreshToken } = signedIn.body;
    const refreshed = await call(handler, routes.refreshSession, { body: { refreshToken } });
    expect(refreshed.body).toMatchObject({ refreshToken, accounts: [{ id: body.id }] });

    const change = { currentPassword: password, newPassword: "Garage-2027!" };
    const headers = bearer(refreshed.body);
    expect((await call(handler, routes.changePassword, { headers, body: change })).status).toBe(204);
    expect((await call(handler, routes.signIn, { body: credentials })).status).toBe(401);
    expect((await call(handler, routes.changePassword, { headers, body: change })).status).toBe(422);
  });

  it("an invited person finds a temporary password in the mail and chooses another", async () => {
    const owner = await signUp("owner@garage.example");
    const email = "luc@garage.example";
    const headers = bearer(owner.body.session);
    const invited = await call(handler, routes.inviteMember, { headers, body: { email, role: "staff" } });
    expect(invited.status).toBe(201);
    const temporary = codes.find(({ to }) => to === email)?.code ?? "";

    const signIn = (body: object) => call(handler, routes.signIn, { body: { email, ...body } });
    expect((await signIn({ password: "Another-2026", newPassword: password })).status).toBe(401);
    expect((await signIn({ password: temporary })).problem.errors).toMatchObject([{ pointer: "/newPassword" }]);
    const first = await signIn({ password: temporary, newPassword: password });
    expect(first.status).toBe(200);
    expect((await call(handler, routes.readMe, { headers: bearer(first.body) })).body).toMatchObject({ email });
    const { refreshToken } = first.body;
    expect((await call(handler, routes.refreshSession, { body: { refreshToken } })).status).toBe(200);
  });

  it("somebody who is known opens a second account with their password only", async () => {
    await signUp("twice@garage.example");
    expect((await signUp("twice@garage.example", { password: "Another-2026" })).status).toBe(401);
    const second = await signUp("twice@garage.example");
    const { body } = await call(handler, routes.listMyAccounts, { headers: bearer(second.body.session) });
    expect(body.data).toHaveLength(2);
  });

  it("the pool's own policy is told at the field", async () => {
    const answer = await signUp("weak@garage.example", { password: "Short-2026" });
    expect(answer.status).toBe(422);
    expect(answer.problem.errors).toEqual([{ pointer: "/owner/password", message: "Password not long enough" }]);
  });

  it("tokens of nobody are refused", async () => {
    const headers = { authorization: "Bearer abc.def.ghi" };
    expect((await call(handler, routes.listMyAccounts, { headers })).status).toBe(401);
    expect((await call(handler, routes.refreshSession, { body: { refreshToken: "abc" } })).status).toBe(401);
  });
});
