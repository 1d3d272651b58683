import { insertIndexed } from "../../shared/app/write-client.ts";
import { VersionConflict, type Write } from "../../shared/db/writes.ts";
import type { Account } from "../../shared/entities/account.ts";
import type { Client } from "../../shared/entities/client.ts";
import { stampOf, stampOf02 } from "../../shared/entities/client-stamp.ts";
import { claimUnique } from "../../shared/entities/unique.ts";
import { AppError } from "../../shared/errors.ts";
import type { ClientId } from "../../shared/ids.ts";
import { changedClient, leftToStream, type NewClient, newClient } from "../../shared/projection/client-units.ts";
import { commitUnits, fitsTogether, type Unit } from "../../shared/projection/commit-units.ts";
import { writeLookups } from "../../shared/projection/lookups.ts";
import { type ReadState, readStates } from "../../shared/projection/read-states.ts";
import { settleAll } from "../../shared/settle-all.ts";
import { factsOf, proofOf } from "./consent-of-rows.ts";
import { notePending, removeEntries, removePending } from "./pending-clients.ts";
import type { Change, TakeTerms } from "./rows-taken.ts";

/** What refuses one client is an error of its rows, not of the import. */
export interface Refusal {
  change: Change;
  error: AppError;
}

export interface Written {
  refusals: Refusal[];
  /** Something was written of which the lists, the search and the counters tell only once the stream has been followed. */
  leftToStream: boolean;
}

type ClientUnit = Unit & { change: Change; made?: NewClient };

/** A client as it is to be written, or why it cannot be. */
type Planned = { unit: ClientUnit } | { ordinary: Write[]; change: Change } | Refusal;

/**
 * Writes clients as rows leave them, with the proof of what the rows say of consent, and with everything that they are found
 * by: nothing of it waits for the stream (docs/adr/0046).
 */
export const writeClients = async (changes: readonly Change[], terms: TakeTerms): Promise<Written> => {
  const made = changes.filter(({ before }) => !before);
  const altered = changes.filter(({ before, after }) => before && after !== before);
  const said = await sayFirst(made, terms);
  const ids = altered.map(({ after }) => after.id);
  const states = ids.length > 0 ? await readStates(terms.db, ids, stampOf02) : new Map();
  const planned = await Promise.all([...made, ...altered].map((change) => plan(change, states, said, terms)));
  const units = planned.flatMap((one) => ("unit" in one ? [one.unit] : []));
  const refused = await commitUnits(terms.db, units, (group) => prepare(group, terms));
  await forget(
    refused.flatMap(({ unit }) => unit.made ?? []),
    terms,
  );
  const ordinary = planned.flatMap((one) => ("ordinary" in one ? [one] : []));
  const late = await settleAll(ordinary.map((one) => attempt(one.change, () => terms.db.commit(one.ordinary))));
  return {
    refusals: [
      ...planned.flatMap((one) => ("error" in one ? [one] : [])),
      ...refused.map(({ unit, error }) => ({ change: unit.change, error })),
      ...late.flat(),
    ],
    leftToStream: ordinary.length > 0,
  };
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

/**
 * What is said of consent goes before the clients, at half the price of a transaction: nobody is there without it, whenever
 * a worker dies. False where it goes with each client: where one may be refused, or what is said of it is too large.
 */
const sayFirst = async (made: readonly Change[], terms: TakeTerms): Promise<boolean> => {
  if (isStrict(terms.account)) return false;
  try {
    await settleAll(made.flatMap((change) => factsOf(change, terms)).map((fact) => terms.db.commit([fact])));
    await terms.db.writeBatch(made.flatMap((change) => proofOf(change, terms)));
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === "too-large") return false;
    throw error;
  }
};

const plan = async (
  change: Change,
  states: ReadonlyMap<ClientId, ReadState>,
  isSaid: boolean,
  terms: TakeTerms,
): Promise<Planned> => {
  const { before, after } = change;
  try {
    const claims = await claimUnique(terms.db, terms.account.settings, before, after);
    const consent = before || !isSaid ? [...proofOf(change, terms), ...factsOf(change, terms)] : [];
    const others = [...claims, ...consent];
    return before ? planChange(change, before, states, others) : await planNew(change, others);
  } catch (error) {
    return refusalOf(change, error);
  }
};

const planNew = async (change: Change, others: Write[]): Promise<Planned> => {
  const { after } = change;
  const made = newClient(after, stampOf(after), others);
  if (fitsTogether(made)) return { unit: { ...made, change, made } };
  return { change, ordinary: [await insertIndexed(after), ...others] };
};

const planChange = (
  change: Change,
  before: Client,
  states: ReadonlyMap<ClientId, ReadState>,
  others: Write[],
): Planned => {
  const next = { ...change.after, version: before.version + 1 };
  const known = states.get(before.id);
  if (!known || known.state.client.version !== before.version) throw new VersionConflict();
  const index = stampOf(next);
  const unit = changedClient(known.state, next, index, others);
  if (known.saysItself && fitsTogether(unit)) return { unit: { ...unit, change } };
  return { change, ordinary: [leftToStream(known, next, index), ...others] };
};

/** What a transaction of clients needs: entries of new clients stand before them, when nobody can change them yet. */
const prepare = async (group: readonly ClientUnit[], { db, jobId, now }: TakeTerms): Promise<Write[]> => {
  const made = group.flatMap((unit) => unit.made ?? []);
  if (made.length === 0) return [];
  const notedAway = await notePending(db, made, { jobId, now });
  await db.writeBatch(made.flatMap(({ entries }) => entries));
  await writeLookups(
    db,
    made.map(({ lookups }) => lookups),
  );
  return [notedAway];
};

/** New clients that were refused leave nothing behind. */
const forget = async (refused: readonly NewClient[], { db, jobId }: TakeTerms): Promise<void> => {
  if (refused.length === 0) return;
  for (const made of refused) await removeEntries(db, made);
  await removePending(db, jobId);
};

const attempt = async (change: Change, work: () => Promise<void>): Promise<Refusal[]> => {
  try {
    await work();
    return [];
  } catch (error) {
    return [refusalOf(change, error)];
  }
};

/** @throws the error itself where it is not the client's fault */
const refusalOf = (change: Change, error: unknown): Refusal => {
  if (!(error instanceof AppError) || error.status >= 500) throw error;
  return { change, error };
};
