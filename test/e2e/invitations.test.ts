import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { openBrowser } from "../support/browser.ts";
import { mailTo } from "../support/mailbox-of-the-stack.ts";
import { openTestAccount } from "../support/open-account.ts";

const NEW = "Nouveau-2026!";
let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());

const { url } = inject("stack");
let people = 0;
const anAddress = () => `invited-${Date.now()}-${++people}@example.com`;

const send = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
  const answer = await fetch(`${url}/v1${path}`, {
    method,
    headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === "" ? {} : JSON.parse(text) };
};
const as = (accessToken: string) => ({ authorization: `Bearer ${accessToken}` });
const tokenIn = (text: string) => /\/p\/([\w.-]+)/.exec(text)?.[1] ?? "";
const signIn = (email: string, password: string) => send("POST", "/session", { email, password });

describe("an invitation", () => {
  test("comes in the account's language; whoever accepts chooses a password and is signed in", async () => {
    const { accessToken } = await openTestAccount(url, { name: "Salon Ourthe", country: "BE", language: "fr" });
    const email = anAddress();
    const invited = await send("POST", "/invitations", { email, name: "Léa", role: "staff" }, as(accessToken));
    expect(invited.status).toBe(201);
    const mail = await mailTo(url, email, /Salon Ourthe vous invite/);
    const token = tokenIn(mail.text);
    const accepted = await send("POST", `/invitations/${invited.body.id}/accept`, { token, password: NEW });
    expect(accepted.body).toMatchObject({ name: "Salon Ourthe", role: "staff" });
    const me = await send("GET", "/me", undefined, as(accepted.body.session.accessToken));
    expect(me.body).toMatchObject({ name: "Léa", email });
    expect((await signIn(email, NEW)).status).toBe(200);
    expect((await send("POST", `/invitations/${invited.body.id}/accept`, { token })).status).toBe(410);
  });

  test("of another account's owner changes nothing until she accepts; who is removed is signed out", async () => {
    const [one, other] = [
      await openTestAccount(url, { name: "Garage Est", country: "CA", language: "en", proven: true }),
      await openTestAccount(url, { name: "Garage Ouest", country: "CA", language: "en", proven: true }),
    ];
    const { id } = (await send("POST", "/invitations", { email: other.email, role: "admin" }, as(one.accessToken)))
      .body;
    expect((await send("GET", "/account", undefined, as(other.accessToken))).body.name).toBe("Garage Ouest");
    const accepted = await send("POST", `/invitations/${id}/accept`, {}, as(other.accessToken));
    expect(accepted.status).toBe(200);
    expect((await send("GET", "/account", undefined, as(other.accessToken))).body.name).toBe("Garage Ouest");
    const { memberId } = accepted.body;
    expect((await send("DELETE", `/members/${memberId}`, undefined, as(one.accessToken))).status).toBe(204);
    expect((await send("POST", "/session/refresh", { refreshToken: other.refreshToken })).status).toBe(401);
  });
});

describe("in a browser", () => {
  const openPage = async (language: string, path: string) => {
    const page = await browser.newPage({ locale: language });
    await page.goto(`${url}${path}`);
    return page;
  };

  test("somebody new accepts by the link with a password of their own, in French", async () => {
    const { accessToken } = await openTestAccount(url, { name: "Salon Vesdre", country: "BE", language: "fr" });
    const email = anAddress();
    await send("POST", "/invitations", { email, name: "Luc", role: "field" }, as(accessToken));
    const mail = await mailTo(url, email, /vous invite/);
    const page = await openPage("fr-BE", `/p/${tokenIn(mail.text)}/accounts`);
    await page.getByRole("button", { name: "Accepter" }).click();
    await page.getByLabel("Mot de passe").fill("faible");
    await page.getByRole("button", { name: "Accepter" }).click();
    await page
      .getByRole("status")
      .filter({ hasText: /caractères/ })
      .waitFor();
    await page.getByLabel("Mot de passe").fill(NEW);
    await page.getByRole("button", { name: "Accepter" }).click();
    await page.getByRole("status").filter({ hasText: "C’est fait" }).waitFor();
    expect((await signIn(email, NEW)).body.accounts).toMatchObject([{ name: "Salon Vesdre", role: "field" }]);
    await page.reload();
    await page.getByRole("heading", { name: "Ce lien n’est plus valable" }).waitFor();
    await page.close();
  });

  test("somebody declines, and a password is chosen anew, in English", async () => {
    const { accessToken, email } = await openTestAccount(url, {
      name: "Garage North",
      country: "CA",
      language: "en",
      proven: true,
    });
    const invited = anAddress();
    await send("POST", "/invitations", { email: invited, role: "staff" }, as(accessToken));
    const mail = await mailTo(url, invited, /invites you/);
    const page = await openPage("en", `/p/${tokenIn(mail.text)}/accounts`);
    await page.getByRole("button", { name: "Decline" }).click();
    await page.getByRole("status").filter({ hasText: "Nothing has changed" }).waitFor();
    expect((await send("GET", "/invitations", undefined, as(accessToken))).body.data).toMatchObject([
      { status: "declined" },
    ]);

    await send("POST", "/password-resets", { email });
    const reset = await mailTo(url, email, /Choose a new password/);
    await page.goto(`${url}/p/${tokenIn(reset.text)}/accounts`);
    await page.getByLabel("Password").fill(NEW);
    await page.getByRole("button", { name: "Save the password" }).click();
    await page.getByRole("status").filter({ hasText: "Done" }).waitFor();
    expect((await signIn(email, NEW)).status).toBe(200);
    await page.close();
  });
});

describe("a forgotten password", () => {
  test("is chosen anew by a link, in the person's language", async () => {
    const { email } = await openTestAccount(url, { name: "Garage Sud", country: "CA", language: "fr", proven: true });
    expect((await send("POST", "/password-resets", { email })).status).toBe(202);
    const mail = await mailTo(url, email, /Choisir un nouveau mot de passe/);
    expect(mail.from).toContain("Garage Sud");
    const token = tokenIn(mail.text);
    expect((await send("POST", "/password-resets/confirm", { token, password: NEW })).status).toBe(204);
    expect((await signIn(email, NEW)).status).toBe(200);
  });

  test("of nobody is answered the same, and sends nothing", async () => {
    expect(await send("POST", "/password-resets", { email: anAddress() })).toEqual({ status: 202, body: {} });
  });
});
