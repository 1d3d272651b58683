import { emailAddress } from "../../../shared/text/email-address.ts";

/** One address of a cell; without `address`, what was typed is none. */
export interface TypedEmail {
  typed: string;
  address?: string;
}

const BETWEEN = /:::|[;,\n|]|\s\/\s|\s+(?:ou|or|et|and|en|und|&)\s+/i;
const WITHIN = /[^\s<>()[\]{}",;|/]+@[^\s<>()[\]{}",;|/]+/g;

/** The e-mail addresses of a cell: `a@x.org; b@x.org`, `a@x.org / b@x.org`, `Zoé <z@x.org>`, `["a@x.org"]`. */
export const emailsOfCell = (cell: string): TypedEmail[] => {
  const whole = emailAddress(cell);
  if (whole) return [{ typed: cell, address: whole }];
  const named = /<[^<>@]+@[^<>]+>/.test(cell);
  return cell
    .split(BETWEEN)
    .map((part) => part.trim())
    .filter((part) => part !== "" && !(named && !part.includes("@")))
    .flatMap(addressesIn);
};

const addressesIn = (part: string): TypedEmail[] => {
  const alone = emailAddress(part);
  if (alone) return [{ typed: part, address: alone }];
  const found = [...part.matchAll(WITHIN)].flatMap((match) =>
    standsApart(part, match) ? (emailAddress(match[0].replace(/^['`]+|['`.]+$/g, "")) ?? []) : [],
  );
  return found.length > 0 ? found.map((address) => ({ typed: part, address })) : [{ typed: part }];
};

/**
 * Whether the words around an address are no parts of it. `jean.o roy@example.org` was typed with a blank too many: of
 * `roy@example.org` nobody knows whose it is.
 */
const standsApart = (part: string, { 0: text, index }: RegExpExecArray): boolean => {
  const before = /(\S*)\s+$/.exec(part.slice(0, index))?.[1];
  const after = /^\s+(\S*)/.exec(part.slice(index + text.length))?.[1];
  if (after !== undefined && SHORT_WORD.test(after)) return false;
  if (before === undefined || before === "" || before.includes("@") || SIGN_LAST.test(before)) return true;
  return LABEL.test(before) || (NAME.test(before) && !/^\p{Lu}/u.test(text));
};
const SIGN_LAST = /[^\p{L}\p{N}._'’+-]$|^[-–—]+$/u;
const NAME = /^\p{Lu}[\p{L}'’-]*$/u;
const LABEL =
  /^(?:e-?mail|mail|courriels?|adresse|perso(?:nnel)?|priv[ée]e?|travail|bureau|domicile|pro|work|home|personal)$/i;
/** What was cut off from an address, as in `ana@example.o rg`. */
const SHORT_WORD = /^[\p{L}\p{N}]{1,2}$/u;
