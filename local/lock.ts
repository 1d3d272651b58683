import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

export interface Lock {
  release(): void;
}

interface Holder {
  pid: number;
  /** When the process began, where the system tells: a number may have gone to another process since. */
  began: string | undefined;
}

export class LockedError extends Error {
  readonly pid: number;

  constructor(pid: number) {
    super(`It is held by process ${pid}`);
    this.name = "LockedError";
    this.pid = pid;
  }
}

/** Takes a lock file; one whose process is gone is taken over. @throws LockedError */
export const takeLock = (file: string): Lock => {
  mkdirSync(dirname(file), { recursive: true });
  const own: Holder = { pid: process.pid, began: beginningOf(process.pid) };
  try {
    writeFileSync(file, JSON.stringify(own), { flag: "wx" });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    const holder = readHolder(file);
    if (holder && lives(holder)) throw new LockedError(holder.pid);
    rmSync(file, { force: true });
    return takeLock(file);
  }
  return {
    release() {
      if (readHolder(file)?.pid === own.pid) rmSync(file, { force: true });
    },
  };
};

/** Takes it as soon as it is free. */
export const waitForLock = async (file: string): Promise<Lock> => {
  for (;;) {
    try {
      return takeLock(file);
    } catch (error) {
      if (!(error instanceof LockedError)) throw error;
      await pause(100);
    }
  }
};

const readHolder = (file: string): Holder | undefined => {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
};

const lives = ({ pid, began }: Holder): boolean => {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Somebody else's process may not be signalled, but it is there.
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) return false;
  }
  return began === undefined || beginningOf(pid) === began;
};

/** Linux alone: boot and clock ticks since, from `/proc`. */
const beginningOf = (pid: number): string | undefined => {
  try {
    const afterName = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1) ?? "";
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return `${boot} ${afterName.split(" ")[19]}`;
  } catch {
    return undefined;
  }
};
