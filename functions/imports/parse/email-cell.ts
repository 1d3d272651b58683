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
  const found = (part.match(WITHIN) ?? []).flatMap((text) => emailAddress(text.replace(/^['`]+|['`.]+$/g, "")) ?? []);
  return found.length > 0 ? found.map((address) => ({ typed: part, address })) : [{ typed: part }];
};
