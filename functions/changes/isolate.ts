import type { StreamRecord } from "../../shared/db/stream.ts";
import type { Log } from "../../shared/log.ts";
import { isPoison } from "./poison-record.ts";
import type { SetAside } from "./set-aside.ts";

export type Fail = (sequenceNumber: string, error: unknown) => void;

/** Halves what cannot be done until what is poison stands alone. An error of the moment is that of all of them. */
export const isolated = async <T extends { sequenceNumbers: readonly string[] }>(
  all: readonly T[],
  fail: Fail,
  work: (some: readonly T[]) => Promise<void>,
): Promise<void> => {
  try {
    await work(all);
  } catch (error) {
    if (all.length === 1 || !isPoison(error)) {
      for (const sequenceNumber of all.flatMap(({ sequenceNumbers }) => sequenceNumbers)) fail(sequenceNumber, error);
      return;
    }
    const middle = Math.ceil(all.length / 2);
    await isolated(all.slice(0, middle), fail, work);
    await isolated(all.slice(middle), fail, work);
  }
};

/** Sets a record aside that will fail again. False where one of its errors is of the moment, or the queue fails. */
export const isSetAside = async (
  sequenceNumber: string,
  record: StreamRecord | undefined,
  errors: readonly unknown[],
  { log, setAside }: { log: Log; setAside: SetAside },
): Promise<boolean> => {
  const ofTheMoment = errors.filter((error) => !isPoison(error));
  if (ofTheMoment.length > 0) {
    log.error("RECORD_FAILED", ofTheMoment[0], { sequenceNumber });
    return false;
  }
  const [error] = errors;
  log.error("RECORD_SET_ASIDE", error, { sequenceNumber });
  try {
    await setAside({
      key: record?.dynamodb?.Keys,
      sequenceNumber,
      error: error instanceof Error ? error.name : "Error",
    });
    return true;
  } catch (failure) {
    log.error("RECORD_FAILED", failure, { sequenceNumber });
    return false;
  }
};
