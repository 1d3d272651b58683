import type { RefusalReason } from "./settings.ts";

/** The file is not taken, and sending it again would not help. */
export class Refusal extends Error {
  readonly reason: RefusalReason;

  constructor(sentence: string, reason: RefusalReason) {
    super(sentence);
    this.reason = reason;
  }
}

/** What was sent has not been taken; sending it again, with another form, may help. */
export class Setback extends Error {
  /** As S3 calls it. */
  readonly code: string;

  constructor(code: string) {
    super("not taken");
    this.code = code;
  }
}

/** Nothing is known of what was sent: the connection was lost, or the server could not answer now. As fetch rejects. */
export const lost = (): TypeError => new TypeError("try later");
