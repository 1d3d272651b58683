import { pause } from "../../shared/pause.ts";
import type { Business } from "./business.ts";

const CREATE_EVERY_MS = 1500;
const ASK_EVERY_MS = 20;
const PATIENCE_MS = 15 * 60_000;

let tags = 0;

/** How long a new client with a new tag takes until the list of that tag shows it, in milliseconds. */
const waitUntilListed = async (business: Business): Promise<number> => {
  tags += 1;
  const tag = `voisin${tags}`;
  const { status, body } = await business.ask("POST", "/clients", { name: `Voisin ${tags}`, tags: [tag] });
  if (status !== 201) throw new Error(`A client could not be created: ${status}.`);
  const from = performance.now();
  for (;;) {
    const found = await business.ask("GET", `/clients?tag=${tag}`);
    const waited = performance.now() - from;
    if (found.body.data?.some(({ id }) => id === body.id)) return waited;
    if (waited > PATIENCE_MS) throw new Error("A new client is never listed.");
    await pause(ASK_EVERY_MS);
  }
};

/** The waits of so many new clients, one after another. */
export const waitsOf = async (business: Business, count: number): Promise<number[]> => {
  const waits: number[] = [];
  while (waits.length < count) waits.push(await waitUntilListed(business));
  return waits;
};

/** Creates a client every 1.5 s, whatever became of those before it, until the work is done; answers with their waits. */
export const waitsDuring = async (business: Business, work: Promise<unknown>): Promise<number[]> => {
  const waits: Promise<number>[] = [];
  let isOver = false;
  const over = work.finally(() => {
    isOver = true;
  });
  over.catch(() => undefined);
  while (!isOver) {
    const wait = waitUntilListed(business);
    wait.catch(() => undefined);
    waits.push(wait);
    await Promise.race([pause(CREATE_EVERY_MS), over]);
  }
  await over;
  return Promise.all(waits);
};
