import type { AccountTable } from "../db/table.ts";
import { clients } from "../entities/client.ts";
import { erasedClients } from "../entities/erased-client.ts";
import { pause as realPause } from "../pause.ts";
import { notFollowed } from "../projection/followed.ts";
import { readConsistencyToken } from "./consistency-token.ts";

type Pause = (milliseconds: number) => Promise<void>;

/** How long a read waits for a write that it is to show. */
const WAIT_MS = 2000;
const FIRST_PAUSE_MS = 30;
const LAST_PAUSE_MS = 300;

/**
 * Waits until lists, counters and search show what a token names. Clients have such lists, and kinds that declare
 * some; everything else is listed from where it was written. Answers whether they are behind.
 */
export const waitForLists = async (db: AccountTable, token: string, pause: Pause = realPause): Promise<boolean> => {
  let missing = readConsistencyToken(token).filter(
    ({ entity, listed }) => listed || entity === clients.name || entity === erasedClients.name,
  );
  const isThere = async (): Promise<boolean> => {
    missing = await notFollowed(db, missing);
    return missing.length === 0;
  };
  return missing.length > 0 && !(await waitUntil(isThere, pause));
};

/** Asks until it is so, for two seconds at most; whether it was. */
export const waitUntil = async (isSo: () => Promise<boolean>, pause: Pause = realPause): Promise<boolean> => {
  let waitedMs = 0;
  for (let ms = FIRST_PAUSE_MS; !(await isSo()); ms = Math.min(LAST_PAUSE_MS, ms * 1.5)) {
    if (waitedMs >= WAIT_MS) return false;
    await pause(ms);
    waitedMs += ms;
  }
  return true;
};
