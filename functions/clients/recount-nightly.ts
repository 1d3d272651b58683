import { buildWorkerDeps } from "../../shared/app/deps.ts";
import { on } from "../../shared/app/on.ts";
import type { AppDeps } from "../../shared/app/use-case.ts";
import { keys } from "../../shared/db/keys.ts";
import { accounts } from "../../shared/entities/account.ts";
import type { EventOf } from "../../shared/events/kind.ts";
import { timer } from "../timers/kinds.ts";
import { requestJob } from "./operator-request.ts";

/** The night after an account changed: `timer.rang`. Its counters are compared with its lists. */
export const recountNightly = async (
  { accountId, id }: EventOf<typeof timer.rang>,
  deps: Pick<AppDeps, "table" | "clock">,
): Promise<void> => {
  if (!(await deps.table.of(accountId).get(accounts, keys.account(accountId)))) return;
  await requestJob({ task: "recount", accountId, id }, deps);
};

export const handler = on([timer.rang], buildWorkerDeps, recountNightly);
