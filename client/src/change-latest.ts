import { ProblemError } from "./errors.ts";

/**
 * Reads something and changes it; when somebody else has changed it in between (412), it is read and changed again, so
 * that nobody's change is lost.
 *
 * @param change gives the version on: `ifMatch: latest.version`
 * @param tries how often, before the 412 is thrown on
 * @example
 * await changeLatest(
 *   () => clientele.clients.get({ id }),
 *   ({ version, tags = [] }) => clientele.clients.update({ id, ifMatch: version, body: { tags: [...tags, "VIP"] } }),
 * );
 */
export const changeLatest = async <T, R>(
  read: () => PromiseLike<T>,
  change: (latest: T) => PromiseLike<R>,
  tries = 5,
): Promise<R> => {
  for (let left = tries; ; left -= 1) {
    try {
      return await change(await read());
    } catch (error) {
      if (!(error instanceof ProblemError && error.code === "version-mismatch") || left <= 1) throw error;
    }
  }
};
