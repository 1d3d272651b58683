import { countReceived, type FileLine, settle } from "./file-line.ts";
import { pause } from "./patience.ts";
import { Refusal } from "./refusal.ts";
import { call, refusal, refusalFor, words } from "./upload-page.ts";

/** Until somebody looks at the page. */
const seen = (): Promise<void> =>
  new Promise((resolve) => {
    if (document.hidden) document.addEventListener("visibilitychange", () => resolve(), { once: true });
    else resolve();
  });

type Wait = () => Promise<void>;
const CHECKS: readonly Wait[] = [500, 1000, 1500, 2000, 3000, 4000, 5000, 8000, 10_000].map((ms) => () => pause(ms));
/** Of a check that takes longer than these: ten minutes more, as long as somebody looks. */
const LATER_CHECKS: readonly Wait[] = Array(60).fill(() => pause(10_000).then(seen));

/** Shows the end of a file's check: that it was received, or that the check goes on. @throws Refusal */
export const awaitCheck = async (id: string, section: HTMLElement, file: File, line: FileLine): Promise<void> => {
  if (await isReceivedAfter(id, CHECKS)) return countReceived(section, file, line);
  settle(file, line, words.later);
  keepWatching(id, section, file, line);
};

/** The page has promised no more than a check, but says how it ends to people who are still there. */
const keepWatching = async (id: string, section: HTMLElement, file: File, line: FileLine): Promise<void> => {
  try {
    if (await isReceivedAfter(id, LATER_CHECKS)) countReceived(section, file, line);
  } catch (error) {
    // The link may end meanwhile: the check goes on without it.
    if (error instanceof Refusal && error.reason !== "over") settle(file, line, error.message, "bad");
  }
};

/** Whether the file has been received after one of these waits; false: it is still being checked. */
const isReceivedAfter = async (id: string, waits: readonly Wait[]): Promise<boolean> => {
  for (const wait of waits) {
    await wait();
    if (await isReceived(id)) return true;
  }
  return false;
};

const isReceived = async (id: string): Promise<boolean> => {
  const { status, reason } = await call<{ status?: string; reason?: string }>(`/uploads/${id}`).catch((error) => {
    if (error instanceof Refusal) throw error;
    return { status: undefined, reason: undefined };
  });
  if (status === "infected") throw refusal("infected");
  if (status === "refused") throw refusalFor(reason);
  return status === "received";
};
