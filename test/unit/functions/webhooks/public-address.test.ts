import { BlockList } from "node:net";
import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { isLoopbackAddress, isPublicAddress } from "../../../../functions/webhooks/targets/public-address.ts";

/** IANA's registries of special-purpose addresses, read another way than the product does. */
const special = new BlockList();
for (const range of [
  ...["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24"],
  ...["192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24"],
  ...["224.0.0.0/4", "240.0.0.0/4"],
]) {
  const [network = "", bits] = range.split("/");
  special.addSubnet(network, Number(bits), "ipv4");
}
const global6 = new BlockList();
global6.addSubnet("2000::", 3, "ipv6");
const special6 = new BlockList();
for (const range of ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"]) {
  const [network = "", bits] = range.split("/");
  special6.addSubnet(network, Number(bits), "ipv6");
}

const runs = Number(process.env.HISTORIES ?? 500);
const address4 = fc.ipV4();
const bits = fc.bigInt({ min: 0n, max: (1n << 128n) - 1n });
const written = (value: bigint): string =>
  Array.from({ length: 8 }, (_, index) => ((value >> BigInt(112 - 16 * index)) & 0xffffn).toString(16)).join(":");

describe("an address that webhooks may be posted to", () => {
  property.prop([address4], { numRuns: runs })("is none of the special ones of IPv4", (address) => {
    if (special.check(address, "ipv4")) expect(isPublicAddress(address)).toBe(false);
  });

  property.prop([bits], { numRuns: runs })("is one of the public part of IPv6 alone", (value) => {
    const address = written(value);
    const isOutside = !global6.check(address, "ipv6") || special6.check(address, "ipv6");
    if (isOutside) expect(isPublicAddress(address)).toBe(false);
  });

  property.prop([bits], { numRuns: runs })("is found among those of IPv6 that are public", (value) => {
    const address = written((2n << 124n) | (0x600n << 112n) | (value & ((1n << 112n) - 1n)));
    expect(isPublicAddress(address)).toBe(true);
  });

  property.prop(
    [address4, fc.constantFrom("::ffff:", "::", "64:ff9b::", "64:ff9b:1::", "::ffff:0:", "fe80::", "fd00:ec2::")],
    { numRuns: runs },
  )("is no IPv6 address that stands for one of IPv4, or for something near", (address, prefix) => {
    expect(isPublicAddress(`${prefix}${address}`)).toBe(false);
  });

  property.prop([address4], { numRuns: runs })("is no 6to4 address", (address) => {
    const [a = 0, b = 0, c = 0, d = 0] = address.split(".").map(Number);
    const hex = (high: number, low: number) => ((high << 8) | low).toString(16);
    expect(isPublicAddress(`2002:${hex(a, b)}:${hex(c, d)}::1`)).toBe(false);
  });

  it.each([
    ...["1.1.1.1", "8.8.8.8", "93.184.216.34", "172.15.255.255", "172.32.0.1", "100.128.0.1", "192.167.1.1"],
    ...["2606:4700:4700::1111", "2a00:1450:4007::200e", "2001:4860:4860::8888"],
  ])("is %s", (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    ...[
      "127.0.0.1",
      "0.0.0.0",
      "10.1.2.3",
      "169.254.169.254",
      "169.254.170.2",
      "172.16.0.1",
      "192.168.1.1",
      "100.64.0.1",
    ],
    ...["224.0.0.1", "255.255.255.255", "240.0.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fec0::1"],
    ...[
      "fd00:ec2::254",
      "ff02::1",
      "::ffff:127.0.0.1",
      "::127.0.0.1",
      "64:ff9b::7f00:1",
      "2001::1",
      "100::1",
      "4000::1",
    ],
    ...["", "localhost", "0x7f.1", "2130706433", "127.1", "1.1.1.1.", "not an address"],
  ])("is not %s", (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each(["127.0.0.1", "127.255.0.9", "::1"])("on one machine only is %s", (address) => {
    expect(isLoopbackAddress(address)).toBe(true);
  });

  it.each(["128.0.0.1", "::2", "::ffff:127.0.0.1", "localhost", "0.0.0.0"])("on no machine is %s", (address) => {
    expect(isLoopbackAddress(address)).toBe(false);
  });
});
