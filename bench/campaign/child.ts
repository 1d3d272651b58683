import { documentClient, openTable } from "../../shared/db/table.ts";
import { sampleAccount } from "../support/sample-account.ts";
import { localClient } from "../support/table-engine.ts";
import { provider, runCampaign, startedCampaign } from "./campaign-run.ts";
import { recordWrites, replay } from "./replay.ts";

/** What a process of its own found out about one campaign. */
export interface CampaignFindings {
  recipients: number;
  calls: number;
  seconds: number;
  bareSeconds: number;
  /** Heap and buffers after a tenth of the chunks and at the end, in MiB, garbage collected. */
  memory: { early: number; late: number };
}

const [url = "", ses = "", tableName = "", warmUp = "", name = "", expected = "0"] = process.argv.slice(2);
const direct = localClient(url);
const table = openTable(documentClient(direct), tableName);

const memoryInUse = (): number => {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 1_048_576;
};

const secondsOf = async (work: () => Promise<void>): Promise<number> => {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
};

/** A campaign by the project's own workers, then its writes and calls alone. */
const measure = async (accountName: string, chunks: number): Promise<CampaignFindings> => {
  const account = sampleAccount(accountName);
  const ours = documentClient(localClient(url));
  const recording = recordWrites(ours);
  const campaign = await startedCampaign(table, account);
  const mailer = provider(ses);
  const memory = { early: 0, late: 0 };
  let done = 0;
  // Twice only: while garbage is collected nobody sends, and the bare loop does not collect any.
  const watch = () => {
    done += 1;
    if (done === Math.max(1, Math.floor(chunks / 10))) memory.early = memoryInUse();
    if (done === chunks) memory.late = memoryInUse();
  };
  const seconds = await secondsOf(() => runCampaign(openTable(ours, tableName), campaign, mailer, watch));

  const again = await startedCampaign(table, account);
  const bare = provider(ses);
  bare.sample = mailer.sample;
  const bareSeconds = await secondsOf(() =>
    replay(documentClient(direct), recording, bare, { from: campaign.id, to: again.id }),
  );
  const { recipients, calls } = mailer;
  return { recipients, calls, seconds, bareSeconds, memory };
};

// Whoever came first would pay for what a process does once: compile, connect.
await measure(warmUp, 20);
console.log(JSON.stringify(await measure(name, Number(expected) / 50)));
