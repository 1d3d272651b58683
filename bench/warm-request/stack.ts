import { useCases } from "../../functions/clients/api.ts";
import { type ClientDeps, loadContactReader } from "../../functions/clients/deps.ts";
import { api } from "../../shared/app/api.ts";
import { identification } from "../../shared/app/identify.ts";
import { rateLimiter } from "../../shared/app/rate-limit.ts";
import { systemClock } from "../../shared/clock.ts";
import type { Stored } from "../../shared/db/entity.ts";
import { ulids } from "../../shared/ids.ts";
import type { Log } from "../../shared/log.ts";
import { stubbedTable } from "./stubbed-table.ts";

/** Lines are made as the real log makes them, and go nowhere. */
const droppedLog = (): Log & { length: number } => {
  const log = {
    length: 0,
    info: (code: string, fields = {}) => {
      log.length += JSON.stringify({ level: "INFO", code, stage: "bench", ...fields }).length;
    },
    error: (_: string, error: unknown) => {
      throw error;
    },
    metric: () => undefined,
  };
  return log;
};

/** The clients' routes as they run behind API Gateway, on a stubbed table; who calls and how often is kept in memory. */
export const clientsStack = (items: readonly Stored[]) => {
  const table = stubbedTable(items);
  const log = droppedLog();
  const limits = { perKey: 1e9, perAccount: 1e9 };
  const deps: ClientDeps = {
    table,
    log,
    clock: systemClock,
    ids: ulids,
    signingKey: async () => "a key for measurements",
    identify: identification(table, async () => ""),
    limiter: rateLimiter(table, limits, log),
    contact: loadContactReader,
  };
  return api(() => deps, useCases);
};
