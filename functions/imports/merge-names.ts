import type { Client } from "../../shared/entities/client.ts";
import { displayName } from "../../shared/entities/client-draft.ts";
import { fold } from "../../shared/text/fold.ts";
import type { Evidence } from "./match-row.ts";
import { hasPersonName, likeness, richer } from "./names.ts";
import type { ImportedClient } from "./parse/imported-client.ts";
import { news, sameText } from "./same-text.ts";

type Names = Partial<Pick<Client, "name" | "firstName" | "lastName" | "company">>;

/**
 * The names of a client after a row. An id or a decision lets the row correct them; an address or number that both have
 * lets it complete them, never take a word away. A name that is worked out from others is worked out anew: it is left out.
 */
export const mergedNames = (client: Client, row: ImportedClient, by: Evidence, isFirst: boolean): Names => {
  const corrects = by !== "agreement" && isFirst;
  const parts = corrects ? corrected(client, row) : completed(client, row, isFirst);
  const name = wholeName(client, row, corrects);
  return { ...parts, ...(name ? { name } : {}) };
};

const corrected = (client: Client, row: ImportedClient) => ({
  firstName: news(client.firstName, row.firstName),
  lastName: news(client.lastName, row.lastName),
  company: news(client.company, row.company),
});

const completed = (client: Client, row: ImportedClient, isFirst: boolean) => {
  const isLonger = hasMoreWords(row, client);
  const part = (field: "firstName" | "lastName") => (isLonger && row[field]) || richer(client[field], row[field]);
  // A person may change company; a client that is a company keeps its name.
  const moves = isFirst && hasPersonName(client);
  return {
    firstName: part("firstName"),
    lastName: part("lastName"),
    company: moves ? (row.company ?? client.company) : richer(client.company, row.company),
  };
};

const wholeName = (client: Client, row: ImportedClient, corrects: boolean): string | undefined => {
  const own = isWorkedOut(client) ? undefined : client.name;
  const isSaid = row.name !== undefined && !sameText(row.name, client.name);
  if (corrects) return isSaid ? row.name : own;
  if (likeness(row, client) === "silent") return own ?? (isNamed(client) ? undefined : row.name);
  if (!hasMoreWords(row, client))
    return own && isSaid && fold(own) === fold(row.name ?? "") ? richer(own, row.name) : own;
  // A row may call somebody by names that have nothing to do with one another.
  const longer = [row.name, displayName({ ...row, name: undefined })].find((name) => hasAllWords(name, client.name));
  return row.name || own ? (longer ?? own) : undefined;
};

const hasAllWords = (name: string | undefined, of: string): boolean => {
  const words = fold(name ?? "").split(" ");
  return fold(of)
    .split(" ")
    .every((word) => words.includes(word));
};

/** The name that nobody gave: made of the others, or of the address or number. */
const isWorkedOut = ({ name, ...others }: Client): boolean => displayName(others) === name;

const isNamed = ({ firstName, lastName, company }: Client): boolean => Boolean(firstName || lastName || company);

const hasMoreWords = (row: ImportedClient, client: Client): boolean =>
  likeness(row, client) === "partial" && countWords(row) > countWords(client);

const countWords = ({ name, firstName, lastName }: Pick<ImportedClient, "name" | "firstName" | "lastName">): number =>
  Math.max(
    ...[name, `${firstName ?? ""} ${lastName ?? ""}`].map(
      (text) =>
        fold(text ?? "")
          .split(" ")
          .filter(Boolean).length,
    ),
  );
