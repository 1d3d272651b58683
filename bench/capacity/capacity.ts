import { glob } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import type { Case, Setting } from "./case.ts";
import { type Measured, measured } from "./measure.ts";
import type { Source } from "./minimum.ts";
import type { World } from "./world.ts";

const root = resolve(import.meta.dirname, "../..");

export interface MeasuredRoutes {
  measured: Measured[];
  /** Routes of which nothing says what they should cost. */
  missing: string[];
}

type Cases = (setting: Setting) => Promise<Case[]>;

/**
 * Every route of every manifest, asked and measured in accounts that have two pages of everything. The cases of a file
 * have an account of their own, so that a new file changes no figure of another.
 */
export const measureRoutes = async (source: Source, world: World): Promise<MeasuredRoutes> => {
  const all: Measured[] = [];
  for (const [name, casesOf] of await caseFiles()) {
    const caller = await world.callerOf(name);
    const make: Setting["make"] = async (route, asked) => (await world.send(caller, { route, ...asked })).body;
    const setting = { world, caller, make };
    for (const one of await casesOf(setting)) all.push(await measured(source, setting, one));
  }
  const known = new Set(all.map(({ route }) => route));
  const missing = world.routes.filter(({ key }) => !known.has(key)).map(({ key }) => key);
  return { measured: byFeature(all), missing };
};

/**
 * What each `functions/<feature>/capacity.ts` exports (`capacity-lists.ts` where there are several), and each file in
 * `routes/`, in the order of their names. @throws Error for a file with several functions
 */
const caseFiles = async (): Promise<[name: string, casesOf: Cases][]> => {
  const files: [name: string, file: string][] = [];
  for await (const file of glob("bench/capacity/routes/*.ts", { cwd: root })) files.push([basename(file, ".ts"), file]);
  for await (const file of glob("functions/*/{capacity,capacity-*}.ts", { cwd: root })) {
    const [, feature = "", own = ""] = /^functions\/(.+)\/capacity(.*)\.ts$/.exec(file) ?? [];
    files.push([feature + own, file]);
  }
  return Promise.all(
    files.toSorted(byName).map(async ([name, file]): Promise<[string, Cases]> => {
      const exported: Record<string, unknown> = await import(join(root, file));
      const [casesOf, ...others] = Object.values(exported).filter((value) => typeof value === "function");
      if (!casesOf || others.length > 0) throw new Error(`${file} has to export one function, which makes its cases.`);
      return [name, casesOf as Cases];
    }),
  );
};

const byName = ([one]: readonly [string, string], [other]: readonly [string, string]): number => (one < other ? -1 : 1);

/** Features by name; within one the cases stand as they were measured. */
const byFeature = (all: readonly Measured[]): Measured[] =>
  all.toSorted((one, other) => (one.feature < other.feature ? -1 : one.feature > other.feature ? 1 : 0));
