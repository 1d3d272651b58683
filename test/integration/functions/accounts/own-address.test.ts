import { beforeEach, describe, expect, it } from "vitest";
import { routes } from "../../../../functions/accounts/manifest.ts";
import { SENDER } from "../../../../shared/entities/address-code.ts";
import { call } from "../../../support/call.ts";
import { testClock } from "../../../support/deps.ts";
import { accountsFeature, PASSWORD } from "./feature.ts";

const clock = testClock();
const { handler, mailbox, people, anAddress, aBusiness, resetTokenOf, codeFor } = await accountsFeature({ clock });
beforeEach(() => {
  clock.set("2026-03-02T15:00:00.000Z");
  mailbox.sent = [];
});

const NEXT = "Garage-2027!";
const ask = (email: string, headers: Record<string, string> = {}) =>
  call(handler, routes.requestPasswordReset, { body: { email }, headers });
const confirm = (token: string, password = NEXT) =>
  call(handler, routes.confirmPasswordReset, { body: { token, password } });
const signIn = async (email: string, password: string) =>
  (await call(handler, routes.signIn, { body: { email, password } })).status;

describe("a forgotten password", () => {
  it("is replaced by the link of an e-mail, which serves once and ends every session", async () => {
    const { email, account } = await aBusiness();
    expect((await ask(email.toUpperCase())).status).toBe(202);
    const token = await resetTokenOf(email);
    expect((await confirm(token, "weak")).status).toBe(422);
    expect((await confirm(token)).status).toBe(204);
    expect([await signIn(email, PASSWORD), await signIn(email, NEXT)]).toEqual([401, 200]);
    const { refreshToken } = account.session;
    expect((await call(handler, routes.refreshSession, { body: { refreshToken } })).status).toBe(401);
    expect((await confirm(token)).status).toBe(410);
  });

  it("is replaced once: the links of earlier e-mails are over then, those asked for later are not", async () => {
    const { email } = await aBusiness();
    const tokens: string[] = [];
    for (const minute of ["05", "06"]) {
      clock.set(`2026-03-02T15:${minute}:00.000Z`);
      await ask(email);
      tokens.push(await resetTokenOf(email));
    }
    const [first = "", second = ""] = tokens;
    expect((await confirm(second)).status).toBe(204);
    expect((await confirm(first, "Encore-2026")).status).toBe(410);
    expect(await signIn(email, NEXT)).toBe(200);
    clock.set("2026-03-02T15:08:00.000Z");
    await ask(email);
    expect((await confirm(await resetTokenOf(email), "Encore-2026")).status).toBe(204);
  });

  it("is replaced by one of two who follow the link at once", async () => {
    const { email } = await aBusiness();
    await ask(email);
    const token = await resetTokenOf(email);
    const passwords = [NEXT, "Encore-2026"];
    const statuses = await Promise.all(passwords.map(async (password) => (await confirm(token, password)).status));
    expect(statuses.toSorted()).toEqual([204, 410]);
    const kept = passwords[statuses.indexOf(204)] ?? "";
    expect(await signIn(email, kept)).toBe(200);
    expect(await signIn(email, passwords[statuses.indexOf(410)] ?? "")).toBe(401);
  });

  it("tells nobody whether an address is known", async () => {
    const { email } = await aBusiness();
    const [known, unknown] = [await ask(email), await ask(anAddress())];
    const told = ({ status, text }: typeof known) => ({ status, text });
    expect(told(unknown)).toEqual(told(known));
    expect((await ask("not an address")).status).toBe(202);
  });

  it("of nobody, or of an address that was never proven, sends nothing", async () => {
    const nobody = anAddress();
    await ask(nobody);
    expect(await resetTokenOf(nobody)).toBe("");
    const squatter = await aBusiness(anAddress(), { proven: false });
    await ask(squatter.email);
    expect(await resetTokenOf(squatter.email)).toBe("");
  });

  it("asks for one e-mail a minute", async () => {
    const { email } = await aBusiness();
    await ask(email);
    await resetTokenOf(email);
    await ask(email);
    expect(await resetTokenOf(email)).toBe("");
    clock.set("2026-03-02T15:01:00.000Z");
    await ask(email);
    expect(await resetTokenOf(email)).not.toBe("");
  });

  it("is over after an hour", async () => {
    const { email } = await aBusiness();
    await ask(email);
    const token = await resetTokenOf(email);
    clock.set("2026-03-02T16:00:00.000Z");
    expect((await confirm(token)).status).toBe(410);
    expect(await signIn(email, PASSWORD)).toBe(200);
  });

  it("is written about in the person's language, under their account's name", async () => {
    const { email, headers } = await aBusiness(undefined, { name: "Salon Meuse" });
    await ask(email, { "accept-language": "en" });
    await resetTokenOf(email);
    expect(mailbox.sent.at(-1)).toMatchObject({
      to: email,
      from: '"Salon Meuse" <mail@clientele.example>',
      subject: "Choisir un nouveau mot de passe",
    });
    await call(handler, routes.changeMe, { headers, body: { language: "en" } });
    clock.set("2026-03-02T15:05:00.000Z");
    await ask(email);
    await resetTokenOf(email);
    expect(mailbox.sent.at(-1)?.subject).toBe("Choose a new password");
  });

  it("asked for in masses is refused", async () => {
    const statuses = [];
    for (let turn = 0; turn < 40; turn++) statuses.push((await ask(anAddress())).status);
    expect(statuses).toContain(429);
  });
});

describe("an address that somebody signs up with", () => {
  const confirmAddress = ({ headers }: { headers: Record<string, string> }, code: string) =>
    call(handler, routes.confirmMyAddress, { headers, body: { code } });

  it("is proven by the code of the e-mail, once", async () => {
    const business = await aBusiness(anAddress(), { proven: false });
    expect(business.owner.emailVerified).toBe(false);
    const code = await codeFor(business.account.id, business.owner.id);
    expect(mailbox.sent.at(-1)?.subject).toBe(`${code}\u00a0: votre code`);
    expect((await confirmAddress(business, "AAAA-AAAA")).status).toBe(422);
    expect((await confirmAddress(business, code.toLowerCase().replace("-", " "))).status).toBe(204);
    expect(await people.find(business.email)).toMatchObject({ verified: true });
    expect((await confirmAddress(business, code)).status).toBe(422);
    const second = await aBusiness(business.email, { proven: false });
    expect(second.owner.emailVerified).toBe(true);
  });

  it("gets another code, the one before is over", async () => {
    const business = await aBusiness(anAddress(), { proven: false });
    const { headers } = business;
    const first = await codeFor(business.account.id, business.owner.id);
    expect((await call(handler, routes.sendMyAddressCode, { headers })).status).toBe(429);
    clock.set("2026-03-02T15:02:00.000Z");
    expect((await call(handler, routes.sendMyAddressCode, { headers })).status).toBe(204);
    const second = await codeFor(business.account.id, business.owner.id);
    expect((await confirmAddress(business, first)).status).toBe(422);
    expect((await confirmAddress(business, second)).status).toBe(204);
    expect((await call(handler, routes.sendMyAddressCode, { headers })).status).toBe(409);
  });

  it("is not proven after an hour, nor by guessing", async () => {
    const business = await aBusiness(anAddress(), { proven: false });
    const code = await codeFor(business.account.id, business.owner.id);
    clock.set("2026-03-02T16:00:00.000Z");
    expect((await confirmAddress(business, code)).status).toBe(422);
    const guesses = [];
    for (let turn = 0; turn < 8; turn++) guesses.push((await confirmAddress(business, "AAAA-AAAA")).status);
    expect(guesses).toContain(429);
  });

  it("belongs to whoever proves it, not to who came first", async () => {
    const email = anAddress();
    const squatter = await aBusiness(email, { proven: false });
    const body = { name: "Real", country: "CA", owner: { email, password: NEXT, name: "Real" } };
    const real = await call(handler, routes.signUp, { body });
    expect(real.status).toBe(201);
    const code = await codeFor(real.body.id, real.body.owner.id);
    expect((await confirmAddress(squatter, code)).status).toBe(422);
    expect(
      (await confirmAddress({ headers: { authorization: `Bearer ${real.body.session.accessToken}` } }, code)).status,
    ).toBe(204);
    expect(await signIn(email, PASSWORD)).toBe(401);
  });
});

describe("the address that an account writes from", () => {
  const change = (headers: Record<string, string>, body: object) =>
    call(handler, routes.changeAccount, { headers, body });

  it("is proven by a code that was sent there, and only as long as it is the same", async () => {
    const { headers, account } = await aBusiness();
    expect((await call(handler, routes.sendSenderCode, { headers })).status).toBe(409);
    expect((await change(headers, { senderEmail: "Bonjour@garage.example" })).body.senderEmailVerified).toBe(false);
    expect((await call(handler, routes.sendSenderCode, { headers })).status).toBe(204);
    const code = await codeFor(account.id, SENDER);
    expect(mailbox.sent.at(-1)?.to).toBe("bonjour@garage.example");
    const proven = await call(handler, routes.confirmSender, { headers, body: { code } });
    expect(proven.body).toMatchObject({ senderEmailVerified: true });
    expect((await change(headers, { senderEmail: "autre@garage.example" })).body.senderEmailVerified).toBe(false);
    expect(JSON.stringify(proven.body)).not.toContain("provenSender");
  });

  it("cannot be one whose code went elsewhere", async () => {
    const { headers, account } = await aBusiness();
    await change(headers, { senderEmail: "mine@garage.example" });
    await call(handler, routes.sendSenderCode, { headers });
    const code = await codeFor(account.id, SENDER);
    await change(headers, { senderEmail: "theirs@garage.example" });
    expect((await call(handler, routes.confirmSender, { headers, body: { code } })).status).toBe(422);
  });

  it("has a name that reads like no other address", async () => {
    const { headers } = await aBusiness();
    expect((await change(headers, { senderName: "bonjour@autre.example" })).status).toBe(422);
    expect((await change(headers, { senderName: "Chez Marie" })).status).toBe(200);
  });
});
