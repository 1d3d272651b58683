import { closeSync, mkdirSync, openSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { appendWhole } from "../append-whole.ts";
import { isObject } from "../assembly/template.ts";
import type { FunctionError } from "./instance.ts";

export interface FunctionConsole {
  /** A taker of what one function prints, in chunks that need not end at a line's end. */
  lines(label: string): (chunk: string) => void;
  failed(label: string, error: FunctionError): void;
  close(): void;
}

const longestFile = 20_000_000;

/**
 * Shows people what functions print: plain lines, warnings and errors with their stacks. Everything, the entries of
 * level INFO and the metrics too, goes to the log file.
 */
export const createFunctionConsole = (logFile: string, show: (line: string) => void): FunctionConsole => {
  mkdirSync(dirname(logFile), { recursive: true });
  const file = openSync(logFile, isTooLong(logFile) ? "w" : "a");
  let open = true;

  const take = (label: string, line: string): void => {
    if (line === "") return;
    if (open) keep(`${new Date().toISOString()} ${label} ${line}\n`);
    const text = readable(line);
    if (text !== undefined) show(text.replace(/^/gm, `${label} │ `));
  };

  /** A log that cannot be written (a full disk) is no reason to stop: people see the line all the same. */
  const keep = (line: string): void => {
    try {
      appendWhole(file, Buffer.from(line));
    } catch {}
  };

  return {
    lines(label) {
      let rest = "";
      return (chunk) => {
        const lines = (rest + chunk).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) take(label, line.trimEnd());
      };
    },
    failed: (label, error) => take(label, `failed: ${error.shown}`),
    close() {
      open = false;
      closeSync(file);
    },
  };
};

/** The line as a person reads it, or nothing for entries that only machines and the log file need. */
export const readable = (line: string): string | undefined => {
  const entry = asEntry(line);
  if (!entry) return line;
  if ("_aws" in entry) return undefined;
  const { level, error, ...others } = entry;
  if (typeof level !== "string") return line;
  if (!["WARN", "ERROR", "CRITICAL", "FATAL"].includes(level.toUpperCase())) return undefined;
  const fields = Object.entries(others).map(
    ([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  const stack = isObject(error) ? (error.stack ?? error.message ?? JSON.stringify(error)) : error;
  return [[level, ...fields].join(" "), ...(stack === undefined ? [] : [String(stack)])].join("\n");
};

const asEntry = (line: string) => {
  if (!line.startsWith("{")) return undefined;
  try {
    const entry: unknown = JSON.parse(line);
    return isObject(entry) ? entry : undefined;
  } catch {
    return undefined;
  }
};

const isTooLong = (file: string): boolean => (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > longestFile;
