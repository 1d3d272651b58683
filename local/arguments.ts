import { parseArgs } from "node:util";

const help = `npm start                 the whole product on this machine, with its data of last time
npm start -- --fresh      the same, with all data thrown away first
npm start -- --help       this

PORT=4100 npm start       the API on another port than 4000; 0 for any that is free
CLIENTELE_HOME=folder     where the data lives; .clientele unless told

docs/local-stack.md has the rest.`;

/** What a start was asked for; or what to say instead, and whether that is a mistake. */
export const readArguments = (given: string[]): { fresh: boolean } | { say: string; exitCode: number } => {
  try {
    const { values } = parseArgs({
      args: given,
      options: { fresh: { type: "boolean", default: false }, help: { type: "boolean", short: "h", default: false } },
    });
    return values.help ? { say: help, exitCode: 0 } : { fresh: values.fresh };
  } catch {
    return { say: `There is no such option: ${given.join(" ")}\n\n${help}`, exitCode: 2 };
  }
};
