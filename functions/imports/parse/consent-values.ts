import { fold } from "../../../shared/text/fold.ts";
import { yesOrNo } from "./cell-values.ts";
import { readDate } from "./dates.ts";

const GIVEN =
  "abonne|abonnee|inscrit|inscrite|subscribed|opted in|opt in|optin|accepte|acceptee|accepted|consenti|express|expres|explicite|explicit|granted|agreed|autorise";
const REFUSED =
  "desabonne|desabonnee|desinscrit|desinscrite|unsubscribed|unsub|opted out|opt out|optout|refuse|refusee|refused|declined|cleaned|bounced|" +
  "hard bounced|blocked|bloque|blacklisted|blocklisted|complained|complaint|spam|spam complaint|retire|removed|stop|uitgeschreven|abgemeldet|unsubscribe|user suppressed|suppressed|hard bounce|spam report|marked spam";
/** Who was never asked has not said no. */
const NOTHING_SAID =
  "never subscribed|not subscribed|non abonne|non abonnee|non inscrit|jamais abonne|not set|unknown|inconnu|pending|en attente|unconfirmed|" +
  "invalid|none|aucun|nonsubscribed|non subscribed|transactional|active|actif|implied|implicite|tacite|n a|na|n d|nd|null|0000 00 00|0000 00 00 00 00 00";

const ANSWERS: ReadonlyMap<string, boolean | "nothing"> = new Map(
  (
    [
      [GIVEN, true],
      [REFUSED, false],
      [NOTHING_SAID, "nothing"],
    ] as const
  ).flatMap(([words, answer]) => words.split("|").map((word) => [word, answer] as const)),
);

/**
 * Whether a cell gives consent, refuses it, or says nothing of it; `undefined` when it cannot be told. In a column that
 * asks who refused (`Unsubscribed`), a yes or a date is a refusal, and a no is no consent.
 */
export const consentOf = (text: string, refusal: boolean): boolean | "nothing" | undefined => {
  const answer = ANSWERS.get(fold(text)) ?? yesOrNo(text) ?? (readDate(text, "dmy") ? true : undefined);
  if (!refusal || answer === undefined || answer === "nothing") return answer;
  const isAnswerToIt = ANSWERS.has(fold(text)) ? !answer : answer;
  return isAnswerToIt ? false : "nothing";
};
