import { type Key, keys } from "../db/keys.ts";
import type { AccountId, Id } from "../ids.ts";

/** The items of one campaign: all in its own partition, what the sending moves under one prefix. */
export const campaignKeys = {
  campaign: (account: AccountId, id: Id<"campaign">): Key => keys.of(account, id),
  template: (account: AccountId, id: Id<"campaign">): Key => keys.part(account, id, "TEMPLATE"),
  test: (account: AccountId, id: Id<"campaign">, test: string): Key => keys.part(account, id, `TEST#${test}`),
  plan: (account: AccountId, id: Id<"campaign">): Key => keys.part(account, id, `${RUN}PLAN`),
  chunk: (account: AccountId, id: Id<"campaign">, number: number): Key =>
    keys.part(account, id, `${CHUNK}${String(number).padStart(5, "0")}`),
  address: (account: AccountId, id: Id<"campaign">, mark: string): Key => keys.part(account, id, `ADDRESS#${mark}`),
  tally: (account: AccountId, id: Id<"campaign">, shard: number): Key => keys.part(account, id, `${RUN}TALLY#${shard}`),
};

/** Prefix of the plan and the tallies. */
export const RUN = "RUN#";
/** Prefix of the chunks, which sort by their number. */
export const CHUNK = "CHUNK#";
