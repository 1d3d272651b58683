import { AwsError } from "../answers.ts";
import type { AwsCall } from "../calls.ts";
import { recordsOf, textOf } from "../read.ts";

/** Fifteen minutes, as SQS has it; the engine takes any. */
const longestDelay = 900;

export interface RefusedEntry {
  Id: string;
  SenderFault: true;
  Code: "InvalidParameterValue";
  Message: string;
}

/** @throws AwsError when the message is to wait for longer than SQS lets one wait, or for less than nothing */
export const checkDelay = ({ input }: AwsCall): void => {
  const message = faultOf(input.DelaySeconds);
  if (message) throw new AwsError("InvalidParameterValue", message, 400);
};

/** A batch without the entries that SQS would refuse, and these. */
export const checkDelays = (call: AwsCall): { call: AwsCall; refused: RefusedEntry[] } => {
  const entries = recordsOf(call.input.Entries);
  const refused = entries.flatMap(({ Id, DelaySeconds }): RefusedEntry[] => {
    const Message = faultOf(DelaySeconds);
    return Message ? [{ Id: textOf(Id), SenderFault: true, Code: "InvalidParameterValue", Message }] : [];
  });
  if (refused.length === 0) return { call, refused };
  const input = { ...call.input, Entries: entries.filter(({ DelaySeconds }) => !faultOf(DelaySeconds)) };
  return { call: { ...call, input, body: Buffer.from(JSON.stringify(input)) }, refused };
};

const faultOf = (delaySeconds: unknown): string | undefined => {
  const seconds = Number(delaySeconds ?? 0);
  if (Number.isInteger(seconds) && seconds >= 0 && seconds <= longestDelay) return undefined;
  return `Value ${String(delaySeconds)} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= ${longestDelay}.`;
};
