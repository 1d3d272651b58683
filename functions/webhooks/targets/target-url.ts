import { isIP } from "node:net";
import { isLoopbackAddress, isPublicAddress } from "./public-address.ts";

/** The host of an address, an IPv6 one without its brackets. */
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[(.*)\]$/, "$1");

/** Names that mean this machine, or nothing outside of a network (RFC 6761, RFC 6762, RFC 8375, ICANN's `internal`). */
const LOCAL_NAME = /(^|\.)(localhost|local|internal|home\.arpa|localdomain)\.?$/;

/**
 * What is wrong with an address that events are to be posted to, as far as the address itself tells; what its name resolves
 * to is asked at every connection. Undefined when nothing is.
 * @param loopback whether this stage posts to its own machine, too
 */
export const mistakeInTarget = (address: string, loopback: boolean): string | undefined => {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || (url.protocol !== "https:" && url.protocol !== "http:")) return "Not a web address";
  if (url.username !== "" || url.password !== "") return "The address may hold no user name or password";
  if (url.hash !== "") return "The address may hold no #";
  const host = hostOf(url);
  if (loopback && (host === "localhost" || isLoopbackAddress(host))) return undefined;
  if (url.protocol !== "https:") return "The address must begin with https://";
  if (isIP(host) === 0 ? LOCAL_NAME.test(host) || !host.includes(".") : !isPublicAddress(host))
    return "The address must be on the public Internet";
  return undefined;
};
