import { existsSync } from "node:fs";
import { join } from "node:path";
import type { FunctionDeclaration } from "../assembly/deployment.ts";
import type { FunctionConsole } from "./console.ts";
import { FunctionError, type Instance, type InstanceSettings, startInstance } from "./instance.ts";

/** A function's answer may not be longer: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const largestAnswer = 6_291_556;

export interface PoolOptions {
  functions: FunctionDeclaration[];
  instancesPerFunction: number;
  environmentOf(declaration: FunctionDeclaration): Record<string, string>;
  console: FunctionConsole;
}

export interface Pool {
  /** Runs a function by its ARN or name; waits for a free instance. @throws FunctionError */
  invoke(functionArn: string, event: unknown): Promise<unknown>;
  /** @throws when the template has no such function. */
  declaration(functionArn: string): FunctionDeclaration;
  stop(): Promise<void>;
}

interface Slots {
  declaration: FunctionDeclaration;
  limit: number;
  instances: Set<Instance>;
  idle: Instance[];
  waiting: PromiseWithResolvers<Instance>[];
}

/** Keeps up to a few instances of every function, started when first needed; each takes one event at a time. */
export const createPool = ({ functions, instancesPerFunction, environmentOf, console }: PoolOptions): Pool => {
  const all: Slots[] = functions.map((declaration) => ({
    declaration,
    limit: Math.min(instancesPerFunction, declaration.reservedConcurrency ?? instancesPerFunction),
    instances: new Set(),
    idle: [],
    waiting: [],
  }));
  const byName = new Map(
    all.flatMap((slots) => [slots.declaration.arn, slots.declaration.name].map((name) => [name, slots])),
  );
  let stopped = false;

  const slotsOf = (functionArn: string): Slots => {
    const slots = byName.get(functionArn);
    if (!slots) throw new Error(`The template has no function ${functionArn}`);
    return slots;
  };

  const acquire = (slots: Slots): Promise<Instance> => {
    if (stopped) return Promise.reject(stopping());
    const idle = slots.idle.pop();
    if (idle) return Promise.resolve(idle);
    const isFirst = slots.instances.size === 0;
    const fresh = slots.instances.size < slots.limit ? start(slots) : undefined;
    if (fresh && isFirst) return Promise.resolve(fresh);
    const turn = Promise.withResolvers<Instance>();
    slots.waiting.push(turn);
    // Whoever waits takes what is free first: one that is at work may be done before a new one has loaded.
    void fresh?.started.then(() => release(slots, fresh));
    return turn.promise;
  };

  const start = (slots: Slots): Instance => {
    const instance = startInstance(instanceSettings(slots.declaration, environmentOf(slots.declaration), console));
    slots.instances.add(instance);
    return instance;
  };

  const release = (slots: Slots, instance: Instance): void => {
    if (!instance.alive()) slots.instances.delete(instance);
    if (stopped) return;
    const next = slots.waiting.shift();
    if (next) next.resolve(instance.alive() ? instance : start(slots));
    else if (instance.alive()) slots.idle.push(instance);
  };

  /** An idle instance may have left meanwhile: a thread can end by itself. */
  const acquireAlive = async (slots: Slots): Promise<Instance> => {
    const instance = await acquire(slots);
    if (instance.alive()) return instance;
    slots.instances.delete(instance);
    return acquireAlive(slots);
  };

  return {
    declaration: (functionArn) => slotsOf(functionArn).declaration,
    async invoke(functionArn, event) {
      const slots = slotsOf(functionArn);
      const instance = await acquireAlive(slots);
      try {
        const answer = await instance.invoke(JSON.stringify(event));
        return parseAnswer(answer);
      } catch (error) {
        if (error instanceof FunctionError && !stopped) console.failed(slots.declaration.label, error);
        throw error;
      } finally {
        release(slots, instance);
      }
    },
    async stop() {
      stopped = true;
      for (const { waiting } of all) for (const turn of waiting.splice(0)) turn.reject(stopping());
      await Promise.all(all.flatMap(({ instances }) => [...instances].map((instance) => instance.terminate())));
    },
  };
};

const stopping = (): Error => new Error("The runner is stopping");

const parseAnswer = (answer: string | undefined): unknown => {
  if (answer === undefined) return null;
  if (Buffer.byteLength(answer) <= largestAnswer) return JSON.parse(answer);
  const errorMessage = `Response payload size exceeded maximum allowed payload size (${largestAnswer} bytes).`;
  throw new FunctionError({ errorType: "Function.ResponseSizeTooLarge", errorMessage, shown: errorMessage });
};

const instanceSettings = (
  declaration: FunctionDeclaration,
  environment: Record<string, string>,
  console: FunctionConsole,
): InstanceSettings => {
  const { name, arn, label, directory, handler, memoryMb, timeoutSeconds } = declaration;
  const dot = handler.lastIndexOf(".");
  return {
    thread: {
      file: handlerFile(join(directory, handler.slice(0, dot))),
      exportName: handler.slice(dot + 1),
      functionName: name,
      functionArn: arn,
      memoryMb,
    },
    timeoutSeconds,
    environment,
    printed: console.lines(label),
  };
};

const handlerFile = (withoutExtension: string): string => {
  const found = [".mjs", ".js", ".cjs"].map((extension) => withoutExtension + extension).find(existsSync);
  if (!found) throw new Error(`No handler at ${withoutExtension}.mjs`);
  return found;
};
