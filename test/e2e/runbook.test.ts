import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { routes as imports } from "../../functions/imports/manifest.ts";
import { routes as jobs } from "../../functions/jobs/manifest.ts";
import { awsCommandsIn, runAwsCommand } from "../support/aws-command.ts";
import { type RouteClient, routeClient } from "../support/route-client.ts";
import { type SpawnedStack, spawnStack } from "../support/spawn-stack.ts";
import { until } from "../support/until.ts";

let home: string;
let stack: SpawnedStack;
let api: RouteClient;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "clientele-runbook-"));
  stack = await spawnStack(home, { RETRY_BASE: "1" });
  api = routeClient({ baseUrl: stack.url, token: stack.accounts[0]?.apiKey ?? "" });
});
afterAll(async () => {
  await stack?.end("SIGTERM");
  await rm(home, { recursive: true, force: true });
});

interface QueueView {
  arn: string;
  visible: number;
  isDeadLetterQueue?: boolean;
}

const deadLetters = async (): Promise<QueueView[]> => {
  const { data } = (await (await fetch(`${stack.url}/_local/queues`)).json()) as { data: QueueView[] };
  return data.filter(({ isDeadLetterQueue, visible }) => isDeadLetterQueue && visible > 0);
};

describe("the runbook's redrive", () => {
  test("finishes a job that had failed with its last try", async () => {
    const fault = { service: "s3", mode: "error", function: "RunExport" };
    await fetch(`${stack.url}/_local/faults`, { method: "POST", body: JSON.stringify(fault) });
    const { body: made } = await api.call(imports.createExport, { body: { kind: "clients", format: "csv" } });
    const job = async () => (await api.call(jobs.get, { params: { id: made.job.id } })).body;

    const failed = await until(async () => {
      const now = await job();
      return now.status === "failed" && now;
    }, "the job has failed");
    expect(failed.failure).toMatch(/plusieurs tentatives|several tries/);
    const [dead] = await until(async () => {
      const queues = await deadLetters();
      return queues.length > 0 && queues;
    }, "its message is a dead letter");

    await fetch(`${stack.url}/_local/faults`, { method: "DELETE" });
    const [redrive, look] = (await awsCommandsIn("runbook.md")).filter((command) => command.includes("message-move"));
    const gaps = { "arn of the dead letters": dead?.arn ?? "" };
    await runAwsCommand(redrive ?? "", stack.url, gaps);
    expect(await runAwsCommand(look ?? "", stack.url, gaps)).toMatchObject({
      Results: [{ Status: "COMPLETED", ApproximateNumberOfMessagesMoved: 1 }],
    });
    await until(async () => (await job()).status === "finished", "the job is finished");
    expect(await deadLetters()).toEqual([]);
  });
});
