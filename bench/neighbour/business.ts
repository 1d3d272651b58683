import { scopes } from "../../functions/kinds.ts";

/** One account of a running stack, as its own programs see it. */
export interface Business {
  id: string;
  /** Answers with the status and the body; never throws for a refusal. */
  ask(method: string, path: string, body?: unknown): Promise<{ status: number; body: Answer }>;
}

/** The fields of answers that measurements look at. */
export interface Answer {
  id: string;
  status: string;
  count: number;
  counts: Record<string, number>;
  data: { id: string; name: string }[];
  nextCursor?: string;
  upload: { url: string; fields: Record<string, string> };
}

/** A key may ask 600 times a minute: whoever asks more often takes turns with several. */
const KEYS = 5;

let opened = 0;

/** Opens an account, with keys that may do everything. */
export const openBusiness = async (url: string, name: string): Promise<Business> => {
  opened += 1;
  const owner = { name: "Owner", email: `owner-${Date.now()}-${opened}@example.com`, password: "Secret-2026!" };
  const account = await send<{ id: string; session: { accessToken: string } }>(url, "POST", "/accounts", {
    body: { name, country: "CA", language: "fr", owner },
  });
  const secrets: string[] = [];
  for (let number = 1; number <= KEYS; number++) {
    const token = account.body.session.accessToken;
    const body = { name: `Measurements ${number}`, scopes };
    const key = await send<{ secret: string }>(url, "POST", "/api-keys", { body, token });
    secrets.push(key.body.secret);
  }
  let turn = 0;
  return {
    id: account.body.id,
    ask(method, path, body) {
      const token = secrets[turn++ % KEYS] ?? "";
      return send<Answer>(url, method, path, { body, token });
    },
  };
};

const send = async <Body>(
  url: string,
  method: string,
  path: string,
  { body, token }: { body?: unknown; token?: string },
): Promise<{ status: number; body: Body }> => {
  const answer = await fetch(`${url}/v1${path}`, {
    method,
    headers: {
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: (text.startsWith("{") ? JSON.parse(text) : {}) as Body };
};
