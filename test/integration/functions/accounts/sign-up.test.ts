import { describe, expect, it } from "vitest";
import { useCases } from "../../../../functions/accounts/api.ts";
import { routes } from "../../../../functions/accounts/manifest.ts";
import { api } from "../../../../shared/app/api.ts";
import { call } from "../../../support/call.ts";
import { accountsFeature, PASSWORD } from "./feature.ts";

const { handler, deps, anAddress, aBusiness } = await accountsFeature();

const signUp = (given: object = {}, owner: object = {}, headers: Record<string, string> = {}) => {
  const person = { email: anAddress(), password: PASSWORD, name: "Marie Tremblay", ...owner };
  const body = { name: "Garage Tremblay", country: "CA", ...given, owner: person };
  return call(handler, routes.signUp, { body, headers });
};

describe("signing up", () => {
  it("opens an account whose owner is signed in", async () => {
    const answer = await signUp({ timeZone: "America/Vancouver", language: "fr" });
    expect(answer.status).toBe(201);
    expect(answer.headers.etag).toBe('"1"');
    expect(answer.body).toMatchObject({
      id: expect.stringMatching(/^acc_/),
      name: "Garage Tremblay",
      timeZone: "America/Vancouver",
      settings: { requireIfMatch: false, restrictFieldToAssigned: false },
      createdBy: answer.body.owner.id,
      source: "app",
      session: { expiresIn: 3600 },
    });
    const headers = { authorization: `Bearer ${answer.body.session.accessToken}` };
    const me = await call(handler, routes.readMe, { headers });
    expect(me.body).toMatchObject({ kind: "person", id: answer.body.owner.id, role: "owner" });
  });

  it("takes from the country what was not said", async () => {
    const { body } = await signUp({ country: "BE" });
    expect(body).toMatchObject({ currency: "EUR", timeZone: "Europe/Brussels", language: "fr" });
  });

  it("asks for what a country it does not know leaves open", async () => {
    const answer = await signUp({ country: "JP" });
    expect(answer.status).toBe(422);
    expect(answer.problem.errors).toMatchObject([{ pointer: "/currency" }]);
    const complete = await signUp({ country: "JP", currency: "JPY", timeZone: "Asia/Tokyo", language: "en" });
    expect(complete.status).toBe(201);
  });

  it("is refused where the stage has closed it", async () => {
    const closed = api(() => ({ ...deps, signUpOpen: false }), useCases);
    const { example } = routes.signUp;
    expect((await call(closed, routes.signUp, { body: example?.body })).status).toBe(403);
  });

  it("gives somebody who proves their password a second account", async () => {
    const { email, account } = await aBusiness();
    const second = await signUp({ name: "Second garage" }, { email: email.toUpperCase() });
    expect(second.status).toBe(201);
    const headers = { authorization: `Bearer ${second.body.session.accessToken}` };
    const { body } = await call(handler, routes.listMyAccounts, { headers });
    expect(body.data.map(({ id }) => id).sort()).toEqual([account.id, second.body.id].sort());
  });

  it("refuses somebody who does not", async () => {
    const { email } = await aBusiness();
    expect((await signUp({}, { email, password: "Another-2026" })).status).toBe(401);
  });

  it("repeated with its idempotency key opens one account", async () => {
    const email = anAddress();
    const first = await signUp({}, { email }, { "Idempotency-Key": "once" });
    const second = await signUp({}, { email }, { "Idempotency-Key": "once" });
    expect(second.body.id).toBe(first.body.id);
    expect(second.body.owner).toEqual(first.body.owner);
    const headers = { authorization: `Bearer ${second.body.session.accessToken}` };
    expect((await call(handler, routes.listMyAccounts, { headers })).body.data).toHaveLength(1);
  });

  it.each([
    ["a weak password", { password: "atelier" }, "/owner/password"],
    ["no e-mail address", { email: "marie" }, "/owner/email"],
    ["an address that mail cannot reach", { email: "marie@localhost" }, "/owner/email"],
    ["no name", { name: " " }, "/owner/name"],
  ])("with %s is told where", async (_, owner, pointer) => {
    const answer = await signUp({}, owner);
    expect(answer.status).toBe(422);
    expect(answer.problem.errors?.map((error) => error.pointer)).toContain(pointer);
  });
});
