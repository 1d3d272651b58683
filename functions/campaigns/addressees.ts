import { later } from "../../shared/clock.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import type { Audience, Campaign } from "../../shared/entities/campaign.ts";
import { type AudienceEntry, type AudiencePage, audiencePage, planningPage } from "./audience.ts";
import { openedAt, reachedBy, recipientsPage } from "./earlier-recipients.ts";
import { relativesOf, rootOf } from "./family.ts";
import { type Marks, markSet } from "./mark-set.ts";
import type { Snapshots } from "./snapshots.ts";
import { readCampaign } from "./store.ts";

type Reader = Pick<Snapshots, "read">;

/** Whom a campaign may go to: an audience as it is now, or recipients of an earlier campaign. */
export interface Addressees {
  /** The next ones, in an order that stays. */
  page(cursor: string | undefined, limit: number): Promise<AudiencePage>;
  /** The lists are walked: who is changed meanwhile may move within them. */
  inLists: boolean;
  /** Who has got it from the same family. */
  leftOut: ReadonlySet<string>;
  /**
   * The addresses, by their marks, at which nobody is to get it whoever has them now: somebody got it there from the same
   * family, or opened it there when it goes to those who did not.
   */
  reached: Pick<Marks, "has">;
  /** Before that, an earlier campaign's last calls may still be under way. */
  readyAt?: Date;
}

/** A worker that claimed a chunk before the campaign was cancelled has written so by then. */
const IN_FLIGHT_SECONDS = 30;
const nobody: Pick<Addressees, "leftOut" | "reached"> = { leftOut: new Set(), reached: markSet() };

/** @param pageOf how an audience is read: for planning, or for counting */
export const addresseesOf = async (
  db: AccountTable,
  campaign: Campaign,
  snapshots: Reader,
  pageOf: typeof audiencePage = planningPage,
): Promise<Addressees> => {
  const audience = audienceOrFail(campaign);
  const { resend } = campaign;
  const listed = {
    page: (cursor: string | undefined, limit: number) => pageOf(db, audience, cursor, limit),
    inLists: !("clientIds" in audience),
    ...nobody,
  };
  if (!resend) return listed;
  if (resend.to === "others") {
    const relatives = await relativesOf(db, await rootOf(db, campaign), campaign.id);
    return { ...listed, ...(await reachedBy(db, relatives, snapshots)), ...readyAfter(relatives) };
  }
  const source = await readCampaign(db, resend.of);
  return {
    page: (cursor, limit) => recipientsPage(db, resend, cursor, limit, snapshots),
    inLists: false,
    ...nobody,
    ...(resend.to === "not_opened" ? { reached: await openedAt(db, resend.of, snapshots) } : {}),
    ...readyAfter(source ? [source] : []),
  };
};

/** Lists read at once: a megabyte of them, DynamoDB's own page. */
const AT_ONCE = 8000;

/**
 * Everybody of a campaign's addressees, for counting. Recipients of an earlier campaign are looked up in the list of all
 * clients, which says whether their e-mail may go out; only those who do not stand in it must be read.
 */
export const allAddressees = async (
  db: AccountTable,
  campaign: Campaign,
  snapshots: Reader,
): Promise<Pick<Addressees, "reached"> & { pages: AsyncIterable<AudienceEntry[]> }> => {
  const { resend } = campaign;
  if (!resend || resend.to === "others") {
    const { page, leftOut, reached } = await addresseesOf(db, campaign, snapshots, audiencePage);
    return { reached, pages: without(leftOut, pagesOf(page)) };
  }
  const meant = new Map<string, AudienceEntry>();
  const reached = markSet();
  const page: Addressees["page"] = (cursor, limit) => recipientsPage(db, resend, cursor, limit, snapshots, reached);
  for await (const entries of pagesOf(page)) for (const entry of entries) meant.set(entry.id, entry);
  return { reached, pages: listed(db, meant) };
};

async function* without(
  leftOut: ReadonlySet<string>,
  pages: AsyncIterable<AudienceEntry[]>,
): AsyncGenerator<AudienceEntry[]> {
  for await (const entries of pages) yield entries.filter(({ id }) => !leftOut.has(id));
}

/** Clients as the list of all has them, and in the end those who do not stand in it. */
async function* listed(db: AccountTable, meant: Map<string, AudienceEntry>): AsyncGenerator<AudienceEntry[]> {
  for await (const entries of pagesOf((cursor, limit) => audiencePage(db, { all: true }, cursor, limit)))
    yield entries.filter(({ id }) => meant.delete(id));
  yield [...meant.values()];
}

async function* pagesOf(page: Addressees["page"]): AsyncGenerator<AudienceEntry[]> {
  let cursor: string | undefined;
  do {
    const { entries, next } = await page(cursor, AT_ONCE);
    yield entries;
    cursor = next;
  } while (cursor !== undefined);
}

const audienceOrFail = ({ id, audience }: Campaign): Audience => {
  if (!audience) throw new Error(`The campaign ${id} is sent without an audience.`);
  return audience;
};

const readyAfter = (earlier: readonly Campaign[]): Pick<Addressees, "readyAt"> => {
  const ends = earlier.flatMap(({ status, finishedAt }) => (status === "cancelled" && finishedAt ? [finishedAt] : []));
  const last = ends.sort().at(-1);
  return last ? { readyAt: later(new Date(last), IN_FLIGHT_SECONDS) } : {};
};
