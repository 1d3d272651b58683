import { BEHIND } from "../../shared/app/consistency-token.ts";
import { ok, useCase } from "../../shared/app/use-case.ts";
import { LOG_DAYS, type LoggedChange } from "../../shared/entities/change-log.ts";
import { AppError } from "../../shared/errors.ts";
import { pause } from "../../shared/pause.ts";
import type { FeedDeps } from "./deps.ts";
import { mustBeKnown } from "./known-types.ts";
import { routes } from "./manifest.ts";
import { openPosition, type Position, sealPosition } from "./position.ts";
import { BEGINNING, endOf, type Place, type Reading, readLog } from "./read-log.ts";
import { kindOf, wantedBy } from "./readable.ts";
import { isBehind } from "./wait-for-log.ts";
import { takePlace } from "./waiting-places.ts";

const MOST = 100;
/** While a caller waits, the log is looked at so often: soon at first, then every second. */
const FIRST_PAUSE_MS = 200;
const LAST_PAUSE_MS = 1000;
/** When who found no place to wait in may ask again. */
const ASK_AGAIN_SECONDS = 5;

/** The account's changes behind the place at which a partner stopped reading. */
export const followChanges = useCase(routes.changes, async ({ query, actor, db, now, consistency }, deps: FeedDeps) => {
  const { after, types, wait = 0, limit = MOST } = query;
  mustBeKnown(types);
  const key = await deps.signingKey();
  const from = after === "now" ? undefined : openPosition(after, db.accountId, key);
  if (from && isTooOld(from, now)) throw tooOld();
  const place = from?.place ?? (after === "now" ? await endOf(db) : BEGINNING);
  const keep = wantedBy(actor, types);
  // Who begins now wants a place to begin at, and has nothing to wait for.
  const behind = consistency === undefined ? undefined : await isBehind(db, consistency);
  const readOn = (from: Place) => readLog(db, from, { limit, keep });
  const found: Reading = after === "now" ? { changes: [], place, more: false } : await readOn(place);
  const waits = wait > 0 && after !== "now" && isEmpty(found);
  const leavePlace =
    waits && (await takePlace(deps.table, db.accountId, { count: deps.waitingPlaces, now, seconds: wait }));
  const read = leavePlace ? await untilSome(readOn, found, wait).finally(leavePlace) : found;
  const at = read.more ? (read.at ?? from?.at) : undefined;
  const body = {
    data: read.changes.map(presentChange),
    after: sealPosition({ place: read.place, at: heldSince(at, deps.clock.now()) }, db.accountId, key),
    more: read.more,
  };
  const headers = {
    ...(behind === undefined ? {} : { [BEHIND]: String(behind) }),
    ...(waits && !leavePlace ? { "retry-after": String(ASK_AGAIN_SECONDS) } : {}),
  };
  return { ...ok(body), headers };
});

const isEmpty = ({ changes, more }: Reading): boolean => changes.length === 0 && !more;

/** Reads again while there is nothing, for so many seconds. */
const untilSome = async (
  read: (place: Place) => Promise<Reading>,
  found: Reading,
  seconds: number,
): Promise<Reading> => {
  let reading = found;
  let waitedMs = 0;
  for (let ms = FIRST_PAUSE_MS; ; ms = Math.min(LAST_PAUSE_MS, ms * 1.5)) {
    if (!isEmpty(reading) || waitedMs + ms > seconds * 1000) return reading;
    await pause(ms);
    waitedMs += ms;
    reading = await read(reading.place);
  }
};

const DAY_MS = 86_400_000;

/** Behind a place of thirty days ago, pages may be forgotten already. */
const isTooOld = ({ at }: Position, now: Date): boolean => now.getTime() - Date.parse(at) > LOG_DAYS * DAY_MS;

/**
 * The moment up to which everything before it was read. Who begins with the oldest page, which may be about to be
 * forgotten, has a day to read on.
 */
const heldSince = (at: string | undefined, now: Date): string =>
  new Date(Math.max(Date.parse(at ?? now.toISOString()), now.getTime() - (LOG_DAYS - 1) * DAY_MS)).toISOString();

const tooOld = () =>
  new AppError(
    "gone",
    "Changes are kept for thirty days, and this `after` is older: take a new one with `after=now`, read the lists again, and go on from there.",
  );

const presentChange = ({ resourceId, version, ...change }: LoggedChange) => ({
  ...change,
  resource: { kind: kindOf(change.type), id: resourceId, version },
});
