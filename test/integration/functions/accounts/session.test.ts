import { describe, expect, it } from "vitest";
import { routes } from "../../../../functions/accounts/manifest.ts";
import { call } from "../../../support/call.ts";
import { accountsFeature, PASSWORD } from "./feature.ts";

const { handler, anAddress, aBusiness } = await accountsFeature();
const signIn = (body: object) => call(handler, routes.signIn, { body });

describe("signing in", () => {
  it("answers tokens and the accounts to choose from", async () => {
    const { email, account, owner } = await aBusiness();
    const { status, body } = await signIn({ email: email.toUpperCase(), password: PASSWORD });
    expect(status).toBe(200);
    expect(body).toEqual({
      accessToken: expect.any(String),
      refreshToken: expect.any(String),
      expiresIn: 3600,
      accounts: [
        { id: account.id, name: account.name, memberId: owner.id, role: "owner", editClients: true, home: true },
      ],
    });
  });

  it("tells nobody whether an address is known", async () => {
    const { email } = await aBusiness();
    const wrong = await signIn({ email, password: "Another-2026" });
    const unknown = await signIn({ email: anAddress(), password: "Another-2026" });
    const nonsense = await signIn({ email: "nonsense", password: "Another-2026" });
    const told = ({ problem: { requestId: _, ...rest } }: typeof wrong) => rest;
    expect(wrong.status).toBe(401);
    expect(told(unknown)).toEqual(told(wrong));
    expect(told(nonsense)).toEqual(told(wrong));
  });
});

describe("a refresh token", () => {
  it("gives a new access token", async () => {
    const { account } = await aBusiness();
    const { refreshToken } = account.session;
    const { status, body } = await call(handler, routes.refreshSession, { body: { refreshToken } });
    expect(status).toBe(200);
    expect(body).toMatchObject({ refreshToken, accounts: [{ id: account.id }] });
  });

  it("that is none is refused", async () => {
    expect((await call(handler, routes.refreshSession, { body: { refreshToken: "x" } })).status).toBe(401);
  });
});

describe("changing one's password", () => {
  it("needs the current one", async () => {
    const { headers, email } = await aBusiness();
    const change = (currentPassword: string) =>
      call(handler, routes.changePassword, { headers, body: { currentPassword, newPassword: "Garage-2027!" } });
    const wrong = await change("Another-2026");
    expect(wrong.status).toBe(422);
    expect(wrong.problem.errors).toMatchObject([{ pointer: "/currentPassword" }]);
    expect((await change(PASSWORD)).status).toBe(204);
    expect((await signIn({ email, password: PASSWORD })).status).toBe(401);
    expect((await signIn({ email, password: "Garage-2027!" })).status).toBe(200);
  });
});

describe("signing out", () => {
  const refresh = async (refreshToken: string) =>
    (await call(handler, routes.refreshSession, { body: { refreshToken } })).status;

  it("ends the session of a refresh token", async () => {
    const { headers, account } = await aBusiness();
    const { refreshToken } = account.session;
    expect((await call(handler, routes.signOut, { headers, body: { refreshToken } })).status).toBe(204);
    expect(await refresh(refreshToken)).toBe(401);
  });

  it.each([{}, { everywhere: true }])("ends every session with %j", async (body) => {
    const { headers, account, email } = await aBusiness();
    const other = await signIn({ email, password: PASSWORD });
    expect((await call(handler, routes.signOut, { headers, body })).status).toBe(204);
    expect([await refresh(account.session.refreshToken), await refresh(other.body.refreshToken)]).toEqual([401, 401]);
    expect((await signIn({ email, password: PASSWORD })).status).toBe(200);
  });

  it("is for people who are signed in", async () => {
    expect((await call(handler, routes.signOut, { body: {} })).status).toBe(401);
  });
});
