import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { onCampaignTimer } from "../../../../../functions/campaigns/sending/campaign-timer.ts";
import { moveStatus, StatusMoved } from "../../../../../functions/campaigns/store.ts";
import { later } from "../../../../../shared/clock.ts";
import { put } from "../../../../../shared/db/writes.ts";
import { accounts } from "../../../../../shared/entities/account.ts";
import { type AbTest, type Campaign, type CampaignStatus, campaigns } from "../../../../../shared/entities/campaign.ts";
import { campaignKeys } from "../../../../../shared/entities/campaign-keys.ts";
import { type Timer, timerKey, timers } from "../../../../../shared/entities/timer.ts";
import { AppError } from "../../../../../shared/errors.ts";
import { ask as callRoute, campaignDeps } from "../../../../support/campaigns/ask.ts";
import { MemoryStore, memoryTable } from "../../../../support/campaigns/memory-table.ts";
import {
  campaignWrites,
  changeCampaign,
  fill,
  testAccount,
  testCampaign,
} from "../../../../support/campaigns/scenario.ts";
import { testClock } from "../../../../support/deps.ts";
import { races } from "../../../../support/races.ts";
import { timerRings } from "../../../../support/told.ts";

const abTest: AbTest = { subjects: ["A", "B"], samplePercent: 20, waitMinutes: 60, metric: "viewed" };

/** What people and workers may do to a campaign. */
const deeds = [
  "send",
  "schedule",
  "pause",
  "resume",
  "cancel",
  "update",
  "choose",
  "resend",
  "send timer rings",
  "an old timer rings",
  "sample is done",
  "test timer rings",
  "the day is spent",
  "finish",
] as const;
type Deed = (typeof deeds)[number];

/** What a campaign is, in as few words as can be. */
interface Model {
  status: CampaignStatus;
  tried: boolean;
  test?: "sampling" | "waiting" | "decided";
}

/** What it is after a deed; undefined where the deed is refused or does nothing. */
const after = (model: Model, deed: Deed): Model | undefined => {
  const { status, tried, test: state } = model;
  const to = (next: CampaignStatus): Model => ({ ...model, status: next });
  const begun = (): Model => ({ ...to("sending"), ...(tried ? { test: "sampling" } : {}) });
  const decided = (): Model => ({ ...model, test: "decided" });
  const underWay = status === "sending" || status === "paused";
  switch (deed) {
    case "send":
      return status === "draft" ? begun() : undefined;
    case "schedule":
      return status === "draft" ? to("scheduled") : undefined;
    case "pause":
      if (status === "scheduled") return to("draft");
      return status === "sending" ? to("paused") : undefined;
    case "resume":
      return status === "paused" ? to("sending") : undefined;
    case "cancel":
      return underWay || status === "scheduled" ? to("cancelled") : undefined;
    case "update":
      return status === "draft" ? model : undefined;
    case "choose":
      return tried && underWay && state !== "decided" ? decided() : undefined;
    case "resend":
      return status === "finished" || status === "cancelled" ? model : undefined;
    case "send timer rings":
      return status === "scheduled" ? begun() : undefined;
    case "sample is done":
      return status === "sending" && state === "sampling" ? { ...model, test: "waiting" } : undefined;
    case "test timer rings":
      return underWay && state === "waiting" ? decided() : undefined;
    case "the day is spent":
      return status === "sending" ? model : undefined;
    case "finish":
      return status === "sending" ? to("finished") : undefined;
    case "an old timer rings":
      return undefined;
  }
};

const desk = async (tried: boolean) => {
  const store = new MemoryStore();
  const table = memoryTable(store);
  const clock = testClock();
  const account = testAccount();
  const db = table.of(account.id);
  const campaign = testCampaign(account, { status: "draft", round: 0, ...(tried ? { abTest } : {}) });
  await fill(table, account.id, [put(accounts, account), ...campaignWrites(campaign, account)]);
  const deps = campaignDeps(table, clock);

  /** Changes nothing where it is refused. */
  const ask = async (route: Parameters<typeof callRoute>[0], body: object = {}): Promise<void> => {
    try {
      await callRoute(route, { table, account, clock, id: campaign.id, body });
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== "conflict") throw error;
    }
  };

  const read = async (): Promise<Campaign> => {
    const now = await db.get(campaigns, campaignKeys.campaign(account.id, campaign.id));
    if (!now) throw new Error("The campaign is gone.");
    return now;
  };
  const timerOf = (purpose: Timer["purpose"]) =>
    db.get(timers, timerKey({ accountId: account.id, subject: campaign.id, purpose }));
  const ring = (purpose: Timer["purpose"], dueAt: string) =>
    onCampaignTimer(timerRings({ accountId: account.id, subject: campaign.id, purpose, dueAt }), deps);

  const perform = async (deed: Deed): Promise<void> => {
    const hour = later(clock.now(), 3600).toISOString();
    switch (deed) {
      case "send":
        return ask("POST /v1/campaigns/{id}/send");
      case "schedule":
        return ask("POST /v1/campaigns/{id}/send", { at: hour });
      case "pause":
      case "resume":
      case "cancel":
        return ask(`POST /v1/campaigns/{id}/${deed}`);
      case "update":
        return ask("PATCH /v1/campaigns/{id}", { name: `Autre ${hour}` });
      case "choose":
        return ask("POST /v1/campaigns/{id}/winner", { subject: 1 });
      case "resend":
        return ask("POST /v1/campaigns/{id}/resend", { to: "same" });
      case "send timer rings":
        return ring("campaign.send", (await timerOf("campaign.send"))?.dueAt ?? hour);
      case "an old timer rings":
        await ring("campaign.send", "2026-03-01T00:00:00.000Z");
        return ring("campaign.pick_winner", "2026-03-01T00:00:00.000Z");
      case "sample is done": {
        const { status, testState } = await read();
        if (status === "sending" && testState === "sampling")
          changeCampaign(store, campaign, { testState: "waiting", testEndsAt: hour });
        return;
      }
      case "test timer rings":
        return ring("campaign.pick_winner", (await read()).testEndsAt ?? hour);
      case "the day is spent":
        if ((await read()).status === "sending")
          changeCampaign(store, campaign, { waitingFor: "daily_limit", waitingUntil: hour });
        return;
      case "finish":
        return db.commit([moveStatus(campaign, { status: "finished" }, clock.now())]).catch((error: unknown) => {
          if (!(error instanceof StatusMoved)) throw error;
        });
    }
  };
  return { clock, perform, read, timerOf };
};

describe("the states of a campaign", () => {
  test.prop([fc.boolean(), fc.array(fc.constantFrom(...deeds), { maxLength: 30 })], { numRuns: 300 * races })(
    "follow from what was done, whatever was done",
    async (tried, history) => {
      const { clock, perform, read, timerOf } = await desk(tried);
      let model: Model = { status: "draft", tried };
      for (const deed of history) {
        clock.set(later(clock.now(), 60).toISOString());
        const before = await read();
        await perform(deed);
        const next = after(model, deed);
        const now = await read();
        const told = `${deed} of one that is ${model.status}, ${model.test ?? "nothing tried"}`;
        expect([told, now.version - before.version]).toEqual([told, next ? 1 : 0]);
        model = next ?? model;
        expect([told, now.status, now.testState]).toEqual([told, model.status, model.test]);
        expect([told, now.winner !== undefined]).toEqual([told, model.test === "decided"]);
        if (model.status !== "sending" || (next && deed === "resume"))
          expect([told, now.waitingFor, now.waitingUntil]).toEqual([told, undefined, undefined]);
        const timer = await timerOf("campaign.send");
        if (model.status === "scheduled") expect(timer).toMatchObject({ status: "set", dueAt: now.scheduledAt });
        // One that started it is told to have rung by the feature that rings it.
        else if (now.startedAt === undefined) expect(timer?.status).not.toBe("set");
      }
    },
    120_000 * races,
  );
});
