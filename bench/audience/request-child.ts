import { roundTrips } from "../capacity/calls.ts";
import { openWorld } from "../capacity/world.ts";
import { localClient } from "../support/table-engine.ts";
import { ACCOUNT } from "./sample-audience.ts";

/** What the route answered to one audience, and what that took. */
export interface RequestFindings {
  what: string;
  /** Of each time that it was asked, the first one in a process that has just begun. */
  seconds: number[];
  calls: number;
  roundTrips: number;
  units: number;
  /** Of the last answer. */
  summary: { matched: number; matchedExact: boolean; included: number; exact: boolean; counted: number };
}

const TIMES = 5;
const audiences = [
  { what: "everybody", audience: { all: true } },
  { what: "a tag of half of them", audience: { filter: { tag: "VIP" } } },
  { what: "two filters", audience: { filter: { tag: "VIP", mobile: "with" } } },
];

const [url = "", tableName = ""] = process.argv.slice(2);
const world = await openWorld({ url, direct: localClient(url), tableName });
const caller = await world.callerOf(ACCOUNT);

const asked = async ({ what, audience }: (typeof audiences)[number]): Promise<RequestFindings> => {
  const content = { subject: "Printemps", title: "Pneus", body: "Bonjour.", buttonLabel: "Réserver" };
  const callToAction = { kind: "link", url: "https://garage.example/spring" };
  const campaign = { name: what, channel: "email", callToAction, content, audience, optedInOnly: true };
  const { body } = await world.send(caller, { route: "POST /v1/campaigns", body: campaign });
  const ask = async () => {
    const started = performance.now();
    const route = "POST /v1/campaigns/{id}/audience";
    const answer = await world.send(caller, { route, params: { id: String(body.id) }, body: {} });
    return { ...answer, seconds: (performance.now() - started) / 1000 };
  };
  let answer = await ask();
  const seconds = [answer.seconds];
  while (seconds.length < TIMES) {
    answer = await ask();
    seconds.push(answer.seconds);
  }
  const { calls } = answer;
  return {
    what,
    seconds,
    calls: calls.length,
    roundTrips: roundTrips(calls),
    units: calls.reduce((sum, { reads }) => sum + reads, 0),
    summary: answer.body as RequestFindings["summary"],
  };
};

const findings: RequestFindings[] = [];
for (const audience of audiences) findings.push(await asked(audience));
await world.close();
console.log(JSON.stringify(findings));
