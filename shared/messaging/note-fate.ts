import type { AppDeps } from "../app/use-case.ts";
import type { AccountTable } from "../db/table.ts";
import { VersionConflict, type Write } from "../db/writes.ts";
import { type MailFate, type MailState, stateAfter } from "../entities/mail-state.ts";
import { accountOfMail, factsOfMail, fateOf, type MailEvent } from "./mail-event.ts";

/** What an e-mail was about, as far as an event of the provider changes it. */
export interface Letter {
  state: Pick<MailState, "mailAt" | "mailBounce"> & { mail: string };
  /** How many e-mails have been queued for it. */
  round: number;
  /** Where the next one would go; undefined when there is nobody, or no address. */
  nextTo: () => Promise<string | undefined>;
  /** The writes for its new state, guarded by the version that was read. */
  writes: (state: MailState, now: Date) => Write[];
}

/** Files of a client may come while the provider tells of their e-mail. */
const RERUNS = 8;

/**
 * Writes down what the provider tells of an e-mail, on what it was about, and what its address says from now on, in one
 * transaction. Repeating an event changes nothing. An event of an earlier e-mail counts where it says that the next one
 * would not arrive either. What the e-mail was about may be gone, with its client: the address keeps what it said.
 * @param find reads what the e-mail was about
 */
export const noteFate = async (
  event: MailEvent,
  find: (db: AccountTable) => Promise<Letter | undefined>,
  { table, clock, log }: Pick<AppDeps, "table" | "clock" | "log">,
): Promise<void> => {
  const accountId = accountOfMail(event);
  const fate = fateOf(event);
  if (!accountId || !fate) return;
  const db = table.of(accountId);
  const facts = factsOfMail(event, accountId);
  for (let run = 1; ; run++) {
    const letter = await find(db);
    const state = letter && (await newStateOf(letter, fate, event));
    const writes = [...(letter && state ? letter.writes(state, clock.now()) : []), ...facts];
    try {
      if (writes.length > 0) await db.commit(writes);
      return log.info("PROVIDER_EVENT", { matched: state ? 1 : 0 });
    } catch (error) {
      if (!(error instanceof VersionConflict) || run >= RERUNS) throw error;
    }
  }
};

const newStateOf = async (
  { state, round, nextTo }: Letter,
  fate: MailFate,
  { tags, to }: MailEvent,
): Promise<MailState | undefined> => {
  const next = stateAfter(state, fate);
  // E-mails of before rounds were told had one.
  if (!next || Number(tags.round ?? 1) === round) return next;
  const isLasting = fate.mail === "complained" || fate.mailBounce === "hard";
  return isLasting && (await nextTo())?.toLowerCase() === to ? next : undefined;
};
