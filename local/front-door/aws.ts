import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import type { Place } from "../iam/arns.ts";
import { needsOf } from "../iam/needs.ts";
import { admit } from "./admission.ts";
import { type Answer, AwsError, refuse } from "./answers.ts";
import type { Callers, Principal } from "./callers.ts";
import { type AwsCall, type RawRequest, readCall, type Service } from "./calls.ts";
import type { Fault, Faults } from "./faults.ts";
import { failed, throttled } from "./refusals.ts";

/** Carries out a call that is signed and allowed. `failing`: share of a bulk call's entries that must fail. */
export type Handler = (call: AwsCall, principal: Principal, failing: number) => Promise<Answer>;

interface AwsParts {
  handlers: Record<Service, Handler>;
  callers: Callers;
  faults: Faults;
  place: Place;
  log(line: string): void;
}

export interface AwsOutcome {
  /** Undefined: the call was done and the connection must break. */
  answer: Answer | undefined;
  operation: string;
  functionName: string;
}

/** The way of every AWS call: who asks, may they, is a fault in the way, then the service itself. */
export const awsFront = ({ handlers, callers, faults, place, log }: AwsParts) => {
  const carryOut = async (call: AwsCall, principal: Principal): Promise<Answer | undefined> => {
    const fault = strikeOf(call, principal);
    if (fault?.mode === "throttle") return refuse(call.service, throttled(call.service));
    if (fault?.mode === "error") return refuse(call.service, failed(call.service));
    const answer = await handlers[call.service](call, principal, fault?.mode === "partial" ? fault.rate : 0);
    if (fault?.mode === "delay") await pause(fault.delayMs, undefined, { ref: false });
    if (fault?.mode !== "drop-after-accept") return answer;
    if (answer.body instanceof Readable) await buffer(answer.body);
    return undefined;
  };

  /** Faults are for functions: what the runner itself asks must go through. */
  const strikeOf = ({ service, operation }: AwsCall, { functionName }: Principal): Fault | undefined =>
    functionName === undefined ? undefined : faults.strike({ service, operation, functionName });

  return async (service: Service, request: RawRequest): Promise<AwsOutcome> => {
    const outcome: AwsOutcome = { answer: undefined, operation: "", functionName: "" };
    try {
      const call = readCall(service, request);
      outcome.operation = call.operation;
      const principal = admit(call, callers);
      outcome.functionName = principal.functionName ?? "";
      const refusal = callers.refusalFor(principal, service, needsOf(call, place));
      outcome.answer = refusal ? refuse(service, refusal) : await carryOut(call, principal);
    } catch (error) {
      outcome.answer = refuse(service, refusalIn(service, error, log));
    }
    return outcome;
  };
};

const refusalIn = (service: Service, error: unknown, log: (line: string) => void) => {
  if (error instanceof AwsError) return error.refusal;
  if (error instanceof SyntaxError) return { code: "SerializationException", message: error.message, status: 400 };
  log(`${service}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return failed(service, error instanceof Error ? error.message : undefined);
};
