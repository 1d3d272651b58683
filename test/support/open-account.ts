import { scopes } from "../../functions/kinds.ts";
import { mailTo } from "./mailbox-of-the-stack.ts";

export interface OpenedAccount {
  id: string;
  apiKey: string;
  accessToken: string;
  refreshToken: string;
  /** The owner's address. */
  email: string;
}

interface NewAccount {
  name: string;
  country: string;
  language: string;
  /** Whether the owner has proven their address by the code that came. */
  proven?: boolean;
}

let opened = 0;

/** A new account through the API, with a key that may do everything: what one test does, no other one sees. */
export const openTestAccount = async (
  url: string,
  { name, country, language, proven }: NewAccount,
): Promise<OpenedAccount> => {
  opened += 1;
  const post = async (path: string, body: unknown, token?: string): Promise<Record<string, unknown>> => {
    const answer = await fetch(`${url}/v1${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status} ${await answer.text()}`);
    const text = await answer.text();
    return text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
  };
  const owner = { name: "Owner", email: `owner-${Date.now()}-${opened}@example.com`, password: "Secret-2026!" };
  const account = await post("/accounts", { name, country, language, owner });
  const { accessToken, refreshToken } = account.session as { accessToken: string; refreshToken: string };
  const key = await post("/api-keys", { name: "Test", scopes }, accessToken);
  const { email } = owner;
  if (proven) {
    const { text } = await mailTo(url, email, /code/);
    await post("/me/email/confirm", { code: /\b[0-9A-Z]{4}-[0-9A-Z]{4}\b/.exec(text)?.[0] }, accessToken);
  }
  return { id: String(account.id), apiKey: String(key.secret), accessToken, refreshToken, email };
};
