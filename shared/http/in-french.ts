import { type FrenchRegion, inRegion } from "../text/french.ts";
import { ofAccounts } from "./french/of-accounts.ts";
import { ofCampaigns } from "./french/of-campaigns.ts";
import { ofClients } from "./french/of-clients.ts";
import { ofDocuments } from "./french/of-documents.ts";
import { ofFields } from "./french/of-fields.ts";
import { ofPeople } from "./french/of-people.ts";
import { ofRequests } from "./french/of-requests.ts";

/** Every sentence of a refusal by its English, `{}` standing for what differs. A test finds those that are missing. */
export const french: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...ofRequests,
    ...ofFields,
    ...ofAccounts,
    ...ofPeople,
    ...ofClients,
    ...ofDocuments,
    ...ofCampaigns,
  }),
);

/** A pattern for each sentence with gaps; the one that says most by itself comes first. */
const patterns = [...french]
  .filter(([english]) => english.includes("{}"))
  .map(([english, translated]) => ({ english, translated, matches: patternOf(english) }))
  .sort((a, b) => b.english.length - a.english.length);

function patternOf(english: string): RegExp {
  const parts = english.split("{}").map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  return new RegExp(`^${parts.join("([^]+)")}$`);
}

/**
 * A sentence of a refusal in French; one that is not known stays as it is. Québec says `courriel`, the others `e-mail`.
 * @param region as in `fr-ca`, if the reader named one
 */
export const inFrench = (english: string, region: string | undefined): string => {
  const said = regions[region ?? ""] ?? "FR";
  const translated = french.get(english);
  return (translated && inRegion(translated, said)) ?? fill(english, said) ?? english;
};

const regions: Readonly<Record<string, FrenchRegion | undefined>> = { ca: "CA", be: "BE", lu: "BE", nl: "BE" };

const fill = (english: string, region: FrenchRegion): string | undefined => {
  for (const { translated, matches } of patterns) {
    const values = matches.exec(english)?.slice(1);
    if (values) return inRegion(translated, region).replace(/\{\}/g, () => values.shift() ?? "");
  }
  return undefined;
};
