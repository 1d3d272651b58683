import { buildApiDeps, type Deps } from "../../shared/app/deps.ts";
import { env } from "../../shared/env.ts";

export interface FeedDeps extends Deps {
  /** How many calls may wait for something new at once, in the whole stage. */
  waitingPlaces: number;
}

export const buildDeps = (): FeedDeps => ({ ...buildApiDeps(), waitingPlaces: env.number("WAITING_PLACES") });
