import { resolve } from "node:path";
import { readArguments } from "./arguments.ts";
import { StartRefused, sentenceFor } from "./refused.ts";
import { startStack } from "./stack.ts";
import { summary } from "./summary.ts";

const wanted = readArguments(process.argv.slice(2));
if ("say" in wanted) {
  console.log(wanted.say);
  process.exit(wanted.exitCode);
}
const dataDir = process.env.CLIENTELE_HOME ?? resolve(import.meta.dirname, "../.clientele");
const port = Number(process.env.PORT ?? 4000);
const retryBase = Number(process.env.RETRY_BASE ?? 3);

const ending = new AbortController();
const longestEndMs = 10_000;
let endingSince = 0;
let stop: (() => Promise<void>) | undefined;

/**
 * The first signal ends in good order, a second one at once. A start under way gives up at its next step. One Ctrl-C
 * may arrive twice, from the terminal and from npm.
 */
const end = (reason: string): void => {
  if (ending.signal.aborted) {
    if (Date.now() - endingSince > 1000) process.exit(1);
    return;
  }
  endingSince = Date.now();
  ending.abort();
  console.log(`\n${reason}: stopping …`);
  setTimeout(() => process.exit(1), longestEndMs).unref();
  if (stop) void leave();
};

const leave = async (): Promise<void> => {
  await stop?.().catch((error: unknown) => console.error(error));
  process.exit(0);
};

for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => end(name));

/** npm passes a TERM or a KILL of its own to nobody: it is gone when our parent changes. */
const watchParent = (): void => {
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event === undefined) return;
  setInterval(() => {
    if (process.ppid !== parent && !ending.signal.aborted) end("npm is gone");
  }, 500).unref();
};

watchParent();
// A terminal or a pipe that is gone has nobody who reads; that alone ends nothing.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);

try {
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new StartRefused(`PORT=${process.env.PORT} is no port`);
  if (!(retryBase >= 1))
    throw new StartRefused(`RETRY_BASE=${process.env.RETRY_BASE} is no number of seconds from 1 on`);
  const stack = await startStack({ port, dataDir, fresh: wanted.fresh, retryBase, signal: ending.signal });
  stop = stack.stop;
  if (ending.signal.aborted) await leave();
  console.log(summary(stack));
} catch (error) {
  if (ending.signal.aborted) process.exit(0);
  console.error(error instanceof StartRefused ? error.message : (sentenceFor(error, dataDir) ?? error));
  process.exit(1);
}
