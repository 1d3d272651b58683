import { BlockList, isIP } from "node:net";
import { lazy } from "../../../shared/lazy.ts";

/** An opening or a click, as far as Amazon SES tells of it. */
export interface Visit {
  userAgent?: string | undefined;
  ipAddress?: string | undefined;
  /** Since the provider took the e-mail. */
  seconds?: number | undefined;
}

/** Nobody has been told of the e-mail, opened it and pressed its button within so many seconds of its sending. */
const FASTEST_PERSON_SECONDS = 10;

/**
 * Whether a machine opened an e-mail or followed its link. Where nothing speaks for one it was a person: what is wrongly
 * left out would be missed more than what is wrongly counted. See docs/adr/0044-machines-are-told-apart.md for sources.
 */
export const isMachine = ({ userAgent, ipAddress, seconds }: Visit): boolean => {
  const agent = userAgent?.trim() ?? "";
  if (prefetchers.some((one) => one.test(agent))) return true;
  if (readersProxies.test(agent)) return false;
  if (scanners.test(agent) || (ipAddress !== undefined && isScannersAddress(ipAddress))) return true;
  // An event that says nothing of its visitor says nothing of a machine; who is at this very machine tries the product.
  if (agent === "" && ipAddress === undefined) return false;
  return seconds !== undefined && seconds < FASTEST_PERSON_SECONDS && !isLoopback(ipAddress);
};

const prefetchers = [
  // Apple's Mail Privacy Protection loads every picture, read or not, and says no more than this.
  /^Mozilla\/5\.0$/i,
  // Gmail fetches for inboxes that are open, before anybody looks: with the name of a browser that never was.
  /Chrome\/42\.0\.2311\.135 Safari\/537\.36 Edge\/12\.246 Mozilla\/5\.0$/i,
];

/** Proxies of mailboxes that fetch pictures when their reader opens the e-mail. */
const readersProxies = /GoogleImageProxy|YahooMailProxy|DuckDuckGo-Email/i;

/** Security products, previews of messengers, crawlers, and programs that are no mailbox. */
const scanners = new RegExp(
  [
    "barracuda|proofpoint|mimecast|safelinks|messagelabs|symantec|trendmicro|trend micro|tmase|fortiguard|fortinet",
    "ironport|cisco-?(esa|talos)|sophos|zscaler|forcepoint|websense|checkpoint|trellix|fireeye|mcafee|kaspersky",
    "bitdefender|f-secure|\\beset\\b|cloudmark|hornetsecurity|vade ?(secure|retro)|virustotal|urlscan|phishtank|netcraft|bitsight|paloalto",
    "(?<!cu)bot\\b|crawl|spider|slurp|scanner|link-?check|preview|facebookexternalhit|whatsapp/|skypeuripreview",
    "^(curl|wget|java|php|ruby|perl|python|go-http-client|okhttp|axios|node|undici|got|libwww)\\b",
    "python-(requests|urllib|httpx)|aiohttp|apache-httpclient|guzzlehttp|winhttp|libwww-perl|scrapy",
    "headlesschrome|phantomjs|puppeteer|playwright|selenium",
  ].join("|"),
  "i",
);

/**
 * Networks from which nobody reads mail: Apple's own, whose Mail Privacy Protection fetches there; Exchange Online
 * Protection (Microsoft's list of addresses, id 10); Barracuda; Proofpoint.
 */
const scannersNetworks = [
  "17.0.0.0/8",
  ...["40.92.0.0/15", "40.107.0.0/16", "52.100.0.0/14", "104.47.0.0/17", "2a01:111:f400::/48", "2a01:111:f403::/48"],
  ...["64.235.144.0/20", "209.222.80.0/21"],
  ...["67.231.144.0/20", "148.163.128.0/19", "205.220.160.0/19"],
];

const networksOf = (networks: readonly string[]): BlockList => {
  const list = new BlockList();
  for (const network of networks) {
    const [address = "", bits] = network.split("/");
    list.addSubnet(address, Number(bits), isIP(address) === 6 ? "ipv6" : "ipv4");
  }
  return list;
};

const scannersList = lazy(() => networksOf(scannersNetworks));
const loopback = lazy(() => networksOf(["127.0.0.0/8", "::1/128"]));

const isIn = (list: BlockList, address: string): boolean => {
  const version = isIP(address);
  return version !== 0 && list.check(address, version === 6 ? "ipv6" : "ipv4");
};
const isScannersAddress = (address: string): boolean => isIn(scannersList(), address);
const isLoopback = (address: string | undefined): boolean => address !== undefined && isIn(loopback(), address);
