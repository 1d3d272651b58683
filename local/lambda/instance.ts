import { randomUUID } from "node:crypto";
import { Worker } from "node:worker_threads";
import type { Invocation, ThreadMessage, ThreadSettings, ThrownError } from "./messages.ts";

/** A function that threw, ran out of time or memory, or left. */
export class FunctionError extends Error {
  readonly errorType: string;
  readonly shown: string;

  constructor({ errorType, errorMessage, shown }: ThrownError) {
    super(errorMessage);
    this.name = "FunctionError";
    this.errorType = errorType;
    this.shown = shown;
  }
}

export interface InstanceSettings {
  thread: ThreadSettings;
  timeoutSeconds: number;
  environment: Record<string, string>;
  /** Gets each chunk that the function prints. */
  printed(chunk: string): void;
}

export interface Instance {
  /** One at a time. @throws FunctionError */
  invoke(event: string): Promise<string | undefined>;
  /** Once it has loaded, or cannot. */
  started: Promise<void>;
  /** False once its thread is gone: after a timeout, an exit, too much memory, or a failed load. */
  alive(): boolean;
  terminate(): Promise<void>;
}

const loadLimitMs = 30_000;

/** Starts a thread that runs one function, with an environment and a memory limit of its own. */
export const startInstance = (settings: InstanceSettings): Instance => {
  const worker = new Worker(new URL("./thread.ts", import.meta.url), {
    workerData: settings.thread,
    env: settings.environment,
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: settings.thread.memoryMb },
  });
  for (const stream of [worker.stdout, worker.stderr]) {
    stream.setEncoding("utf8");
    stream.on("data", settings.printed);
  }

  let alive = true;
  let pending: { requestId: string; settle(outcome: ThrownError | { result: string | undefined }): void } | undefined;
  const started = Promise.withResolvers<void>();
  const fail = (error: ThrownError): void => {
    failure ??= error;
    started.resolve();
    pending?.settle(failure);
    if (!alive) return;
    alive = false;
    void worker.terminate();
  };

  const loaded = new Promise<void>((resolve) => {
    worker.on("message", (message: ThreadMessage) => {
      if (message.kind === "ready") {
        started.resolve();
        return resolve();
      }
      if (message.kind === "broken") return fail(message.error);
      if (message.requestId !== pending?.requestId) return;
      pending.settle(message.kind === "returned" ? { result: message.result } : message.error);
    });
  });
  let failure: ThrownError | undefined;
  worker.on("error", (error) => fail(exitError(error)));
  worker.on("exit", (code) =>
    fail(plainError("Runtime.ExitError", `The function's process exited with status ${code}`)),
  );

  return {
    started: started.promise,
    alive: () => alive,
    terminate: async () => {
      alive = false;
      await worker.terminate();
    },
    invoke: (event) =>
      new Promise((resolve, reject) => {
        const requestId = randomUUID();
        let timer: NodeJS.Timeout | undefined;
        pending = {
          requestId,
          settle: (outcome) => {
            clearTimeout(timer);
            pending = undefined;
            if ("errorType" in outcome) reject(new FunctionError(outcome));
            else resolve(outcome.result);
          },
        };
        if (failure) return pending.settle(failure);
        timer = setTimeout(
          () => fail(plainError("Sandbox.Timedout", "The function did not load in time")),
          loadLimitMs,
        );
        // Loading has a time of its own on AWS too: the function's own runs from here.
        void loaded.then(() => {
          clearTimeout(timer);
          if (!alive) return;
          const milliseconds = settings.timeoutSeconds * 1000;
          const message = `Task timed out after ${settings.timeoutSeconds.toFixed(2)} seconds`;
          timer = setTimeout(() => fail(plainError("Sandbox.Timedout", message)), milliseconds);
          worker.postMessage({ requestId, event, deadline: Date.now() + milliseconds } satisfies Invocation);
        });
      }),
  };
};

const exitError = (error: unknown): ThrownError => {
  if (!(error instanceof Error)) return plainError("Runtime.ExitError", String(error));
  const shown = error.stack ?? error.message;
  return { errorType: "code" in error ? String(error.code) : error.name, errorMessage: error.message, shown };
};

const plainError = (errorType: string, errorMessage: string): ThrownError => ({
  errorType,
  errorMessage,
  shown: errorMessage,
});
