import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  UpdateUserAttributesCommand,
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
  new CreateUserPoolClientCommand({ UserPoolId: userPoolId, ClientName: "client", WriteAttributes: ["name"] }),
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
  publicUrl: "https://p.example",
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

  it("whoever has proven an address signs in with it; a new password ends every session", async () => {
    const email = "luc@garage.example";
    const personId = await people.enrol({ email, password, name: "Luc" });
    expect(await people.find(email)).toEqual({ personId, email, verified: true });
    expect(await people.find(personId)).toEqual({ personId, email, verified: true });
    expect(await people.find("nobody@garage.example")).toBeUndefined();
    const session = await people.signIn({ email, password });
    await people.setPassword(personId, "Garage-2027!");
    await people.signOutEverywhere(personId);
    await expect(people.refresh(session.refreshToken)).rejects.toMatchObject({ code: "unauthenticated" });
    const next = await people.signIn({ email, password: "Garage-2027!" });
    await people.signOut(next.refreshToken);
    await people.signOut(next.refreshToken);
    await expect(people.refresh(next.refreshToken)).rejects.toMatchObject({ code: "unauthenticated" });
  });

  it("an address that nobody has proven goes to the next who signs up with it", async () => {
    const email = "taken@garage.example";
    const first = await people.register({ email, password, name: "First" });
    expect(first.verified).toBe(false);
    const second = await people.register({ email, password: "Another-2026", name: "Second" });
    expect(second.personId).not.toBe(first.personId);
    await people.confirmAddress({ ...second, email });
    await expect(people.register({ email, password, name: "Third" })).rejects.toMatchObject({
      code: "unauthenticated",
    });
  });

  it("people do not change who they are by themselves", async () => {
    const email = "mallory@garage.example";
    await people.enrol({ email, password, name: "Mallory" });
    const { accessToken: AccessToken } = await people.signIn({ email, password });
    const change = (Name: string, Value: string) =>
      client.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes: [{ Name, Value }] }));
    await expect(change("email", "victim@garage.example")).rejects.toMatchObject({ name: "NotAuthorizedException" });
    await expect(change("email_verified", "true")).rejects.toMatchObject({ name: "NotAuthorizedException" });
    await change("name", "M.");
    expect(await people.find(email)).toMatchObject({ email, verified: true });
  });

  it("somebody who is known opens a second account with their password only", async () => {
    await signUp("twice@garage.example");
    const earlier = await people.find("twice@garage.example");
    if (earlier) await people.confirmAddress(earlier);
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
