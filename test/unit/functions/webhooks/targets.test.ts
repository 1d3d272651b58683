import { describe, expect, it } from "vitest";
import { addressesOf, ForbiddenTarget, type Resolve } from "../../../../functions/webhooks/targets/resolve-target.ts";
import { mistakeInTarget } from "../../../../functions/webhooks/targets/target-url.ts";

const leadsTo =
  (...addresses: string[]): Resolve =>
  async () =>
    addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));

describe("the address of a webhook", () => {
  it.each([
    "https://partner.example/hooks",
    "https://partner.example:8443/hooks?key=1",
    "https://93.184.216.34/",
    "https://[2606:4700:4700::1111]/",
  ])("may be %s", (url) => {
    expect(mistakeInTarget(url, false)).toBeUndefined();
  });

  it.each([
    ["http://partner.example/", "must begin with https"],
    ["ftp://partner.example/", "Not a web address"],
    ["partner.example", "Not a web address"],
    ["https://user:secret@partner.example/", "no user name"],
    ["https://partner.example/#part", "no #"],
    ["https://localhost/", "public Internet"],
    ["https://printer.local/", "public Internet"],
    ["https://db.internal/", "public Internet"],
    ["https://intranet/", "public Internet"],
    ["https://127.0.0.1/", "public Internet"],
    ["https://0x7f000001/", "public Internet"],
    ["https://2130706433/", "public Internet"],
    ["https://0177.0.0.1/", "public Internet"],
    ["https://169.254.169.254/latest/meta-data", "public Internet"],
    ["https://[::1]/", "public Internet"],
    ["https://[::ffff:10.0.0.1]/", "public Internet"],
    ["https://[fd00:ec2::254]/", "public Internet"],
    ["http://127.0.0.1:4000/", "must begin with https"],
  ])("may not be %s", (url, sentence) => {
    expect(mistakeInTarget(url, false)).toContain(sentence);
  });

  it("may be this machine's where everything runs on one, and nothing else that is near", () => {
    for (const url of ["http://127.0.0.1:4010/", "http://localhost:4010/", "http://[::1]:4010/"])
      expect(mistakeInTarget(url, true)).toBeUndefined();
    for (const url of [
      "http://10.0.0.1/",
      "http://169.254.169.254/",
      "https://192.168.0.1/",
      "http://partner.example/",
    ])
      expect(mistakeInTarget(url, true)).toBeDefined();
  });
});

describe("where a connection is made to", () => {
  const url = new URL("https://partner.example/hooks");
  const options = (resolve: Resolve) => ({ loopback: false, resolve });

  it("is where its name leads to", async () => {
    const found = await addressesOf(url, options(leadsTo("93.184.216.34", "2606:4700:4700::1111")));
    expect(found).toEqual([
      { address: "93.184.216.34", family: 4 },
      { address: "2606:4700:4700::1111", family: 6 },
    ]);
  });

  it.each([[["127.0.0.1"]], [["93.184.216.34", "10.0.0.1"]], [["93.184.216.34", "::ffff:169.254.169.254"]], [[]]])(
    "is not %j",
    async (addresses) => {
      await expect(addressesOf(url, options(leadsTo(...addresses)))).rejects.toThrow(ForbiddenTarget);
    },
  );

  it("is asked anew each time: a name that changes its mind reaches nothing", async () => {
    const answers = [["93.184.216.34"], ["169.254.169.254"]];
    const rebinding: Resolve = (host) => leadsTo(...(answers.shift() ?? []))(host);
    await expect(addressesOf(url, options(rebinding))).resolves.toHaveLength(1);
    await expect(addressesOf(url, options(rebinding))).rejects.toThrow(ForbiddenTarget);
  });

  it("is this machine only where a stage says so, and never without TLS elsewhere", async () => {
    const local = new URL("http://localhost:4010/");
    const here = leadsTo("127.0.0.1", "::1");
    await expect(addressesOf(local, { loopback: true, resolve: here })).resolves.toHaveLength(2);
    await expect(addressesOf(local, { loopback: false, resolve: here })).rejects.toThrow(ForbiddenTarget);
    await expect(addressesOf(local, { loopback: true, resolve: leadsTo("93.184.216.34") })).rejects.toThrow(
      ForbiddenTarget,
    );
    await expect(addressesOf(url, { loopback: true, resolve: leadsTo("10.0.0.1") })).rejects.toThrow(ForbiddenTarget);
  });
});
