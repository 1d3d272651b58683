import { domainToASCII } from "node:url";

const ATOM = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const LABEL = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;
const TOP_LEVEL = /^(?:[a-z]{2,}|xn--[a-z0-9-]+)$/;
const NOT_ASCII = /[^\p{ASCII}]/u;

const WELL_FORMED =
  /^(?=.{1,64}@)(?=.{1,254}$)[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;

/** The same as {@link emailAddress}, sooner for what is written as it is stored: most addresses, and all that are read again. */
export const storedAddress = (text: string): string | undefined => (WELL_FORMED.test(text) ? text : emailAddress(text));

/**
 * An e-mail address as it is stored: lower-case, the domain in its ASCII form (IDNA). `undefined` when it is none.
 * Accepted is the part of RFC 5321 that mail providers deliver to: a dot-atom of up to 64 characters, a domain of at
 * least two labels of up to 63, 254 characters together (RFC 5321 section 4.5.3.1 with erratum 1690). Quoted local
 * parts, address literals and local parts beyond ASCII (which need SMTPUTF8) are refused.
 */
export const emailAddress = (text: string): string | undefined => {
  const address = text
    .trim()
    .toLowerCase()
    .replace(/^mailto:/, "");
  const at = address.lastIndexOf("@");
  if (at < 1 || address.length > 254) return undefined;
  const local = address.slice(0, at);
  const typedDomain = address.slice(at + 1);
  const domain = NOT_ASCII.test(typedDomain) ? domainToASCII(typedDomain) : typedDomain;
  const labels = domain.split(".");
  if (local.length > 64 || !ATOM.test(local)) return undefined;
  if (labels.length < 2 || labels.some((label) => label.length > 63 || !LABEL.test(label))) return undefined;
  if (!TOP_LEVEL.test(labels.at(-1) ?? "")) return undefined;
  const whole = `${local}@${domain}`;
  return whole.length > 254 ? undefined : whole;
};
