import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { demoAccounts } from "./demo/accounts.ts";

export interface SeedContext {
  /** `http://127.0.0.1:4000/v1` */
  apiUrl: string;
  /** Base address of the front door, without a slash at the end. */
  url: string;
  dataDir: string;
  log(line: string): void;
}

export interface SeededAccount {
  id: string;
  name: string;
  apiKey: string;
  owner: { email: string; password: string };
}

/**
 * Called at every start once everything answers; gives the demo accounts, whether new or of an earlier start. They are
 * made through the API, as anybody's would be.
 */
export const seed = async ({ apiUrl, url, dataDir, log }: SeedContext): Promise<SeededAccount[]> => {
  const file = join(dataDir, "demo-accounts.json");
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as SeededAccount[];
  log("Opening two demo accounts …");
  const accounts = await Promise.all(demoAccounts.map((demo) => openAccount({ apiUrl, url }, demo)));
  writeFileSync(file, JSON.stringify(accounts, null, 2));
  return accounts;
};

const openAccount = async (
  { apiUrl, url }: Pick<SeedContext, "apiUrl" | "url">,
  demo: (typeof demoAccounts)[number],
): Promise<SeededAccount> => {
  const { clientType, clients, owner, face, logo, ...account } = demo;
  const opened = await post(`${apiUrl}/accounts`, { ...account, owner });
  const session = opened.session as { accessToken: string };
  await proveAddress({ apiUrl, url }, owner.email, session);
  const asOwner = { authorization: `Bearer ${session.accessToken}` };
  const key = await post(`${apiUrl}/api-keys`, { name: "Demo", scopes: await scopesOf(apiUrl, asOwner) }, asOwner);
  const apiKey = String(key.secret);
  const headers = { authorization: `Bearer ${apiKey}` };
  await send("PATCH", `${apiUrl}/account`, face, headers);
  await giveLogo(apiUrl, logo, headers);
  const type = await post(`${apiUrl}/client-types`, clientType, headers);
  await Promise.all(clients.map((client) => post(`${apiUrl}/clients`, { ...client, typeId: type.id }, headers)));
  await untilFound(`${apiUrl}/clients/count`, clients.length, headers);
  return {
    id: String(opened.id),
    name: account.name,
    apiKey,
    owner: { email: owner.email, password: owner.password },
  };
};

/** What clients see above every page and e-mail. It shows once it was looked at, a moment later. */
const giveLogo = async (apiUrl: string, name: string, headers: Record<string, string>): Promise<void> => {
  const content = readFileSync(new URL(`demo/logos/${name}`, import.meta.url));
  const file = { fileName: name, contentType: "image/png", size: content.length };
  const { upload } = await send("PUT", `${apiUrl}/account/logo`, file, headers);
  const { url, fields } = upload as { url: string; fields: Record<string, string> };
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.append(field, value);
  form.append("file", new Blob([new Uint8Array(content)], { type: "image/png" }), name);
  const answer = await fetch(url, { method: "POST", body: form });
  if (!answer.ok) throw new Error(`The demo logo could not be sent: ${answer.status} ${await answer.text()}`);
};

/** Types the code that came by e-mail, as the owner would. */
const proveAddress = async (
  { apiUrl, url }: Pick<SeedContext, "apiUrl" | "url">,
  email: string,
  { accessToken }: { accessToken: string },
): Promise<void> => {
  const code = await within(PATIENCE_MS, async () => {
    const answer = await fetch(`${url}/_local/messages?channel=email&to=${encodeURIComponent(email)}`);
    const { data } = (await answer.json()) as { data: { text: string }[] };
    return /\b[0-9A-Z]{4}-[0-9A-Z]{4}\b/.exec(data[0]?.text ?? "")?.[0];
  });
  if (!code) throw new Error("The demo owners' codes did not come: see functions.log for what their worker says.");
  await post(`${apiUrl}/me/email/confirm`, { code }, { authorization: `Bearer ${accessToken}` });
};

/** Everything that the owner may do. */
const scopesOf = async (apiUrl: string, headers: Record<string, string>): Promise<unknown> => {
  const answer = await fetch(`${apiUrl}/me`, { headers });
  return ((await answer.json()) as { scopes: unknown }).scopes;
};

/** Whoever tries the first search must find the demo clients: lists and searches follow a moment after the writes. */
const untilFound = async (url: string, expected: number, headers: Record<string, string>): Promise<void> => {
  const found = await within(PATIENCE_MS, async () => {
    const answer = await fetch(url, { headers });
    const { count } = (await answer.json()) as { count?: number };
    return count === expected || undefined;
  });
  if (found) return;
  throw new Error("The demo clients were written, but are not found: see functions.log for what the projector says.");
};

/** A machine with much else to do takes a minute for what is done in a second: a start that gives up begins anew. */
const PATIENCE_MS = 90_000;
const ASK_EVERY_MS = 50;

/** What a question answers within so many milliseconds, asked again and again. */
const within = async <T>(ms: number, ask: () => Promise<T | undefined>): Promise<T | undefined> => {
  const end = Date.now() + ms;
  while (Date.now() < end) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await pause(ASK_EVERY_MS);
  }
  return undefined;
};

const post = (url: string, body: unknown, headers: Record<string, string> = {}): Promise<Record<string, unknown>> =>
  send("POST", url, body, headers);

const send = async (
  method: "POST" | "PUT" | "PATCH",
  url: string,
  body: unknown,
  headers: Record<string, string>,
): Promise<Record<string, unknown>> => {
  const answer = await fetch(url, {
    method,
    headers: {
      "content-type": method === "PATCH" ? "application/merge-patch+json" : "application/json",
      ...headers,
    },
    body: JSON.stringify(body),
  });
  if (!answer.ok)
    throw new Error(`The demo data could not be made: ${url} answered ${answer.status} ${await answer.text()}`);
  const text = await answer.text();
  return text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
};
