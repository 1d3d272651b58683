import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { mailNews } from "../../../../../functions/campaigns/recording/mail-event.ts";
import {
  countsOf,
  type Flag,
  flags,
  hasFlag,
  nothingSeen,
  withFlags,
} from "../../../../../functions/campaigns/recording/recipients.ts";
import { eventsOf } from "../../../../../functions/campaigns/tracking/recipient-states.ts";

const chrome =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";
const iPhone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";
const sentAt = "2026-03-02T15:00:00.000Z";
const home = "203.0.113.7";

interface Seen {
  userAgent?: string | null;
  ipAddress?: string | null;
  /** Seconds after the provider took the e-mail. */
  after?: number;
}

/** As SES publishes it. */
const event = (eventType: "Open" | "Click", { userAgent = chrome, ipAddress = home, after = 3600 }: Seen = {}) => {
  const timestamp = new Date(Date.parse(sentAt) + after * 1000).toISOString();
  const visitor = { ipAddress, timestamp, userAgent };
  return {
    eventType,
    mail: {
      timestamp: sentAt,
      source: "Garage Tremblay <bonjour@clientele.example>",
      sendingAccountId: "123456789012",
      messageId: "010f0195c0000000-5ad1d3b1-0000-4000-8000-3d1b54f2ab01-000000",
      destination: ["ana@example.org"],
      headersTruncated: false,
      tags: {
        "ses:configuration-set": ["clientele"],
        ...{ account: ["acc_1"], campaign: ["cam_1"], chunk: ["2"], recipient: ["7"], client: ["cli_1"] },
      },
    },
    ...(eventType === "Open"
      ? { open: visitor }
      : { click: { ...visitor, link: "https://garage.example/pneus", linkTags: null } }),
  };
};

const flagsOf = (eventType: "Open" | "Click", seen?: Seen) =>
  mailNews(event(eventType, seen)).recipient?.flags.filter((flag) => flag !== "accepted");

const people: [string, Seen][] = [
  ["a browser", {}],
  ["an iPhone without privacy protection", { userAgent: iPhone }],
  [
    "Gmail, whose proxy fetches when the reader opens",
    {
      userAgent: "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)",
      ipAddress: "66.249.84.1",
    },
  ],
  ["the same a moment after the sending", { userAgent: "Mozilla/5.0 (via ggpht.com GoogleImageProxy)", after: 4 }],
  ["Yahoo", { userAgent: "YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html" }],
  ["Outlook", { userAgent: "Mozilla/4.0 (compatible; ms-office; MSOffice 16)" }],
  ["Thunderbird", { userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Thunderbird/128.4.0" }],
  ["an Android application", { userAgent: "Dalvik/2.1.0 (Linux; U; Android 14; Pixel 8 Build/AP2A)" }],
  ["a telephone of the make Cubot", { userAgent: "Mozilla/5.0 (Linux; Android 10; CUBOT X30) AppleWebKit/537.36" }],
  ["half a minute later", { after: 30 }],
  ["a visitor of whom nothing is known", { userAgent: null, ipAddress: null, after: 0 }],
  ["somebody at the local stack, at once", { ipAddress: "127.0.0.1", after: 0 }],
  ["an address that is none", { ipAddress: "unknown" }],
];

const machines: [string, Seen][] = [
  ["Apple's Mail Privacy Protection", { userAgent: "Mozilla/5.0" }],
  ["the same days later", { userAgent: "Mozilla/5.0", after: 3 * 86_400, ipAddress: "104.28.34.19" }],
  ["an address of Apple's own", { ipAddress: "17.58.101.179" }],
  [
    "Gmail, which fetches before anybody looks",
    {
      userAgent:
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/42.0.2311.135 Safari/537.36 Edge/12.246 Mozilla/5.0",
      ipAddress: "66.249.93.10",
    },
  ],
  ["anybody at once", { after: 1 }],
  ["anybody before the e-mail was delivered", { after: 9 }],
  ["a clock that is behind", { after: -2 }],
  ["Barracuda", { userAgent: "Mozilla/5.0 (compatible; BarracudaCentral)" }],
  ["Barracuda by its addresses", { ipAddress: "209.222.82.5" }],
  ["Proofpoint", { ipAddress: "148.163.130.9" }],
  ["Microsoft Defender by its addresses", { ipAddress: "104.47.55.126" }],
  ["the same by IPv6", { ipAddress: "2a01:111:f403:c110::1" }],
  ["a program in Python", { userAgent: "python-requests/2.32.3" }],
  ["a program in Go", { userAgent: "Go-http-client/2.0" }],
  ["a program in Java", { userAgent: "Java/17.0.9" }],
  ["a browser without a window", { userAgent: chrome.replace("Chrome/", "HeadlessChrome/") }],
  ["a preview of Slack's", { userAgent: "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)" }],
  ["a preview of Facebook's", { userAgent: "facebookexternalhit/1.1" }],
  ["Bing", { userAgent: "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)" }],
  ["Trend Micro", { userAgent: "Mozilla/5.0 (compatible; TrendMicro TMASE)" }],
];

describe("an e-mail", () => {
  it.each(people)("is opened and its button pressed by a person: %s", (_, seen) => {
    expect(flagsOf("Open", seen)).toEqual(["viewed"]);
    expect(flagsOf("Click", seen)).toEqual(["viewed", "clicked"]);
  });

  it.each(machines)("is opened and its link followed by a machine: %s", (_, seen) => {
    expect(flagsOf("Open", seen)).toEqual(["machineOpens"]);
    expect(flagsOf("Click", seen)).toEqual(["machineClicks"]);
  });

  test.prop([
    fc.string(),
    fc.oneof(fc.ipV4(), fc.ipV6(), fc.string()),
    fc.integer({ min: -100, max: 1e6 }),
    fc.constantFrom("Open" as const, "Click" as const),
  ])("is seen by one of the two, whatever its visitor says", (userAgent, ipAddress, after, kind) => {
    const told = flagsOf(kind, { userAgent, ipAddress, after }) ?? [];
    expect(told.includes("viewed")).toBe(!told.some((flag) => flag.startsWith("machine")));
  });
});

describe("what was told of a recipient", () => {
  const all = Object.keys(flags) as Flag[];

  test.prop([fc.array(fc.tuple(fc.nat(49), fc.constantFrom(...all)), { maxLength: 80 })])(
    "is kept whatever else was told, two characters each",
    (told) => {
      const seen = told.reduce((sum, [index, flag]) => withFlags(sum, index, [flag]), nothingSeen(50));
      expect(seen).toHaveLength(100);
      for (let index = 0; index < 50; index++)
        for (const flag of all)
          expect(hasFlag(seen, index, flag)).toBe(told.some(([at, one]) => at === index && one === flag));
    },
  );

  test.prop([fc.nat(1023)])("before machines were told apart is read as it was", (bits) => {
    const seen = bits.toString(32).padStart(2, "0");
    for (const flag of all) expect(hasFlag(seen, 0, flag)).toBe((bits & flags[flag]) !== 0);
  });

  it("counts people and machines apart", () => {
    const seen = withFlags(withFlags(nothingSeen(2), 0, ["machineOpens", "machineClicks"]), 1, [
      "machineOpens",
      "viewed",
    ]);
    expect(countsOf({ outcome: "ss", seen, size: 2 })).toMatchObject({
      ...{ viewed: 1, clicked: 0, machineOpens: 2, machineClicks: 1 },
    });
    expect(eventsOf({ seen }, 0)).toEqual(["machineOpens", "machineClicks"]);
  });
});
