/** An event on its way to a worker, as lib/constructs/dispatcher.ts has EventBridge write it. */
export interface Dispatch {
  /** What the work is called, such as `document-mails`. */
  name: string;
  /** ARN of the function that does it. */
  worker: string;
  /** What it means for the business when it is not done: for whoever reads the dead letter. */
  impact: string;
  /** With EventBridge's envelope. */
  event: unknown;
}

/** @throws Error for anything else: what EventBridge could not deliver is the bare event, and stays a dead letter */
export const readDispatch = (body: unknown): Dispatch => {
  const { name, worker, impact, event } = (typeof body === "object" && body !== null ? body : {}) as Partial<Dispatch>;
  if (typeof name !== "string" || typeof worker !== "string" || typeof event !== "object" || event === null)
    throw new Error("This message names no worker.");
  return { name, worker, impact: String(impact), event };
};
