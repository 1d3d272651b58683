import { authorOf, revised } from "../../shared/app/actor.ts";
import { keys } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { VersionConflict, type Write } from "../../shared/db/writes.ts";
import { accounts } from "../../shared/entities/account.ts";
import { type Client, type ClientType, clientTypes } from "../../shared/entities/client.ts";
import { factsLeftBehind } from "../../shared/entities/client-address-facts.ts";
import { stampOf, stampOf02 } from "../../shared/entities/client-stamp.ts";
import { claimUnique } from "../../shared/entities/unique.ts";
import { AppError } from "../../shared/errors.ts";
import type { ClientId } from "../../shared/ids.ts";
import { lazy } from "../../shared/lazy.ts";
import type { Stamp } from "../../shared/projection/client-state.ts";
import { changedClient, leftToStream } from "../../shared/projection/client-units.ts";
import { commitUnits, fitsTogether, type Unit } from "../../shared/projection/commit-units.ts";
import { type ReadState, readStates } from "../../shared/projection/read-states.ts";
import { applyAction, type BulkChange } from "./bulk-action.ts";
import { type Outcome, outcomeOf } from "./bulk-outcome.ts";

interface Terms {
  db: AccountTable;
  action: BulkChange;
  /** Who asked for it. */
  createdBy: string;
  now: Date;
  /** The rules by which clients are found. @default those of today */
  stamp?: Stamp;
}

export interface Changed {
  outcomes: Outcome[];
  /** Something was written of which lists, search and counters tell only once the stream has been followed. */
  leftToStream: boolean;
}

type Planned = { unit: Unit & { id: ClientId } } | { id: ClientId; ordinary: Write[] } | { outcome: Outcome };

const ATTEMPTS = 5;

/**
 * Changes clients with everything that they are found by: nothing waits for the stream (docs/adr/0046). Somebody else's
 * change in between is no failure: the client is read again.
 */
export const changeMany = async (ids: readonly ClientId[], terms: Terms): Promise<Changed> => {
  const outcomes = new Map<ClientId, Outcome>();
  const help = helpOf(terms);
  let isLeftToStream = false;
  let open = [...new Set(ids)];
  for (let attempt = 0; attempt < ATTEMPTS && open.length > 0; attempt++) {
    const states = await readStates(terms.db, open, stampOf02);
    const planned = await Promise.all(open.map((id) => plan(id, states.get(id), terms, help)));
    const tell = (id: ClientId, error?: AppError) => {
      if (!(error instanceof VersionConflict))
        outcomes.set(id, error ? outcomeOf(id)("failed", error.message) : outcomeOf(id)("changed"));
    };
    const units = planned.flatMap((one) => ("unit" in one ? [one.unit] : []));
    const refused = new Map((await commitUnits(terms.db, units)).map(({ unit, error }) => [unit.id, error]));
    for (const { id } of units) tell(id, refused.get(id));
    for (const one of planned) {
      if ("outcome" in one) outcomes.set(one.outcome.item as ClientId, one.outcome);
      if (!("ordinary" in one)) continue;
      isLeftToStream = true;
      tell(one.id, await refusalOf(terms.db.commit(one.ordinary)));
    }
    open = open.filter((id) => !outcomes.has(id));
  }
  const busy = (id: ClientId) => outcomeOf(id)("failed", "The client is being changed by many at once.");
  return { outcomes: ids.map((id) => outcomes.get(id) ?? busy(id)), leftToStream: isLeftToStream };
};

const plan = async (id: ClientId, known: ReadState | undefined, terms: Terms, help: Help): Promise<Planned> => {
  if (!known) return { outcome: outcomeOf(id)("failed", "There is no such client.") };
  const { db, action, stamp = stampOf } = terms;
  const { client } = known.state;
  try {
    const next = await nextOf(known.state, terms, help);
    if (!next) return { outcome: outcomeOf(id)("unchanged") };
    const index = stamp(next);
    const claims = await claimUnique(db, await help.settings(), client, next);
    const facts = action.kind === "archive" ? await factsLeftBehind(db, client) : [];
    const others = [...claims, ...facts];
    const unit = changedClient(known.state, next, index, others);
    if (known.saysItself && fitsTogether(unit)) return { unit: { ...unit, id } };
    return { id, ordinary: [leftToStream(known, next, index), ...others] };
  } catch (error) {
    if (error instanceof AppError) return { outcome: outcomeOf(id)("failed", error.message) };
    throw error;
  }
};

/** The client after the action; undefined where it changes nothing. */
const nextOf = async (
  { client, index }: ReadState["state"],
  { action, createdBy, now, stamp = stampOf }: Terms,
  help: Help,
): Promise<Client | undefined> => {
  // The same version by other rules: nobody is told of it.
  if (action.kind === "rebuild") return stamp(client).rules === index.rules ? undefined : client;
  const changes = applyAction(client, action, await help.typeOf(client));
  return changes && { ...client, ...changes, ...revised(client, authorOf(createdBy), now) };
};

/** What is read once for all clients of a step. */
interface Help {
  /** Only a client that comes back from the archive may meet another one of its name. */
  settings: () => Promise<Parameters<typeof claimUnique>[1]>;
  typeOf: (client: Client) => Promise<ClientType | undefined>;
}

const helpOf = ({ db, action }: Terms): Help => {
  const types = new Map<string, Promise<ClientType | undefined>>();
  return {
    settings: lazy(async () => (await db.get(accounts, keys.account(db.accountId)))?.settings ?? {}),
    async typeOf({ typeId }) {
      if (action.kind !== "reindex" || !typeId) return undefined;
      const type = types.get(typeId) ?? db.get(clientTypes, keys.of(db.accountId, typeId));
      types.set(typeId, type);
      return type;
    },
  };
};

const refusalOf = async (writing: Promise<void>): Promise<AppError | undefined> => {
  try {
    await writing;
    return undefined;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
};
