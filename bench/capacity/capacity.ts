import type { Case, Setting } from "./case.ts";
import { type Measured, measured } from "./measure.ts";
import type { Source } from "./minimum.ts";
import { accountCases } from "./routes/accounts.ts";
import { campaignCases } from "./routes/campaigns.ts";
import { clientListCases } from "./routes/client-lists.ts";
import { clientCases } from "./routes/clients.ts";
import { documentCases } from "./routes/documents.ts";
import { libraryCases } from "./routes/library.ts";
import { peopleCases } from "./routes/people.ts";
import { privacyCases } from "./routes/privacy.ts";
import { workCases } from "./routes/work.ts";
import type { World } from "./world.ts";

const features: ((setting: Setting) => Promise<Case[]>)[] = [
  accountCases,
  peopleCases,
  clientCases,
  clientListCases,
  documentCases,
  libraryCases,
  workCases,
  privacyCases,
  campaignCases,
];

export interface MeasuredRoutes {
  measured: Measured[];
  /** Routes of which nothing says what they should cost. */
  missing: string[];
}

/** Every route of every manifest, asked and measured in an account that has two pages of everything. */
export const measureRoutes = async (source: Source, world: World): Promise<MeasuredRoutes> => {
  const caller = await world.callerOf("routes");
  const make: Setting["make"] = async (route, asked) => (await world.send(caller, { route, ...asked })).body;
  const setting = { world, caller, make };
  const all: Measured[] = [];
  for (const casesOf of features) {
    for (const one of await casesOf(setting)) all.push(await measured(source, setting, one));
  }
  const known = new Set(all.map(({ route }) => route));
  return { measured: all, missing: world.routes.filter(({ key }) => !known.has(key)).map(({ key }) => key) };
};
