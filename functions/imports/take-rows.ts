import { authorOf, born, revised } from "../../shared/app/actor.ts";
import { type Client, standingRefusal } from "../../shared/entities/client.ts";
import { ContentRefused } from "../../shared/entities/client-mistakes.ts";
import type { ConflictAction } from "../../shared/entities/import-conflict.ts";
import { derivedId, type Ids } from "../../shared/ids.ts";
import { languageIn } from "../../shared/messaging/language.ts";
import { settleAll } from "../../shared/settle-all.ts";
import { fold } from "../../shared/text/fold.ts";
import { factsOfRows, keepRefusals, saysNo } from "./consent-of-rows.ts";
import { type Decided, decideRow } from "./decide-row.ts";
import type { Evidence } from "./match-row.ts";
import { contentOfRow, mergedWithRow, sameContent } from "./merge-row.ts";
import { RepeatedStep } from "./repeated-step.ts";
import { contentErrors, unclearError, writeErrors } from "./row-refusals.ts";
import type { Change, Outcome, ReadRow, Taken, TakeTerms } from "./rows-taken.ts";
import { contentOf, writeClients } from "./write-clients.ts";

/**
 * Takes rows in, in their order: each finds everybody as the rows before it left them. New clients are written in
 * batches, changes one by one with their version checked. Doing it twice is doing it once.
 */
export const takeRows = async (rows: readonly ReadRow[], terms: TakeTerms): Promise<Taken> => {
  const { known } = terms;
  const nothing = { created: 0, updated: 0, unchanged: 0, skipped: 0 };
  const taken: Taken = {
    ...nothing,
    failed: [],
    leftOut: [],
    conflicts: [],
    aboutNobody: [],
    leftToStream: false,
    clientOf: new Map(),
  };
  await known.begin(rows.map(({ client }) => client));
  const repeated = new RepeatedStep(terms);
  const changes = new Map<string, Change>();
  for (const row of rows) await takeRow(row, changes, taken, terms);
  const settled = [...changes.values()];
  repeated.recognise(settled, (client, row) => changed(row, { client, by: "agreement" }, changes, terms).after);
  if (!terms.dryRun) {
    const refusing = factsOfRows([...taken.aboutNobody, ...settled.flatMap(ofOtherAddresses)], terms);
    await settleAll(refusing.map((fact) => terms.db.commit([fact])));
    await keepRefusals(terms.db, settled);
    const writing = writeClients(settled, terms);
    terms.whileWriting?.();
    const { refusals, leftToStream } = await writing;
    taken.leftToStream = leftToStream;
    for (const { change, error } of refusals) {
      taken.failed.push(
        ...writeErrors(
          change.rows.map(({ row }) => row.row),
          change.after,
          error,
          terms,
        ),
      );
      change.rows = [];
    }
  }
  for (const { outcome } of settled.flatMap((change) => change.rows)) taken[outcome] += 1;
  return taken;
};

/** Rows that change nothing of their client are not written; what they say of another address of theirs is. */
const ofOtherAddresses = ({ before, after, rows }: Change): ReadRow[] =>
  after === before ? rows.flatMap(({ row }) => (row.client.email === after.email ? [] : [row])) : [];

const takeRow = async (row: ReadRow, changes: Map<string, Change>, taken: Taken, terms: TakeTerms): Promise<void> => {
  const decided = await decideRow(row.row, row.client, terms.known, terms.decisions);
  const { conflict } = decided;
  if (conflict) taken.conflicts.push({ row: row.row, ...conflict, action: actionOf(decided) });
  if (decided.does === "skip") taken.skipped += 1;
  if (decided.does === "leave") taken.failed.push(unclearError(row, terms));
  if (decided.does === "leave" || (decided.does === "skip" && !terms.decisions.rows.has(row.row)))
    taken.aboutNobody.push(row);
  if (decided.does !== "create" && decided.does !== "change") return;
  try {
    const { made, leftOut } = withoutMisfits(row, (one) =>
      decided.does === "create" ? fresh(one, decided.id, terms) : changed(one, decided, changes, terms),
    );
    if (leftOut) taken.leftOut.push(...contentErrors(row, leftOut, terms));
    if (made.isRepeated)
      taken.conflicts.push({ row: row.row, reason: "repeated", clients: [made.after], action: undefined });
    taken.clientOf.set(row.row, made.after.id);
    const change = changes.get(made.after.id);
    changes.set(made.after.id, {
      before: change ? change.before : decided.does === "change" ? decided.client : undefined,
      after: made.after,
      rows: [...(change?.rows ?? []), { row, outcome: made.outcome }],
    });
    terms.known.keep(row.client, made.after);
  } catch (error) {
    if (!(error instanceof ContentRefused)) throw error;
    taken.failed.push(...contentErrors(row, error, terms));
    taken.aboutNobody.push(row);
  }
};

const actionOf = ({ does }: Decided): ConflictAction | undefined =>
  does === "leave" ? undefined : does === "change" ? "update" : does;

/** Custom fields that do not fit the client's type are left out, so that the rest of the row comes in. */
const withoutMisfits = <T>(row: ReadRow, make: (row: ReadRow) => T): { made: T; leftOut?: ContentRefused } => {
  try {
    return { made: make(row) };
  } catch (error) {
    if (!(error instanceof ContentRefused)) throw error;
    const misfits = new Set(error.mistakes.map(({ pointer }) => pointer));
    const fitting = Object.entries(row.client.fields ?? {}).filter(([key]) => !misfits.has(`/fields/${key}`));
    try {
      return { made: make({ ...row, client: { ...row.client, fields: Object.fromEntries(fitting) } }), leftOut: error };
    } catch (again) {
      // All that is wrong with the row, not only what cannot be left out.
      throw again instanceof ContentRefused ? error : again;
    }
  }
};

interface Made {
  after: Client;
  outcome: Outcome;
  /** The row says other things than an earlier one about the same client, which were left out. */
  isRepeated?: boolean;
}

type Placed = Pick<Client, "id" | "version" | "addresses" | "typeId">;

const rowTerms = ({ type, client: row }: ReadRow, { account, language, types }: TakeTerms, client: Placed) => {
  const own = types.withId(client.typeId);
  return {
    country: account.country,
    habits: { language: languageIn(language), currency: account.currency, country: account.country },
    // A client keeps its type where the row names none, or names it.
    type: own && (!row.type || fold(row.type) === fold(own.name)) ? own : (type ?? own),
    ids: locationIds(client),
  };
};

/** The ids of places follow from the client that gets them: a step that is repeated makes the same ones. */
const locationIds = ({ id, version, addresses }: Pick<Client, "id" | "version" | "addresses">): Ids => {
  let count = addresses.length;
  return { next: (kind) => derivedId(kind, "import", id, String(version), String(count++)) };
};

const fresh = (row: ReadRow, id: Client["id"], terms: TakeTerms): Made => ({
  after: {
    ...contentOfRow(row.client, rowTerms(row, terms, { id, version: 1, addresses: [], typeId: undefined })),
    id,
    accountId: terms.account.id,
    status: "active",
    ...(saysNo(row.client) ? { marketingRefusedAt: terms.now.toISOString() } : {}),
    ...born(authorOf(terms.author), terms.now),
    source: "import",
  },
  outcome: "created",
});

/** The client as the row leaves it. What only repeats or contradicts an earlier row of the file changes nothing. */
const changed = (
  row: ReadRow,
  { client, by }: { client: Client; by: Evidence },
  changes: ReadonlyMap<string, Change>,
  terms: TakeTerms,
): Made => {
  const own = rowTerms(row, terms, client);
  const isDecided = by === "decision";
  const isFirst = isDecided || !terms.known.hasMet(client.id);
  const merged = (asFirst: boolean) => mergedWithRow(client, row.client, { ...own, by, isFirst: asFirst });
  const content = merged(isFirst);
  const isRepeated = !isFirst && !sameContent(content, merged(true));
  const refusedAt =
    standingRefusal(client, content.subscriptions) ?? (saysNo(row.client) ? terms.now.toISOString() : undefined);
  const isSame = sameContent(contentOf(client), content) && refusedAt === client.marketingRefusedAt;
  if (isSame) return { after: client, outcome: "unchanged", isRepeated };
  const { id, accountId, status, suppressed, version, createdAt, createdBy, updatedAt, updatedBy } = client;
  const isPending = changes.has(id);
  const after = {
    ...content,
    id,
    accountId,
    status,
    ...(suppressed && content.email === client.email ? { suppressed } : {}),
    ...(refusedAt ? { marketingRefusedAt: refusedAt } : {}),
    // A client that these rows make or change already gets one new version from them all.
    ...(isPending
      ? { version, createdAt, createdBy, updatedAt, updatedBy }
      : revised(client, authorOf(terms.author), terms.now)),
    source: "import",
  };
  return { after, outcome: "updated", isRepeated };
};
