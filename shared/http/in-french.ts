import { type FrenchRegion, inRegion } from "../text/french.ts";
import { ofAccounts } from "./french/of-accounts.ts";
import { ofCampaigns } from "./french/of-campaigns.ts";
import { ofClients } from "./french/of-clients.ts";
import { ofDocuments } from "./french/of-documents.ts";
import { ofFields } from "./french/of-fields.ts";
import { ofPeople } from "./french/of-people.ts";
import { ofRequests } from "./french/of-requests.ts";

/** Sentences by their English, `{}` standing for what differs. */
export type FrenchSentences = Readonly<Record<string, string>>;

/** Every sentence of a refusal, but for those that a feature brings itself. A test finds those that are missing. */
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
const patternOf = (english: string): RegExp => {
  const parts = english.split("{}").map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  return new RegExp(`^${parts.join("([^]+)")}$`);
};

const patternsOf = (sentences: Iterable<readonly [english: string, translated: string]>) =>
  [...sentences]
    .filter(([english]) => english.includes("{}"))
    .map(([english, translated]) => ({ english, translated, matches: patternOf(english) }))
    .sort((a, b) => b.english.length - a.english.length);

const patterns = patternsOf(french);

/**
 * A sentence of a refusal in French; one that is not known stays as it is. Québec says `courriel`, the others `e-mail`.
 * @param region as in `fr-ca`, if the reader named one
 * @param own what the feature that refuses says itself: its `french.ts`
 */
export const inFrench = (english: string, region: string | undefined, own: FrenchSentences = {}): string => {
  const said = regions[region ?? ""] ?? "FR";
  const translated = own[english] ?? french.get(english);
  return (translated && inRegion(translated, said)) ?? fill(english, said, own) ?? english;
};

const regions: Readonly<Record<string, FrenchRegion | undefined>> = { ca: "CA", be: "BE", lu: "BE", nl: "BE" };

const fill = (english: string, region: FrenchRegion, own: FrenchSentences): string | undefined => {
  for (const { translated, matches } of [...patternsOf(Object.entries(own)), ...patterns]) {
    const values = matches.exec(english)?.slice(1);
    if (values) return inRegion(translated, region).replace(/\{\}/g, () => values.shift() ?? "");
  }
  return undefined;
};
