import { fold } from "../../shared/text/fold.ts";
import { type Likeness, likenessOfCompanies, likenessOfPersons, wordsOf } from "./name-words.ts";
import type { ImportedClient } from "./parse/imported-client.ts";

type Named = Pick<ImportedClient, "name" | "firstName" | "lastName" | "company" | "email" | "mobile">;

/** The name that a person goes by: not their company's, and not the address or number that stands in for a name. */
const ownName = ({ name, company, email, mobile }: Named): string | undefined => {
  if (!name || name === email || name === mobile || name.includes("@") || /^\+\d+$/.test(name)) return undefined;
  return company && fold(name) === fold(company) ? undefined : name;
};

const isPerson = ({ firstName, lastName }: Named): boolean => Boolean(firstName || lastName);

/** The names that a person goes by: the whole one, and the first and last one. */
const personNames = (named: Named): string[] =>
  [ownName(named) ?? "", [named.firstName, named.lastName].filter(Boolean).join(" ")].filter(
    (name) => wordsOf(name).length > 0,
  );

export const hasPersonName = (named: Named): boolean => personNames(named).length > 0;

/** Whether a row and a client may be the same by their names. A person and the company they work for are two. */
export const likeness = (row: Named, client: Named): Likeness => {
  const [rowNames, clientNames] = [personNames(row), personNames(client)];
  const [hasRowCompany, hasClientCompany] = [row, client].map(({ company }) => wordsOf(company).length > 0);
  if (rowNames.length > 0 && clientNames.length > 0) return betweenPersons(row, client, rowNames, clientNames);
  if (rowNames.length > 0) {
    if (!hasClientCompany) return "silent";
    // « Garage Martin » in a column of names may be a company as well.
    return isPerson(row) ? "other" : likenessOfCompanies(rowNames[0], client.company);
  }
  if (!hasRowCompany) return "silent";
  if (hasClientCompany) return likenessOfCompanies(row.company, client.company);
  return clientNames.length === 0 || isPerson(client) ? "silent" : likenessOfCompanies(row.company, clientNames[0]);
};

/** First and last names that are both given must each agree: Martin Roy is not Luc Martin. */
const betweenPersons = (row: Named, client: Named, rowNames: string[], clientNames: string[]): Likeness => {
  const differ = (field: "firstName" | "lastName") => likenessOfPersons(row[field], client[field]) === "other";
  if (differ("firstName") || differ("lastName")) return "other";
  const all = rowNames.flatMap((a) => clientNames.map((b) => likenessOfPersons(a, b)));
  return all.includes("same") ? "same" : all.includes("partial") ? "partial" : "other";
};

/** Who a row names, written the same whatever the order, case and accents of its words. */
export const nameKey = (row: Named): string => {
  const [name] = personNames(row);
  return name ? wordsOf(name).join(" ") : row.company ? `company ${wordsOf(row.company).join(" ")}` : "";
};

/** A text that is there, unless another one spells the same words with more accents, or with capitals where they belong. */
export const richer = (known: string | undefined, said: string | undefined): string | undefined => {
  if (!known || !said) return known || said;
  return fold(said) === fold(known) && richness(said) > richness(known) ? said : known;
};

const richness = (text: string): number =>
  2 * (text.match(/[^\p{ASCII}]/gu)?.length ?? 0) + (/\p{Ll}/u.test(text) && /\p{Lu}/u.test(text) ? 1 : 0);
