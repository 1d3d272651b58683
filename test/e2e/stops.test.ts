import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { routes } from "../../functions/clients/manifest.ts";
import { routeClient } from "../support/route-client.ts";
import { killStart, type SpawnedStack, spawnStack } from "../support/spawn-stack.ts";
import { until } from "../support/until.ts";

let home: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "clientele-stops-"));
});
afterEach(async () => {
  await rm(home, { recursive: true, force: true });
});

/** Processes whose command line or environment names the data folder: the runner and its engine. */
const leftovers = async (): Promise<string[]> => {
  const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  const named = await Promise.all(
    ids.map(async (id) => {
      const text = await readFile(`/proc/${id}/cmdline`, "utf8").catch(() => "");
      const environment = await readFile(`/proc/${id}/environ`, "utf8").catch(() => "");
      return text.includes(home) || environment.includes(`CLIENTELE_HOME=${home}`) ? [id] : [];
    }),
  );
  return named.flat();
};

/** Two starts take a while on a machine with much else to do. */
const LONG_MS = 180_000;

/** Of a start, in milliseconds. */
const randomMoment = (): number => Math.round(Math.random() * 8000);

const count = async ({ url, accounts }: SpawnedStack) => {
  const api = routeClient({ baseUrl: url, token: accounts[0]?.apiKey ?? "" });
  return (await api.call(routes.count)).body.count;
};

/** The engine of the table, by the name of its program. */
const engineOf = async (ids: string[]): Promise<number> => {
  for (const id of ids)
    if ((await readFile(`/proc/${id}/comm`, "utf8").catch(() => "")).trim() === "dynoxide") return Number(id);
  throw new Error("No engine runs.");
};

const healthOf = async ({ apiUrl }: SpawnedStack) => {
  const answer = await fetch(`${apiUrl}/health`);
  const { status, detail } = (await answer.json()) as { status: unknown; detail?: string };
  return { status: answer.status, says: detail ?? status, retryAfter: answer.headers.get("retry-after") };
};

describe.skipIf(process.platform !== "linux")("however the stack ends", () => {
  test.each(["SIGTERM", "SIGKILL"] as const)(
    "%s leaves no process behind, and the next start finds the data, though one in between is killed",
    async (signal) => {
      const first = await spawnStack(home);
      const clients = await until(async () => (await count(first)) || undefined, "the demo clients are counted");
      expect((await leftovers()).length).toBeGreaterThan(0);
      await first.end(signal);
      await until(async () => (await leftovers()).length === 0, "nothing of it runs any more");

      await killStart(home, randomMoment());
      await until(async () => (await leftovers()).length === 0, "nothing runs of the start that was killed");
      const second = await spawnStack(home);
      expect(await count(second)).toBe(clients);
      await second.end("SIGTERM");
    },
    LONG_MS,
  );

  test(
    "health says which engine hangs or has died, and is well again once the engine is",
    async () => {
      const stack = await spawnStack(home);
      const well = { status: 200, says: "ok", retryAfter: null };
      expect(await healthOf(stack)).toEqual(well);

      const hanging = await engineOf(await leftovers());
      process.kill(hanging, "SIGSTOP");
      expect(await healthOf(stack)).toEqual({
        status: 503,
        says: "The engine of the table does not answer.",
        retryAfter: "2",
      });
      process.kill(hanging, "SIGCONT");
      await until(async () => (await healthOf(stack)).status === 200, "health is well once the engine goes on");

      // One that dies is there again before anybody need have noticed.
      process.kill(hanging, "SIGKILL");
      const another = async () => (await engineOf(await leftovers())) !== hanging;
      await until(another, "another engine runs", 60);
      await until(async () => (await healthOf(stack)).status === 200, "health is well once the engine answers", 60);
      expect(await count(stack)).toBe(6);

      await until(
        async () => {
          const { status, says } = await healthOf(stack);
          if (status === 503 && String(says).includes("dies again and again")) return true;
          process.kill(await engineOf(await leftovers()), "SIGKILL");
          return false;
        },
        "health tells of an engine that cannot be kept running",
        60,
      );
      await stack.end("SIGTERM");
    },
    LONG_MS,
  );

  // Set KILLS for more of them.
  test.each(Array.from({ length: Number(process.env.KILLS ?? 2) }, (_, index) => index + 1))(
    "a first start that is killed at a random moment is made up for by the next one (%i)",
    async () => {
      const moment = randomMoment();
      await killStart(home, moment);
      await until(
        async () => (await leftovers()).length === 0,
        `nothing runs any more of the start killed at ${moment} ms`,
      );
      const next = await spawnStack(home);
      expect(next.accounts).toHaveLength(2);
      await until(async () => (await count(next)) === 6, `the demo clients are there after a kill at ${moment} ms`);
      await next.end("SIGTERM");
    },
    LONG_MS,
  );
});
