/** What became of an e-mail to one client. */
export const mailStates = [
  "queued",
  "sent",
  "delayed",
  "delivered",
  "bounced",
  "complained",
  "failed",
  "suppressed",
  "no_address",
] as const;
export type MailStatus = (typeof mailStates)[number];

/** `hard`: the address takes no e-mail, now or ever. `soft`: this e-mail did not arrive; another one may. */
export type BounceKind = "hard" | "soft";

/** What stands of it on the thing that the e-mail was about. */
export interface MailState {
  mail: MailStatus;
  /** When that was, RFC 3339. */
  mailAt?: string;
  /** Why it did not go out or arrive, as the provider says it. */
  mailError?: string;
  /** Of an e-mail that is `bounced`. */
  mailBounce?: BounceKind;
}

/** What the provider tells of an e-mail that it took. */
export type MailFate = MailState & {
  mail: Extract<MailStatus, "sent" | "delayed" | "delivered" | "bounced" | "complained" | "failed" | "suppressed">;
  mailAt: string;
  /** A bounce that may be an answering machine's: it does not take back that the e-mail was delivered. */
  isDoubtful?: true;
};

/**
 * The state after what the provider tells; undefined when that is no news. Events come twice and in any order. What ends an
 * e-mail stays, a complaint above all; between what may follow one another, the later counts.
 */
export const stateAfter = (
  current: Pick<MailState, "mailAt" | "mailBounce"> & { mail: string },
  { isDoubtful, ...fate }: MailFate,
): MailState | undefined => {
  const [before, after] = [rankOf(current), rankOf(fate)];
  if (before === undefined || after === undefined || after < before) return undefined;
  if (after === IN_TURN && before === IN_TURN && !follows(current, fate, isDoubtful === true)) return undefined;
  return after === before && after !== IN_TURN ? undefined : fate;
};

const IN_TURN = 2;

/** Undefined of what no event changes: an e-mail that never went out. */
const rankOf = ({ mail, mailBounce }: { mail: string; mailBounce?: BounceKind }): number | undefined => {
  switch (mail) {
    case "queued":
      return 0;
    case "sent":
      return 1;
    case "delayed":
    case "delivered":
      return IN_TURN;
    case "bounced":
      return mailBounce === "hard" ? 3 : IN_TURN;
    case "failed":
    case "suppressed":
      return 3;
    case "complained":
      return 4;
    default:
      return undefined;
  }
};

const order = ["delayed", "bounced", "delivered"];

const follows = (
  current: Pick<MailState, "mailAt"> & { mail: string },
  fate: MailState & { mailAt: string },
  isDoubtful: boolean,
): boolean => {
  if (isDoubtful && current.mail === "delivered") return false;
  const [before, after] = [Date.parse(current.mailAt ?? ""), Date.parse(fate.mailAt)];
  return before === after ? order.indexOf(fate.mail) > order.indexOf(current.mail) : !(before > after);
};

/** Thrown when the provider told what became of an e-mail before it was noted that it had gone out. */
export class ToldBefore extends Error {
  constructor() {
    super("The provider has told what became of this e-mail before.");
    this.name = "ToldBefore";
  }
}

/** An e-mail to an address of which the provider has said that it takes none, or that its holder wants none. */
export const isUndeliverable = ({ mail, mailBounce }: { mail: string; mailBounce?: BounceKind }): boolean =>
  mail === "complained" || mail === "suppressed" || (mail === "bounced" && mailBounce === "hard");
