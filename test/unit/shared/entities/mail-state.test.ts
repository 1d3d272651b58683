import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { type MailFate, type MailState, stateAfter } from "../../../../shared/entities/mail-state.ts";

const at = (second: number) => `2026-03-02T15:00:0${second}.000Z`;
const fates: MailFate[] = [
  { mail: "sent", mailAt: at(0) },
  { mail: "delayed", mailAt: at(1), mailError: "MailboxFull" },
  { mail: "delivered", mailAt: at(2) },
  { mail: "bounced", mailBounce: "soft", mailAt: at(3), mailError: "MailboxFull" },
  { mail: "bounced", mailBounce: "hard", mailAt: at(4), mailError: "550 5.1.1 user unknown" },
  { mail: "complained", mailAt: at(5), mailError: "abuse" },
];

const told = (fates: readonly MailFate[], from: MailState = { mail: "queued" }): MailState =>
  fates.reduce<MailState>((state, fate) => stateAfter(state, fate) ?? state, from);

describe("what became of an e-mail", () => {
  const some = fc.subarray(fates, { minLength: 1 });

  test.prop([some, fc.infiniteStream(fc.nat())])(
    "is the same however its events are ordered and repeated: the last thing that happened to it",
    (happened, stream) => {
      const shuffled = [...happened, ...happened]
        .map((fate) => ({ fate, place: stream.next().value ?? 0 }))
        .sort((a, b) => a.place - b.place)
        .map(({ fate }) => fate);
      expect(told(shuffled)).toEqual(happened.at(-1));
    },
  );

  it("is not taken back by a delivery that is told late", () => {
    const [, , delivered] = fates;
    for (const over of fates.slice(3)) expect(delivered && told([over, delivered])).toEqual(over);
  });

  it("is still delivered when an answering machine says that its owner is away", () => {
    const delivered: MailFate = { mail: "delivered", mailAt: at(2) };
    const away: MailFate = { mail: "bounced", mailBounce: "soft", mailAt: at(3), isDoubtful: true };
    expect(told([delivered, away])).toEqual(delivered);
    expect(told([away])).toEqual({ mail: "bounced", mailBounce: "soft", mailAt: at(3) });
  });

  it.each(["none", "ended", "no_address", "unsubscribed"])(
    "is no matter for what says %s: no e-mail is meant",
    (mail) => {
      for (const fate of fates) expect(stateAfter({ mail }, fate)).toBeUndefined();
    },
  );
});
