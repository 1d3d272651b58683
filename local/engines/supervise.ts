import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";

interface Supervised {
  /** What people know it by. */
  name: string;
  command: string;
  parameters: readonly string[];
  /** Resolves when the process takes calls; gives up when the process has ended. */
  ready(running: RunningProcess): Promise<void>;
  log(line: string): void;
}

export interface RunningProcess {
  readonly hasEnded: boolean;
  /** The last that it printed. */
  said(): string;
}

export interface Supervision {
  /** A sentence from its death until it answers again. */
  trouble(): string | undefined;
  stop(): Promise<void>;
}

/** A process that dies more often than this within a minute is not started again. */
const MOST_RESTARTS = 3;
const MINUTE = 60_000;

/**
 * Keeps a process running: started again, with a sentence, when it dies (killed by hand, or by a system short of memory).
 * Calls in between are refused, as a service that is down refuses them.
 * @throws what `ready` throws at the first start
 */
export const supervise = async (options: Supervised): Promise<Supervision> => {
  const { name, log } = options;
  let stopping = false;
  let deaths: number[] = [];
  let current = startGuarded(options);
  let trouble: string | undefined;

  const restart = async (): Promise<void> => {
    const now = Date.now();
    deaths = [...deaths.filter((at) => at > now - MINUTE), now];
    if (deaths.length > MOST_RESTARTS) {
      trouble = `${name} dies again and again. Stop the stack with Ctrl-C and start it again.`;
      log(`${trouble}\n${current.said()}`);
      return;
    }
    trouble = `${name} has died; starting it again. Calls fail until it answers.`;
    log(trouble);
    current = startGuarded(options);
    void current.ended.then(() => (stopping ? undefined : restart()));
    await options.ready(current).then(
      () => {
        trouble = undefined;
        log(`${name} answers again.`);
      },
      (error: Error) => stopping || log(error.message),
    );
  };

  try {
    await options.ready(current);
  } catch (error) {
    await current.stop();
    throw error;
  }
  void current.ended.then(() => (stopping ? undefined : restart()));
  return {
    trouble: () => trouble,
    async stop() {
      stopping = true;
      await current.stop();
    },
  };
};

// The shell watches a pipe whose other end only this process holds: however we die, the engine goes with us.
const guard = `
exec 3<&0
"$@" </dev/null 3<&- &
engine=$!
{ cat <&3 >/dev/null; kill "$engine" 2>/dev/null; } &
exec 3<&-
wait "$engine"
`;

const startGuarded = ({ command, parameters }: Supervised) => {
  // A group of its own: Ctrl-C reaches us, and we stop it after those that still write to it.
  const child = spawn("sh", ["-c", guard, "sh", command, ...parameters], {
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
  });
  let text = "";
  const keep = (chunk: Buffer) => {
    text = (text + chunk.toString()).slice(-4000);
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  return {
    get hasEnded() {
      return child.exitCode !== null || child.signalCode !== null;
    },
    said: () => text.trim(),
    ended: once(child, "exit"),
    stop: () => stopGuarded(child),
  };
};

const stopGuarded = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.stdin?.end();
  const stopped = await Promise.race([gone.then(() => true), pause(5000, false, { ref: false })]);
  if (!stopped && child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  await gone;
};
