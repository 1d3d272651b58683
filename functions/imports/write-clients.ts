import { insert, put, replace } from "../../shared/db/writes.ts";
import type { Account } from "../../shared/entities/account.ts";
import { type Client, clients } from "../../shared/entities/client.ts";
import { claimUnique } from "../../shared/entities/unique.ts";
import { AppError } from "../../shared/errors.ts";
import { factsOf, proofOf } from "./consent-of-rows.ts";
import type { Change, TakeTerms } from "./rows-taken.ts";

/** What refuses one client is an error of its rows, not of the import. */
export interface Refusal {
  change: Change;
  error: AppError;
}

/** Writes clients as rows leave them, with the proof of what the rows say of consent. */
export const writeClients = async (changes: readonly Change[], terms: TakeTerms): Promise<Refusal[]> => {
  const made = changes.filter(({ before }) => !before);
  const altered = changes.filter(({ before, after }) => before && after !== before);
  const refusals = await Promise.all([create(made, terms), ...altered.map((change) => attempt(change, update, terms))]);
  return refusals.flat();
};

/** What callers have said about a client, without what we keep about it. */
export const contentOf = ({
  id,
  accountId,
  status,
  suppressed,
  marketingRefusedAt,
  version,
  createdAt,
  createdBy,
  updatedAt,
  updatedBy,
  source,
  ...content
}: Client) => content;

const isStrict = ({ settings }: Account): boolean =>
  Boolean(settings.uniqueNames || settings.uniqueEmails || settings.uniqueMobiles);

/** New clients go out 25 a call; where something must be unique, one by one with their claims. */
const create = async (made: readonly Change[], terms: TakeTerms): Promise<Refusal[]> => {
  if (!isStrict(terms.account) && (await writtenAtOnce(made, terms))) return [];
  return (await Promise.all(made.map((change) => attempt(change, createOne, terms)))).flat();
};

/** False when one of them is larger than an item can be: one by one, it is the only one that fails. */
const writtenAtOnce = async (made: readonly Change[], terms: TakeTerms): Promise<boolean> => {
  try {
    // What is said of consent goes first: nobody is there without it, whenever a worker dies.
    await Promise.all(made.flatMap((change) => factsOf(change, terms)).map((fact) => terms.db.commit([fact])));
    await terms.db.writeBatch(made.flatMap((change) => proofOf(change, terms)));
    await terms.db.writeBatch(made.map(({ after }) => put(clients, after)));
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === "too-large") return false;
    throw error;
  }
};

const createOne = async (change: Change, terms: TakeTerms): Promise<void> => {
  const { db, account } = terms;
  const claims = await claimUnique(db, account.settings, undefined, change.after);
  // It may be there already, from a batch that was given up.
  const write = isStrict(account) ? insert(clients, change.after) : put(clients, change.after);
  await db.commit([write, ...claims, ...proofOf(change, terms), ...factsOf(change, terms)]);
};

const update = async (change: Change, terms: TakeTerms): Promise<void> => {
  const { before, after } = change;
  if (!before) return;
  const claims = await claimUnique(terms.db, terms.account.settings, before, after);
  const next = { ...after, version: before.version + 1 };
  const consent = [...proofOf(change, terms), ...factsOf(change, terms)];
  await terms.db.commit([replace(clients, next, before), ...claims, ...consent]);
};

const attempt = async (
  change: Change,
  work: (change: Change, terms: TakeTerms) => Promise<void>,
  terms: TakeTerms,
): Promise<Refusal[]> => {
  try {
    await work(change, terms);
    return [];
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500) throw error;
    return [{ change, error }];
  }
};
