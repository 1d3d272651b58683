import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { routes } from "../../functions/campaigns/manifest.ts";
import { routes as clientRoutes } from "../../functions/clients/manifest.ts";
import { routes as importRoutes } from "../../functions/imports/manifest.ts";
import { type RouteClient, routeClient } from "../support/route-client.ts";
import { type SpawnedStack, spawnStack } from "../support/spawn-stack.ts";
import { until } from "../support/until.ts";
import { uploadFile } from "../support/upload.ts";

/** `CAMPAIGN_SIZE=10000` for the size that the product promises; 300 in every run. */
const SIZE = Number(process.env.CAMPAIGN_SIZE ?? 300);
/** Every seventh client has not agreed to marketing, every eleventh has no address. */
const isOptedIn = (n: number) => n % 7 !== 0;
const hasAddress = (n: number) => n % 11 !== 0;
const expected = Array.from({ length: SIZE }, (_, n) => n).filter((n) => isOptedIn(n) && hasAddress(n));

let home: string;
let stack: SpawnedStack;
let api: RouteClient;

const connect = async () => {
  stack = await spawnStack(home);
  api = routeClient({ baseUrl: stack.url, token: stack.accounts[0]?.apiKey ?? "" });
};

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "clientele-crash-"));
  await connect();
});

afterAll(async () => {
  await stack?.end("SIGTERM");
  await rm(home, { recursive: true, force: true });
});

const importClients = async () => {
  const rows = Array.from({ length: SIZE }, (_, n) =>
    [
      `Client ${n}`,
      hasAddress(n) ? `client-${n}@example.org` : "",
      "crash",
      isOptedIn(n) ? "oui" : "non",
      `514555${String(n).padStart(4, "0")}`,
    ].join(";"),
  );
  const file = `Nom;Courriel;Mots-clés;Infolettre;Cellulaire\n${rows.join("\n")}\n`;
  const { body: made } = await api.call(importRoutes.create, { body: { kind: "clients", fileName: "crash.csv" } });
  if (!made.upload) throw new Error("There is no upload.");
  await uploadFile(made.upload, file);
  await api.call(importRoutes.start, { params: { id: made.id }, body: {} });
  const counted = async () => (await api.call(clientRoutes.count, { query: { tag: "crash" } })).body.count === SIZE;
  await until(counted, "all clients are in the list of their tag", SIZE / 10 + 60, 500);
};

const mailsTo = async (): Promise<Map<string, number>> => {
  const answer = await fetch(`${stack.url}/_local/messages?channel=email&limit=1000000`);
  const { data } = (await answer.json()) as { data: { to: string | string[]; subject: string }[] };
  const counts = new Map<string, number>();
  for (const { to, subject } of data) {
    if (!subject.startsWith("Crash")) continue;
    const address = [to].flat()[0] ?? "";
    counts.set(address, (counts.get(address) ?? 0) + 1);
  }
  return counts;
};

test("a stack that is killed while it sends a campaign reaches everybody once after its restart", {
  timeout: 600_000,
}, async () => {
  await importClients();
  const { body: campaign } = await api.call(routes.create, {
    body: {
      name: "Crash",
      channel: "email",
      callToAction: { kind: "link", url: "https://example.org/book", label: "Book" },
      content: { subject: "Crash {client_first_name}", title: "Hello", body: "An offer", buttonLabel: "Book" },
      audience: { filter: { tag: "crash" } },
      optedInOnly: true,
    },
  });
  const params = { id: campaign.id };
  const { body: summary } = await api.call(routes.audience, { params, body: {} });
  expect(summary).toMatchObject({ matched: SIZE, included: expected.length });
  await api.call(routes.send, { params, body: {} });

  await until(async () => (await mailsTo()).size > 0, "the first mails are out", 60);
  await stack.end("SIGKILL");
  await connect();

  const done = await until(
    async () => {
      const { body } = await api.call(routes.get, { params });
      return body.status === "finished" && body;
    },
    "the campaign finishes",
    SIZE / 20 + 240,
    200,
  );
  const mails = await mailsTo();
  expect([...mails.keys()].sort()).toEqual(expected.map((n) => `client-${n}@example.org`).sort());
  expect([...mails.values()].filter((count) => count !== 1)).toEqual([]);
  expect(done.stats).toMatchObject({ recipients: expected.length, sent: expected.length, failed: 0, unknown: 0 });
  await until(
    async () => {
      const { body } = await api.call(routes.get, { params });
      return body.stats.delivered === expected.length;
    },
    // What a recorder had in hand when it was killed comes again a second after the start.
    "every delivery is recorded",
    60,
    200,
  );
});
