import { randomUUID } from "node:crypto";
import type { FaultView } from "../control/views.ts";
import { type Service, services } from "./calls.ts";

/**
 * `throttle`, `error`: refused before anything happens. `drop-after-accept`: done, then the connection breaks before
 * the answer. `delay`: done, late. `partial` (SES bulk sends only): `rate` of the entries of one call are throttled.
 */
export const faultModes = ["throttle", "error", "drop-after-accept", "delay", "partial"] as const;

export type FaultMode = (typeof faultModes)[number];

export interface Fault extends FaultView {
  id: string;
  service: Service;
  mode: FaultMode;
  delayMs: number;
}

export interface StruckCall {
  service: Service;
  operation: string;
  functionName: string;
}

export interface Faults {
  list(): Fault[];
  /** @throws RangeError in one sentence for settings that make no sense. */
  add(settings: Record<string, unknown>): Fault;
  clear(id?: string): void;
  /** The fault that strikes this call, if any; counts the strike. */
  strike(call: StruckCall): Fault | undefined;
}

export const createFaults = (chance: () => number = Math.random): Faults => {
  let faults: Fault[] = [];
  return {
    list: () => faults,
    add(settings) {
      const fault = readFault(settings);
      faults.push(fault);
      return fault;
    },
    clear(id) {
      faults = id === undefined ? [] : faults.filter((fault) => fault.id !== id);
    },
    strike(call) {
      const fault = faults.find((one) => concerns(one, call) && (one.mode === "partial" || chance() < one.rate));
      if (fault?.count === undefined) return fault;
      fault.count -= 1;
      if (fault.count <= 0) faults = faults.filter((other) => other !== fault);
      return fault;
    },
  };
};

const concerns = (fault: Fault, { service, operation, functionName }: StruckCall): boolean => {
  const { function: named = "", operation: only = operation } = fault;
  return fault.service === service && only === operation && functionName.includes(named);
};

const readFault = (settings: Record<string, unknown>): Fault => {
  const { mode, rate = 1, function: named, operation, count, delayMs = 2000 } = settings;
  const service = services.find((one) => one === settings.service);
  if (!service) throw new RangeError(`service must be one of ${services.join(", ")}`);
  const knownMode = faultModes.find((one) => one === mode);
  if (!knownMode) throw new RangeError(`mode must be one of ${faultModes.join(", ")}`);
  if (typeof rate !== "number" || rate < 0 || rate > 1) throw new RangeError("rate must be a number from 0 to 1");
  if (typeof delayMs !== "number" || delayMs < 0) throw new RangeError("delayMs must be a number of milliseconds");
  if (count !== undefined && (typeof count !== "number" || !Number.isInteger(count) || count < 1)) {
    throw new RangeError("count must be a whole number from 1");
  }
  return {
    id: randomUUID(),
    service,
    mode: knownMode,
    rate,
    delayMs,
    ...(typeof named === "string" && { function: named }),
    ...(typeof operation === "string" && { operation }),
    ...(count !== undefined && { count }),
  };
};
