import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { isLoopbackAddress, isPublicAddress } from "./public-address.ts";
import { hostOf, mistakeInTarget } from "./target-url.ts";

export interface Address {
  address: string;
  family: 4 | 6;
}

/** All addresses of a name, as the machine's resolver has them. */
export type Resolve = (host: string) => Promise<Address[]>;

export const resolveByDns: Resolve = async (host) =>
  (await lookup(host, { all: true, verbatim: true })).map(({ address, family }) => ({
    address,
    family: family === 6 ? 6 : 4,
  }));

/** Thrown for a target that is not to be reached. */
export class ForbiddenTarget extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = "ForbiddenTarget";
  }
}

/**
 * The addresses that a connection to a target may be made to. Asked before every connection, which is then made to one of
 * these and no other: a name that resolves to something else a moment later (DNS rebinding) reaches nothing. One forbidden
 * address among them is enough to refuse.
 * @param loopback whether this stage posts to its own machine, too
 * @throws ForbiddenTarget
 */
export const addressesOf = async (
  url: URL,
  { loopback, resolve }: { loopback: boolean; resolve: Resolve },
): Promise<Address[]> => {
  const mistake = mistakeInTarget(url.href, loopback);
  if (mistake) throw new ForbiddenTarget(mistake);
  const host = hostOf(url);
  const version = isIP(host);
  const addresses: Address[] = version === 0 ? await resolve(host) : [{ address: host, family: version === 6 ? 6 : 4 }];
  const mayReach = ({ address }: Address) =>
    (url.protocol === "https:" && isPublicAddress(address)) || (loopback && isLoopbackAddress(address));
  if (addresses.length === 0 || !addresses.every(mayReach))
    throw new ForbiddenTarget("The name leads to an address that is not on the public Internet.");
  return addresses;
};
