import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

/** The part of IPv6 that is given out to the public (IANA, "IPv6 Global Unicast Address Assignments"). */
const GLOBAL_V6 = ipaddr.parseCIDR("2000::/3");

/**
 * Whether an address is one of the public Internet: not private, link-local (where clouds keep their metadata), loopback,
 * multicast, reserved, nor an IPv6 address that stands for an IPv4 one (mapped, NAT64, 6to4, Teredo).
 */
export const isPublicAddress = (address: string): boolean => {
  if (isIP(address) === 0) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== "unicast") return false;
  return parsed.kind() === "ipv4" || parsed.match(GLOBAL_V6);
};

/** Whether an address is this very machine's. */
export const isLoopbackAddress = (address: string): boolean =>
  isIP(address) !== 0 && ipaddr.parse(address).range() === "loopback";
