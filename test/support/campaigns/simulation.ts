import { expect } from "vitest";
import { outcomes } from "../../../functions/campaigns/recording/recipients.ts";
import { fromStored, isOf, type Stored } from "../../../shared/db/entity.ts";
import type { Account } from "../../../shared/entities/account.ts";
import type { Campaign, ResendTarget } from "../../../shared/entities/campaign.ts";
import { campaignChunks } from "../../../shared/entities/campaign-chunk.ts";
import type { Client } from "../../../shared/entities/client.ts";
import { evenTemper, type Temper } from "./provider.ts";
import type { Random } from "./random.ts";
import {
  bothCounts,
  campaignWrites,
  changeCampaign,
  chunksIn,
  clientWrites,
  fill,
  readCampaignNow,
  sendRequested,
  testAccount,
  testCampaign,
  testClient,
} from "./scenario.ts";
import { campaignWorld, type World, type WorldOptions } from "./world.ts";

export interface Simulation {
  world: World;
  account: Account;
  campaign: Campaign;
  clients: Client[];
  /** Places that the ledger called unknown at some time. */
  unknown: Set<string>;
  /** What the ledger must never do. */
  broken: string[];
}

export interface SimulationOptions extends Omit<WorldOptions, "temper"> {
  temper?: Temper;
  /** @default all agree to marketing and are tagged VIP */
  client?: (number: number) => Partial<Client>;
  campaign?: (clients: readonly Client[]) => Partial<Campaign>;
}

/** A campaign to so many clients, about to be sent. */
export const simulate = async (size: number, options: SimulationOptions): Promise<Simulation> => {
  const { client: given = () => ({}), campaign: written = () => ({}), ...rest } = options;
  const world = campaignWorld({ temper: evenTemper, ...rest });
  const account = testAccount();
  const clients = Array.from({ length: size }, (_, number) => testClient(account.id, number, given(number)));
  const campaign = testCampaign(account, written(clients));
  await fill(world.table, account.id, [...clients.flatMap(clientWrites), ...campaignWrites(campaign, account)]);
  const unknown = new Set<string>();
  const broken: string[] = [];
  const before = new Map<string, string>();
  const follow = world.store.onWrite;
  world.store.onWrite = (item) => {
    follow(item);
    watch(item, before, unknown, broken);
  };
  world.put("plans", sendRequested(campaign));
  return { world, account, campaign, clients, unknown, broken };
};

/** The same campaign sent again, as the route leaves it. */
export const madeAgain = async (
  told: Simulation,
  to: ResendTarget,
  given: Partial<Campaign> = {},
): Promise<Simulation> => {
  const { world, account, campaign: source } = told;
  const root = await readCampaignNow(world.table, { ...source, id: source.resend?.root ?? source.id });
  const campaign = testCampaign(account, { resend: { of: source.id, to, root: root.id }, ...given });
  await fill(world.table, account.id, campaignWrites(campaign, account));
  changeCampaign(world.store, root, { resends: [...(root.resends ?? []), campaign.id] });
  world.put("plans", sendRequested(campaign));
  return { ...told, campaign };
};

/** And brought to its end. */
export const sentAgain = async (
  told: Simulation,
  to: ResendTarget,
  given: Partial<Campaign> = {},
): Promise<Simulation> => {
  const again = await madeAgain(told, to, given);
  await told.world.run();
  return again;
};

const mayBecome: Record<string, string> = {
  [outcomes.pending]: ".sf?nouxadge",
  [outcomes.unknown]: "?sf.",
};

/** Outcomes move forward only: nobody who got the e-mail is ever waiting for it again. */
const watch = (item: Stored, before: Map<string, string>, unknown: Set<string>, broken: string[]): void => {
  if (!isOf(campaignChunks, item)) return;
  const { campaignId, number, outcome } = fromStored(campaignChunks, item);
  const chunk = `${campaignId}.${number}`;
  const was = before.get(chunk) ?? outcome;
  for (const [index, to] of [...outcome].entries()) {
    const from = was[index] ?? ".";
    if (to === outcomes.unknown) unknown.add(`${chunk}.${index}`);
    if (from !== to && !mayBecome[from]?.includes(to)) broken.push(`${chunk}.${index}: ${from} became ${to}`);
  }
  before.set(chunk, outcome);
};

/** How often each client was sent the e-mail of a campaign. */
export const takenBy = ({ world, campaign }: Pick<Simulation, "world" | "campaign">): Map<string, number> => {
  const times = new Map<string, number>();
  const taken = world.provider.taken.filter((one) => one.campaign === campaign.id);
  for (const { client } of taken) times.set(client, (times.get(client) ?? 0) + 1);
  return times;
};

/** Nobody lost, nobody twice, everybody accounted for, every doubt told before it was settled. */
export const expectExactlyOnce = async (told: Simulation, wanted: readonly Client[] = told.clients): Promise<void> => {
  const { world, campaign, clients } = told;
  const taken = takenBy(told);
  const due = new Set<string>(wanted.map(({ id }) => id));
  const wrong = clients.filter(
    ({ id }) => (taken.get(id) ?? 0) + Number(world.provider.refused.has(id)) !== Number(due.has(id)),
  );
  expect(wrong.map(({ id, name }) => `${name}: ${taken.get(id) ?? 0} times`)).toEqual([]);
  expectSoundLedger(told);
  const { kept } = bothCounts(world.store);
  expect(kept.unknown).toBe(0);
  const recipients = chunksIn(world.store).reduce((sum, { size }) => sum + size, 0);
  expect(kept.sent + kept.failed + kept.skipped).toBe(recipients);
  expect(chunksIn(world.store).filter(({ state }) => state !== "sent")).toEqual([]);
  expect(await readCampaignNow(world.table, campaign)).toMatchObject({ status: "finished" });
};

/** What holds at any end, also of a campaign that was stopped. */
export const expectSoundLedger = ({ world, unknown, broken }: Simulation): void => {
  const taken = new Set(world.provider.taken.map(({ campaign, client }) => `${campaign} ${client}`));
  expect(world.provider.taken).toHaveLength(taken.size);
  expect(world.deadLetters).toEqual([]);
  expect(broken).toEqual([]);
  expect([...world.provider.ambiguous].filter((place) => !unknown.has(place))).toEqual([]);
  const { kept, recounted } = bothCounts(world.store);
  expect(kept).toEqual(recounted);
  expect(kept.sent).toBe(taken.size);
  // Who was refused in a call whose answer was lost is asked again, unless the campaign was stopped.
  expect(kept.failed).toBeLessThanOrEqual(world.provider.refused.size);
};

export const finished = async (size: number, options: SimulationOptions): Promise<Simulation> => {
  const told = await simulate(size, options);
  await told.world.run();
  return told;
};

/** Dies now and then, but not for ever. */
export const dying = (random: Random, probability: number, most: number) => {
  let deaths = 0;
  return () => {
    if (deaths >= most || !random.chance(probability)) return false;
    deaths += 1;
    return true;
  };
};
