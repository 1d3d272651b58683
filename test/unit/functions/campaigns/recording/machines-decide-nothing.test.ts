import { describe, expect, it } from "vitest";
import type { AbTest } from "../../../../../shared/entities/campaign.ts";
import { evenTemper, sesEvent } from "../../../../support/campaigns/provider.ts";
import { seeded } from "../../../../support/campaigns/random.ts";
import { bothCounts, changeCampaign, chunksIn, readCampaignNow } from "../../../../support/campaigns/scenario.ts";
import {
  expectExactlyOnce,
  finished,
  type Simulation,
  sentAgain,
  simulate,
} from "../../../../support/campaigns/simulation.ts";

type Mail = Simulation["world"]["provider"]["taken"][number];

const temper = { ...evenTemper, opened: 0 };

/** Apple's Mail Privacy Protection opens every e-mail; a scanner follows its link. */
const byMachine = { Open: { userAgent: "Mozilla/5.0", ipAddress: "104.28.34.19" }, Click: { userAgent: "curl/8.5.0" } };
const byPerson = { Open: { userAgent: "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X)" }, Click: {} };

const tell = ({ world, account }: Simulation, mail: Mail, kind: "Open" | "Click", visitor: object): void => {
  const { campaign, client, to, chunk, recipient } = mail;
  const tags = { chunk: String(chunk), recipient: String(recipient), client };
  const event = sesEvent(kind, { tags: { account: account.id, campaign } }, { to, tags }, `message-${client}`);
  const visit = { timestamp: "2026-03-02T16:00:00.000Z", ...visitor };
  world.put("events", { ...event, detail: { ...event.detail, [kind.toLowerCase()]: visit } });
};

describe("what machines open and follow", () => {
  it("is counted apart, and leaves those e-mails among the ones that were not opened", async () => {
    const first = await finished(60, { random: seeded(1), temper });
    const { taken } = first.world.provider;
    for (const mail of taken) for (const kind of ["Open", "Click"] as const) tell(first, mail, kind, byMachine[kind]);
    const readers = new Set(taken.slice(0, 7).map(({ client }) => client));
    for (const mail of taken.slice(0, 7)) tell(first, mail, "Open", byPerson.Open);
    await first.world.run();
    const { kept, recounted } = bothCounts(first.world.store);
    expect(kept).toEqual(recounted);
    expect(kept).toMatchObject({ viewed: 7, clicked: 0, machineOpens: 60, machineClicks: 60 });
    await expectExactlyOnce(
      await sentAgain(first, "not_opened"),
      first.clients.filter(({ id }) => !readers.has(id)),
    );
  });

  it.each(["viewed", "clicked"] as const)("decides no test by %s", async (metric) => {
    const abTest: AbTest = { subjects: ["A", "B", "C"], samplePercent: 30, waitMinutes: 60, metric };
    const kind = metric === "viewed" ? "Open" : "Click";
    let told: Simulation | undefined;
    let happened = false;
    const meanwhile = () => {
      if (!told || happened || changeCampaign(told.world.store, told.campaign, {}).testState !== "waiting") return;
      happened = true;
      const variants = new Map(chunksIn(told.world.store).map(({ number, variant }) => [number, variant]));
      for (const mail of told.world.provider.taken) {
        if (variants.get(mail.chunk) === 1) tell(told, mail, kind, byMachine[kind]);
      }
      const one = told.world.provider.taken.find(({ chunk }) => variants.get(chunk) === 2);
      if (one) tell(told, one, kind, byPerson[kind]);
    };
    told = await simulate(150, {
      ...{ random: seeded(2), temper, meanwhile },
      campaign: () => ({ abTest, testState: "sampling" }),
    });
    await told.world.run();
    expect(await readCampaignNow(told.world.table, told.campaign)).toMatchObject({ testState: "decided", winner: 2 });
  });
});
