import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { until } from "./until.ts";

/** A command of a guide, and what the guide says that it prints. */
export interface Step {
  command: string;
  /** What stands behind `# →`; `…` stands for anything. */
  prints?: string;
}

const PROMISE = /\s#\s→\s(.*)$/;

/** The commands of a guide's `sh` blocks in their order, but for the one that starts the product. */
export const stepsOf = (markdown: string): Step[] =>
  [...markdown.matchAll(/^```sh\n([\s\S]*?)^```$/gm)]
    .map(([, block = ""]) => block)
    .filter((block) => !block.includes("npm start"))
    .flatMap(commandsOf);

/** A command ends with the line at which bash would run it. */
const commandsOf = (block: string): Step[] => {
  const steps: Step[] = [];
  let open: string[] = [];
  for (const line of block.trimEnd().split("\n")) {
    open.push(line);
    if (line.endsWith("\\") || !isComplete(open.join("\n"))) continue;
    const command = open.join("\n");
    const prints = PROMISE.exec(command)?.[1];
    steps.push({ command, ...(prints === undefined ? {} : { prints }) });
    open = [];
  }
  if (open.length > 0) throw new Error(`Not a whole command: ${open.join("\n")}`);
  return steps;
};

const isComplete = (text: string): boolean => spawnSync("bash", ["-n"], { input: text }).status === 0;

/** A bash that runs one command after the other, as somebody at a terminal would. */
export const openShell = (cwd: string) => {
  const shell: ChildProcessWithoutNullStreams = spawn("bash", ["--norc", "-s"], { cwd });
  let printed = "";
  for (const stream of [shell.stdout, shell.stderr])
    stream.on("data", (chunk: Buffer) => {
      printed += chunk.toString();
    });
  return {
    /** All that a command prints. */
    async run(command: string): Promise<string> {
      const end = `end-${randomUUID()}`;
      printed = "";
      shell.stdin.write(`${command}\nprintf '%s\\n' ${end}\n`);
      await until(async () => printed.includes(end), `the end of: ${command}`, 150);
      return printed.slice(0, printed.indexOf(end)).trim();
    },
    close: () => shell.stdin.end(),
  };
};

const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();

/** Whether the output is what was promised. */
export const keeps = (output: string, promise: string): boolean => {
  const pattern = oneLine(promise)
    .split("…")
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    .join(".*");
  return new RegExp(`^${pattern}$`).test(oneLine(output));
};
