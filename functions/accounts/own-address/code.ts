import { randomInt } from "node:crypto";
import { later } from "../../../shared/clock.ts";
import type { AddressCode } from "../../../shared/entities/address-code.ts";
import { hashOf } from "../../../shared/ids.ts";

/** How long a code can be used. */
export const CODE_SECONDS = 3600;
const KEPT_SECONDS = 7 * 86_400;
export const keptUntil = (now: Date): Date => later(now, KEPT_SECONDS);

/** Crockford's base 32: nothing in it is taken for something else. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** 40 random bits to be read and typed: `7K3M-Q9TX`. */
export const newCode = (): string => {
  const letters = Array.from({ length: 8 }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
};

/** Of a code as people type it: small letters, without the dash, `O` for zero. */
export const codeHashOf = ({ accountId, id, email }: AddressCode, typed: string): string => {
  const code = typed.toUpperCase().replace(/[\s-]/g, "").replaceAll("O", "0").replace(/[IL]/g, "1");
  return hashOf([accountId, id, email, code].join("\n"));
};
