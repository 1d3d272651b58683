import { type Answer, AwsError, json } from "../front-door/answers.ts";
import type { Principal } from "../front-door/callers.ts";
import type { AwsCall } from "../front-door/calls.ts";
import { notImplemented } from "../front-door/refusals.ts";
import { checkSender } from "./identities.ts";
import type { Mailbox } from "./mailbox.ts";
import { type BulkEntry, readSendBulkEmail, readSendEmail, type SendRequest, senderIn } from "./send-requests.ts";

export interface SesPlace {
  /** What SES has verified: domains and addresses. Absent: any sender is taken. */
  readonly identities?: readonly string[];
  readonly region: string;
}

type BulkResult = { Status: string; MessageId?: string; Error?: string };

/** Share of a bulk call's entries that fail, from a fault of mode `partial`; 0 without one. */
type PartialFailure = number;

/** SES v2, as far as it sends: every message is kept in the mailbox and nothing leaves the machine. */
export const sesService = (mailbox: Mailbox, { identities, region }: SesPlace) => {
  const sendBulk = ({ input }: AwsCall, caller: string, failing: PartialFailure): BulkResult[] => {
    const { outcomes, ...request } = readSendBulkEmail(input);
    const struck = outcomes.map((outcome) =>
      "entry" in outcome && Math.random() < failing ? throttledEntry : outcome,
    );
    const ids = keepAccepted(request, struck, caller);
    return struck.map((outcome) =>
      "entry" in outcome
        ? { Status: "SUCCESS", MessageId: ids.shift() ?? "" }
        : { Status: outcome.status, Error: outcome.error },
    );
  };

  const keepAccepted = (
    request: SendRequest,
    outcomes: (BulkEntry | typeof throttledEntry)[],
    caller: string,
  ): string[] => {
    const entries = outcomes.flatMap((outcome) => ("entry" in outcome ? [outcome.entry] : []));
    return entries.length === 0 ? [] : mailbox.keepEmail({ ...request, entries }, caller);
  };

  return async (call: AwsCall, principal: Principal, failing: PartialFailure = 0): Promise<Answer> => {
    const caller = principal.arn.split("/")[1] ?? principal.accessKeyId;
    switch (call.operation) {
      case "SendEmail": {
        checkSender(senderIn(call.input), identities, region);
        const [MessageId] = mailbox.keepEmail(readSendEmail(call.input), caller);
        return json({ MessageId });
      }
      case "SendBulkEmail":
        checkSender(senderIn(call.input), identities, region);
        return json({ BulkEmailEntryResults: sendBulk(call, caller, failing) });
      case "GetAccount":
        return json(accountOf(mailbox.count()));
      default: {
        const { code, message, status } = notImplemented("ses", call.operation);
        throw new AwsError(code, message, status);
      }
    }
  };
};

const throttledEntry = { status: "ACCOUNT_THROTTLED", error: "Maximum sending rate exceeded." } as const;

/** A quota that no laptop reaches: limits are tried with faults. */
const accountOf = (sent: number): object => ({
  DedicatedIpAutoWarmupEnabled: false,
  EnforcementStatus: "HEALTHY",
  ProductionAccessEnabled: true,
  SendingEnabled: true,
  SendQuota: { Max24HourSend: 1_000_000, MaxSendRate: 1000, SentLast24Hours: sent },
  SuppressionAttributes: { SuppressedReasons: ["BOUNCE", "COMPLAINT"] },
});
