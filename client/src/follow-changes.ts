import type { Change, Changes } from "../generated/api.ts";
import type { Clientele } from "./create-clientele.ts";
import type { CallOptions } from "./request-types.ts";

export interface FollowOptions extends Pick<CallOptions, "signal" | "accountId"> {
  /** `after` of the last page that was dealt with; `now` to begin at this moment. @default the oldest change that is kept */
  after?: string;
  /** Such as `["client", "note.created"]`. @default all */
  types?: readonly string[];
  /** For how many seconds each call waits for something new; 0 ends with the last change that there is. @default 20 */
  wait?: number;
}

/** The account's changes, each once and in order: one by one, or page by page to keep `after` of each. */
export interface Following extends AsyncIterable<Change> {
  pages(): AsyncIterable<Changes>;
}

/** A call may wait twenty seconds for an answer; a try of it may take longer. */
const TIMEOUT_MS = 40_000;
/** An answer that comes so soon has not waited. */
const AT_ONCE_MS = 500;
const ASK_AGAIN_SECONDS = 5;

const pause = (seconds: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, seconds * 1000);
    signal?.addEventListener("abort", end);
  });

/**
 * Follows what changes in an account, for as long as it is gone through, or until the signal.
 *
 * @throws ProblemError `gone` when `after` is older than thirty days: read the lists again and go on from `now`
 * @example
 * for await (const { data, after } of followChanges(clientele, { after: await load() }).pages()) {
 *   for (const change of data) await apply(change);
 *   await save(after);
 * }
 */
export const followChanges = (clientele: Clientele, options: FollowOptions = {}): Following => {
  const { types, wait = 20, signal, accountId } = options;

  async function* pages(): AsyncGenerator<Changes, void> {
    let after = options.after;
    for (;;) {
      const asked = performance.now();
      const page = await clientele.feed.changes({
        query: { limit: 100, wait, ...(after !== undefined && { after }), ...(types && { types: types.join(",") }) },
        timeout: TIMEOUT_MS,
        ...(signal && { signal }),
        ...(accountId !== undefined && { accountId }),
      });
      const begins = after === "now";
      after = page.after;
      // An empty page is told as well: its place is newer, and does not grow too old.
      yield page;
      if (wait === 0 && !page.more && !begins) return;
      const wasAnsweredAtOnce = performance.now() - asked < AT_ONCE_MS;
      // Too many wait already.
      if (wait > 0 && wasAnsweredAtOnce && page.data.length === 0 && !page.more && !begins)
        await pause(Math.min(wait, ASK_AGAIN_SECONDS), signal);
    }
  }

  async function* changes(): AsyncGenerator<Change, void> {
    for await (const { data } of pages()) yield* data;
  }

  return { pages, [Symbol.asyncIterator]: changes };
};
