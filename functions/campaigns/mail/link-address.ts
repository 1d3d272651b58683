import { domainToASCII } from "node:url";

const SCHEMES = /^(?:https?:\/\/[^/?#\s]|mailto:[^\s]|(?:tel|sms):\+?[\d\uE000-\uE004])/i;

/** Whether a link may lead there: web pages, mail and phone; nothing that runs in a reader's browser. */
export const isLinkable = (address: string): boolean => SCHEMES.test(address);

export const isWebAddress = (address: string): boolean => /^https?:/i.test(address);

/** All that may not stand in an address as it is (RFC 3986 section 2), but for our marks and for what is encoded already. */
const TO_ENCODE = /%(?![0-9a-f]{2})|[^\x21-\x7e\uE000-\uE006]+|["<>\\^`{|}]/gi;
const WEB_HOST = /^(https?:\/\/)([^/?#]+)/i;
const NOT_ASCII = /[^\p{ASCII}\uE000-\uE006]/u;

/** An address as people type it, with blanks and accents, as it may stand in an e-mail (RFC 3986; hosts by IDNA). */
export const encodedAddress = (address: string): string =>
  address
    .trim()
    .replace(WEB_HOST, (_, scheme: string, host: string) => scheme + asciiHost(host))
    .replace(TO_ENCODE, (part) => encodeURIComponent(part.toWellFormed()));

const asciiHost = (host: string): string => {
  if (!NOT_ASCII.test(host)) return host;
  const [name = "", port] = host.split(/:(?=\d+$)/);
  return (domainToASCII(name) || name) + (port ? `:${port}` : "");
};

/** A number or a mail address is read without its scheme. */
export const addressForReading = (address: string): string => address.replace(/^(?:mailto|tel|sms):/i, "");
