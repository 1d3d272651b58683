import { scopes } from "../../shared/http/scopes.ts";

export interface OpenedAccount {
  id: string;
  apiKey: string;
  accessToken: string;
}

let opened = 0;

/** A new account through the API, with a key that may do everything: what one test does, no other one sees. */
export const openTestAccount = async (
  url: string,
  { name, country, language }: { name: string; country: string; language: string },
): Promise<OpenedAccount> => {
  opened += 1;
  const post = async (path: string, body: unknown, token?: string): Promise<Record<string, unknown>> => {
    const answer = await fetch(`${url}/v1${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Record<string, unknown>;
  };
  const owner = { name: "Owner", email: `owner-${Date.now()}-${opened}@example.com`, password: "Secret-2026!" };
  const account = await post("/accounts", { name, country, language, owner });
  const { accessToken } = account.session as { accessToken: string };
  const key = await post("/api-keys", { name: "Test", scopes }, accessToken);
  return { id: String(account.id), apiKey: String(key.secret), accessToken };
};
