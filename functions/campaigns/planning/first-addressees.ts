import type { AccountTable } from "../../../shared/db/table.ts";
import type { Campaign } from "../../../shared/entities/campaign.ts";
import { AppError } from "../../../shared/errors.ts";
import { addressSet } from "./address-set.ts";
import { type Addressees, addresseesOf } from "./addressees.ts";
import type { AudienceEntry } from "./audience.ts";
import { areFew, recipientsPage } from "./earlier-recipients.ts";
import { firstOfChain, othersInChain } from "./resend-chain.ts";
import type { Snapshots } from "./snapshots.ts";

/** Addressees read at once: a megabyte of clients. */
const AT_ONCE = 1000;
/** Pages that are read in one request: those of a text that finds few among many may be nearly empty. */
export const MOST_PAGES = 20;

/** The first of a campaign's addressees, for an estimate. */
export interface FirstAddressees extends Pick<Addressees, "reached"> {
  pages: AsyncIterable<AudienceEntry[]>;
  /** Whether the last page that was read is the end of them. */
  isAll(): boolean;
}

/**
 * @param most how many are wanted; a page more or less
 * @throws AppError `conflict` where too many got an earlier campaign to be read in one request
 */
export const firstAddressees = async (
  db: AccountTable,
  campaign: Campaign,
  snapshots: Pick<Snapshots, "read">,
  most: number,
): Promise<FirstAddressees> => {
  const { resend } = campaign;
  if (!resend || resend.to === "others") {
    if (await hasManyEarlier(db, campaign))
      throw new AppError("conflict", "Too many have got it already to be counted at once: ask with `exact`.");
    const { page, leftOut, reached } = await addresseesOf(db, campaign, snapshots);
    const { pages, isAll } = readOn(page, most);
    return { reached, pages: without(leftOut, pages), isAll };
  }
  // Whoever opened it is met among its recipients, so these come first.
  const reached = addressSet();
  const meant: AudienceEntry[] = [];
  const { pages, isAll } = readOn(
    (cursor, limit) => recipientsPage(db, resend, cursor, limit, snapshots, reached),
    most,
  );
  let read = 0;
  for await (const entries of pages) {
    meant.push(...entries);
    read += 1;
    if (meant.length >= most || read === MOST_PAGES) break;
  }
  return { reached, pages: slices(meant), isAll };
};

/** Whether a campaign goes by all who got earlier ones, and they are more than one request may read. */
export const hasManyEarlier = async (db: AccountTable, campaign: Campaign): Promise<boolean> => {
  const { id, resend } = campaign;
  if (!resend || resend.to === "same") return false;
  const earlier =
    resend.to === "others" ? await othersInChain(db, await firstOfChain(db, campaign), id) : [{ id: resend.of }];
  return !(await areFew(db, earlier));
};

const readOn = (page: Addressees["page"], most: number): Pick<FirstAddressees, "pages" | "isAll"> => {
  let cursor: string | undefined;
  const pages = async function* (): AsyncGenerator<AudienceEntry[]> {
    do {
      const { entries, next } = await page(cursor, Math.min(AT_ONCE, most));
      cursor = next;
      yield entries;
    } while (cursor !== undefined);
  };
  return { pages: pages(), isAll: () => cursor === undefined };
};

async function* without(
  leftOut: Addressees["leftOut"],
  pages: AsyncIterable<AudienceEntry[]>,
): AsyncGenerator<AudienceEntry[]> {
  for await (const entries of pages) yield entries.filter(({ id }) => !leftOut.has(id));
}

async function* slices(entries: readonly AudienceEntry[]): AsyncGenerator<AudienceEntry[]> {
  for (let start = 0; start < entries.length; start += AT_ONCE) yield entries.slice(start, start + AT_ONCE);
}
