import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { scopes } from "../shared/http/scopes.ts";
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
export async function seed({ apiUrl, dataDir, log }: SeedContext): Promise<SeededAccount[]> {
  const file = join(dataDir, "demo-accounts.json");
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as SeededAccount[];
  log("Opening two demo accounts …");
  const accounts = await Promise.all(demoAccounts.map((demo) => openAccount(apiUrl, demo)));
  writeFileSync(file, JSON.stringify(accounts, null, 2));
  return accounts;
}

const openAccount = async (apiUrl: string, demo: (typeof demoAccounts)[number]): Promise<SeededAccount> => {
  const { clientType, clients, owner, ...account } = demo;
  const opened = await post(`${apiUrl}/accounts`, { ...account, owner });
  const session = opened.session as { accessToken: string };
  const key = await post(
    `${apiUrl}/api-keys`,
    { name: "Demo", scopes: [...scopes] },
    { authorization: `Bearer ${session.accessToken}` },
  );
  const apiKey = String(key.secret);
  const headers = { authorization: `Bearer ${apiKey}` };
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

/** Whoever tries the first search must find the demo clients: lists and searches follow a moment after the writes. */
const untilFound = async (url: string, expected: number, headers: Record<string, string>): Promise<void> => {
  const end = Date.now() + 20_000;
  while (Date.now() < end) {
    const answer = await fetch(url, { headers });
    const { count } = (await answer.json()) as { count?: number };
    if (count === expected) return;
    await pause(20);
  }
  throw new Error("The demo clients were written, but are not found: see functions.log for what the projector says.");
};

const post = async (
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Record<string, unknown>> => {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  if (!answer.ok)
    throw new Error(`The demo data could not be made: ${url} answered ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Record<string, unknown>;
};
