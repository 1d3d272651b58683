import { createHmac, timingSafeEqual } from "node:crypto";

const TAG_BYTES = 18;

/** Tokens that say what they are for instead of being looked up: `<prefix>.<payload>.<tag>`, a 144-bit HMAC-SHA256. */
export interface SignedTokens {
  is(token: string): boolean;
  /** The parts hold no blanks. */
  seal(parts: readonly string[], key: string): string;
  /** Undefined for a forged or damaged token, and for one of another purpose. */
  open(token: string, key: string): string[] | undefined;
}

/** Tokens of one purpose; those of another never pass for them, since the purpose is signed too. */
export const signedTokens = (prefix: string, purpose: string): SignedTokens => {
  const tagOf = (payload: string, key: string): Buffer =>
    createHmac("sha256", key).update(`${purpose}\n${payload}`).digest().subarray(0, TAG_BYTES);
  return {
    is: (token) => token.startsWith(`${prefix}.`),
    seal: (parts, key) => {
      const payload = Buffer.from(parts.join(" ")).toString("base64url");
      return `${prefix}.${payload}.${tagOf(payload, key).toString("base64url")}`;
    },
    open: (token, key) => {
      const [given, payload = "", tag = ""] = token.split(".");
      const bytes = Buffer.from(tag, "base64url");
      // One spelling only: decoders pass over what they do not know.
      if (given !== prefix || bytes.length !== TAG_BYTES || bytes.toString("base64url") !== tag) return undefined;
      if (!timingSafeEqual(bytes, tagOf(payload, key))) return undefined;
      return Buffer.from(payload, "base64url").toString().split(" ");
    },
  };
};
