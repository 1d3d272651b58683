import { get } from "node:http";
import type { Engines } from "../front-door/contract.ts";

const longestWaitMs = 2000;

const kept = { dynamodb: "the table", fauxqs: "queues and files", cognito: "people and their passwords" } as const;

/**
 * One sentence for each engine that takes no calls: it died, or it hangs. Asked of the engines themselves: on this machine
 * a call costs nothing.
 */
export const engineTroubles = async (engines: Engines): Promise<string[]> => {
  const names = Object.keys(kept) as (keyof typeof kept)[];
  const troubles = await Promise.all(
    names.map(async (name) => {
      if (await answers(engines[name])) return [];
      return [engines.troubleOf?.(name) ?? `The engine of ${kept[name]} does not answer.`];
    }),
  );
  return troubles.flat();
};

/** Any answer will do: it takes calls. */
const answers = (url: string): Promise<boolean> =>
  new Promise((settle) => {
    const asked = get(url, { agent: false, timeout: longestWaitMs }, (response) => {
      response.resume();
      settle(true);
    });
    asked.on("error", () => settle(false));
    asked.on("timeout", () => asked.destroy());
  });
