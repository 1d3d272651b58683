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

const [url = "", ses = "", tableName = "", name = "", expected = "0"] = process.argv.slice(2);
const direct = localClient(url);
const account = sampleAccount(name);
const table = openTable(documentClient(direct), tableName);

const ours = documentClient(localClient(url));
const recording = recordWrites(ours);
const campaign = await startedCampaign(table, account);
const mailer = provider(ses);
const chunks = Number(expected) / 50;
const memory: number[] = [];
let done = 0;
const watch = () => {
  done += 1;
  if (done % Math.max(1, Math.floor(chunks / 10)) === 0) memory.push(memoryInUse());
};

const started = performance.now();
const memoryInUse = (): number => {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 1_048_576;
};

await runCampaign(openTable(ours, tableName), campaign, mailer, watch);
const seconds = (performance.now() - started) / 1000;

const again = await startedCampaign(table, account);
const bare = provider(ses);
bare.sample = mailer.sample;
const restarted = performance.now();
await replay(documentClient(direct), recording, bare, { from: campaign.id, to: again.id });
const bareSeconds = (performance.now() - restarted) / 1000;

const { recipients, calls } = mailer;
const findings: CampaignFindings = {
  recipients,
  calls,
  seconds,
  bareSeconds,
  memory: { early: memory[0] ?? 0, late: memory.at(-1) ?? 0 },
};
console.log(JSON.stringify(findings));
