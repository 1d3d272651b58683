import { buildSendingDeps, type SendingDeps } from "./sending/deps.ts";
import { sendDue } from "./sending/send-due.ts";
import { readWake } from "./sending/wake.ts";

let deps: SendingDeps | undefined;

/** Invoked without anybody who waits: what is due at one webhook is sent. Lambda tries again when it breaks off. */
export const handler = async (event: unknown): Promise<void> => {
  deps ??= buildSendingDeps();
  await sendDue(readWake(event), deps);
};
