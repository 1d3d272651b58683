import type { JobStep } from "../../../shared/app/job-runner.ts";
import type { waitForLists } from "../../../shared/app/wait-for-lists.ts";
import { partitions } from "../../../shared/db/keys.ts";
import type { AccountTable, Page } from "../../../shared/db/table.ts";
import type { ClientListing } from "../../../shared/entities/client.ts";
import { type ClientIndex, unpacked } from "../../../shared/entities/client-index.ts";
import { clientCounter, countOf } from "../../../shared/entities/counter.ts";
import { facetIn, lists } from "../../../shared/entities/facet.ts";
import type { Job } from "../../../shared/entities/job.ts";
import { listTags } from "../../../shared/entities/tag.ts";
import { facetOf } from "../../../shared/projection/projection-writes.ts";
import { type Counted, listCounter, tagCounter } from "./counted.ts";
import { namedLists } from "./named-lists.ts";
import { type Recounted, recountList } from "./recount-list.ts";

/** Clients, or tags, of one step. */
const STEP = 100;
const TAG = `${lists.tag("").list}#`;

/**
 * What is gone through, in this order: the clients of each listing for the lists that they stand in; then the lists that may
 * be empty: of all tags, of all types with what their fields let one choose, of all members, and those that every account has.
 */
const stages = ["active", "disabled", "archived", "tags", "types", "members"] as const;
type Stage = (typeof stages)[number];

type Waiting = Parameters<typeof waitForLists>[1];

/** Compares the counters of an account with its lists. One worker's way through it: it remembers what it has compared. */
export class Recount {
  readonly #db: AccountTable;
  readonly #waiting: Waiting;
  readonly #seen = new Set<string>();

  constructor(db: AccountTable, waiting: Waiting) {
    this.#db = db;
    this.#waiting = waiting;
  }

  async step(job: Job): Promise<JobStep> {
    const { stage = "active", after, over } = job.checkpoint ?? {};
    const { progress } = job;
    // A worker may die between its last step and the end of the job.
    if (over === true) return { checkpoint: { over }, progress, finished: true };
    const at = stage as Stage;
    const { items, next } = await this.#next(at, typeof after === "string" ? after : undefined);
    const outcomes = new Map<Counted, Recounted>();
    for (const counted of items.filter(({ name }) => !this.#seen.has(name))) {
      this.#seen.add(counted.name);
      outcomes.set(counted, await recountList(this.#db, counted, this.#waiting));
    }
    const following = next === undefined ? stages[stages.indexOf(at) + 1] : at;
    const done = progress.done + (isListing(at) ? STEP : 0);
    const total = progress.total || (await this.#everybody());
    const counts = (outcome: Recounted["outcome"]) => [...outcomes.values()].filter((one) => one.outcome === outcome);
    return {
      checkpoint: following ? { stage: following, ...(next === undefined ? {} : { after: next }) } : { over: true },
      progress: { done: Math.min(done, total), total },
      counts: { compared: outcomes.size, mended: counts("mended").length, busy: counts("busy").length },
      items: [...outcomes].flatMap(([{ name }, recounted]) =>
        recounted.outcome === "mended"
          ? [{ place: name, item: name, status: "mended", message: `${recounted.before} → ${recounted.after}` }]
          : [],
      ),
      finished: following === undefined,
    };
  }

  /** The counters that the next clients, or tags, lead to. */
  async #next(stage: Stage, after: string | undefined): Promise<{ items: Counted[]; next: string | undefined }> {
    const { accountId } = this.#db;
    const now = this.#waiting.clock.now().toISOString();
    if (stage === "tags") {
      const page = await listTags(this.#db, { limit: STEP, after: after === undefined ? undefined : [after] });
      const counted = page.items.flatMap(({ key }) => [
        ...listings.map((listing) => listCounter(accountId, facetIn(listing, lists.tag(key)))),
        tagCounter(accountId, key, now),
      ]);
      return { items: counted, next: page.next?.[0] };
    }
    if (!isListing(stage)) {
      const page = await namedLists(this.#db, stage, after, STEP);
      const counted = page.items.flatMap((list) =>
        listings.map((listing) => listCounter(accountId, facetIn(listing, list))),
      );
      return { items: counted, next: page.next };
    }
    const page = await this.#clients(stage, after);
    const lines = new Set(page.items.flatMap(({ index }) => unpacked((index as ClientIndex | undefined)?.lists)));
    const items = [
      listCounter(accountId, facetIn(stage, lists.all)),
      ...[...lines].map((line) => listCounter(accountId, facetOf(stage, line))),
      ...[...lines]
        .filter((line) => line.startsWith(TAG))
        .map((line) => tagCounter(accountId, line.slice(TAG.length), now)),
    ];
    return { items, next: page.next && JSON.stringify(page.next) };
  }

  #clients(listing: ClientListing, after: string | undefined): Promise<Page<Record<string, unknown>>> {
    const partition = partitions.list(this.#db.accountId, `CLIENTS#${listing}`);
    return this.#db.listStored(partition, { limit: STEP, after: after === undefined ? after : JSON.parse(after) });
  }

  async #everybody(): Promise<number> {
    const counts = await Promise.all(
      listings.map((listing) => countOf(this.#db, clientCounter(facetIn(listing, lists.all)))),
    );
    return counts.reduce((sum, count) => sum + count, 0);
  }
}

const listings: readonly ClientListing[] = ["active", "disabled", "archived"];
const isListing = (stage: Stage): stage is ClientListing & Stage => listings.some((listing) => listing === stage);
