import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { useCases } from "../../../../functions/clients/api.ts";
import { loadContactReader } from "../../../../functions/clients/deps.ts";
import { routes } from "../../../../functions/clients/manifest.ts";
import { api } from "../../../../shared/app/api.ts";
import type { AccountTable, Table } from "../../../../shared/db/table.ts";
import type { Client } from "../../../../shared/entities/client.ts";
import * as bounds from "../../../../shared/filters/bounds.ts";
import { distanceMeters } from "../../../../shared/geo/distance.ts";
import { type AccountId, derivedId, type Id } from "../../../../shared/ids.ts";
import { aClient } from "../../../support/a-client.ts";
import { aMember, anAccount } from "../../../support/actors.ts";
import { call } from "../../../support/call.ts";
import { testDeps } from "../../../support/deps.ts";
import { listClient } from "../../../support/listed-clients.ts";
import { memoryTable } from "../../../support/memory-table.ts";

/** How many random businesses are listed: `LISTS=2000` for a longer look. */
const numRuns = Number(process.env.LISTS ?? 40);
const patience = { timeout: 20_000 + 1000 * numRuns };

// With few clients, every way is taken and every bound is met.
vi.mock("../../../../shared/filters/bounds.ts", () => ({
  MOST_ENTRIES: 8,
  FIRST_ENTRIES: 3,
  READ_AHEAD: 2,
  MOST_CLIENTS: 3,
  MOST_PASSED: 4,
  MOST_SORTED: 6,
  MOST_TOKENS: 5,
  MOST_LEAPS: 4,
  FEW: 3,
  MOST_CELLS: 40,
  MOST_IN_CELLS: 60,
  CELL_CLIENTS: 3,
}));

const near = { lat: 45.5, lng: -73.6 };
const places = [near, near, { lat: 45.501, lng: -73.6 }, { lat: 45.6, lng: -73.3 }, { lat: 50.6, lng: 5.5 }, undefined];
const memberId = derivedId("member", "field staff");

type Given = Pick<Client, "name" | "tags" | "disabled" | "status" | "assignedTo" | "addresses">;

const aGiven: fc.Arbitrary<Given> = fc
  .record({
    name: fc.constantFrom("Amélie", "Ambre Roy", "Zoé", "Zoé Amiel", "Luc"),
    tags: fc.subarray(["Rare", "Hiver"]),
    disabled: fc.constantFrom(false, false, false, true),
    status: fc.constantFrom("active" as const, "active" as const, "active" as const, "archived" as const),
    assignedTo: fc.subarray([memberId]),
    place: fc.constantFrom(...places),
  })
  .map(({ place, ...given }) => ({
    ...given,
    addresses: place ? [{ id: "loc_1" as Id<"location">, location: place }] : [],
  }));

const aQuery = fc.record(
  {
    q: fc.constantFrom("am", "z", "roy", "amiel", "nobody"),
    tag: fc.constantFrom("rare", "Hiver"),
    assignedTo: fc.constant(memberId),
    includeDisabled: fc.constant("true"),
    status: fc.constantFrom("active", "archived"),
    sort: fc.constantFrom("name", "recent", "near", "updated"),
  },
  { requiredKeys: [] },
);
type Query = Record<string, string>;

const meant = (client: Client, { q, tag, assignedTo, includeDisabled, status = "active", sort }: Query): boolean =>
  client.status === status &&
  (status === "archived" || includeDisabled === "true" || !client.disabled) &&
  (tag === undefined || client.tags.some((one) => one.toLowerCase() === tag.toLowerCase())) &&
  (assignedTo === undefined || client.assignedTo.includes(memberId)) &&
  (sort !== "near" || client.addresses.length > 0) &&
  (sort !== "updated" || client.updatedAt >= SINCE) &&
  (q === undefined || (q.length === 1 ? plain(client).startsWith(q) : ` ${plain(client)}`.includes(` ${q}`)));

const plain = ({ name }: Client): string => name.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

const isRefused = ({ q = "", status }: Query): boolean => status === "archived" && q.length > 1;

const orderOf: Record<string, (client: Client) => number | string> = {
  recent: ({ updatedAt }) => -new Date(updatedAt),
  updated: ({ updatedAt }) => Number(new Date(updatedAt)),
  near: ({ addresses }) => Math.round(distanceMeters(near, addresses[0]?.location ?? near) / 10),
};

const moment = (number: number): string => new Date(Date.UTC(2026, 0, 1) + number * 1000).toISOString();

/** Some were changed before it. */
const SINCE = moment(5);

interface Business {
  clients: Client[];
  db: AccountTable;
  /** Items read so far. */
  meter: { items: number };
  page(query: Query): Promise<{ data: { id: string; name: string }[]; nextCursor?: string }>;
}

const aBusiness = async (people: readonly Given[], form: "now" | "of 0.2"): Promise<Business> => {
  const { table } = memoryTable();
  const { account, headers } = await anAccount(table);
  await aMember(table, account, { id: memberId });
  const db = table.of(account.id);
  const clients = people.map((given, number) =>
    aClient({ ...given, id: derivedId("client", String(number)), accountId: account.id, updatedAt: moment(number) }),
  );
  for (const after of clients) await listClient(db, { after, form });
  const meter = { items: 0 };
  const handler = api(
    () => ({ ...testDeps(counting(table, account.id, meter)), contact: loadContactReader }),
    useCases,
  );
  const page = async (query: Query) => {
    const { sort, ...others } = query;
    const ordered = sort === "updated" ? { ...others, updatedSince: SINCE } : query;
    const answer = await call(handler, routes.list, { headers, query: ordered });
    if (answer.status !== 200) throw new Error(answer.text);
    return answer.body;
  };
  return { clients, db, meter, page };
};

/** The same table, every item counted that is read of clients and of what follows from them. */
const counting = (table: Table, account: AccountId, meter: { items: number }): Table => ({
  ...table,
  of: (asked) => {
    const db = table.of(asked);
    if (asked !== account) return db;
    const counted = <T>(items: T[]): T[] => {
      meter.items += items.length;
      return items;
    };
    return {
      ...db,
      getMany: async (kind, keys, options) => counted(await db.getMany(kind, keys, options)),
      list: async (kind, partition, options) => {
        const page = await db.list(kind, partition, options);
        return { ...page, items: counted(page.items) };
      },
      listStored: async (partition, options) => {
        const page = await db.listStored(partition, options);
        return { ...page, items: counted(page.items) };
      },
    };
  },
});

/** More than any page may read with these bounds: two lists, a search, everybody passed by, cells and clients. */
const MOST =
  2 * bounds.MOST_ENTRIES +
  bounds.MOST_SORTED +
  2 * (bounds.MOST_TOKENS + bounds.FEW) +
  2 * (bounds.MOST_PASSED + bounds.MOST_CLIENTS) +
  bounds.MOST_CELLS * bounds.CELL_CLIENTS +
  100 * bounds.MOST_LEAPS;

describe("a list, whatever is combined", () => {
  test(
    "holds each client once who meets it, page by page, in its order, and reads no more than its bounds",
    patience,
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(aGiven, { maxLength: 40 }),
          aQuery,
          fc.integer({ min: 1, max: 9 }),
          fc.constantFrom("now" as const, "of 0.2" as const),
          async (people, asked, limit, form) => {
            const query: Query = { ...(asked as Query), limit: String(limit), near: `${near.lat},${near.lng}` };
            if (asked.sort !== "near") delete query.near;
            fc.pre(!isRefused(query));
            const { clients, meter, page } = await aBusiness(people, form);
            const shown: string[] = [];
            let cursor: string | undefined;
            let pages = 0;
            do {
              meter.items = 0;
              const body = await page({ ...query, ...(cursor ? { cursor } : {}) });
              expect(body.data.length).toBeLessThanOrEqual(limit);
              expect(meter.items).toBeLessThanOrEqual(MOST + 4 * limit);
              shown.push(...body.data.map(({ id }) => id));
              cursor = body.nextCursor;
              pages += 1;
            } while (cursor && pages < 400);
            const expected = clients.filter((client) => meant(client, query)).map(({ id }) => id as string);
            expect(shown.toSorted()).toEqual(expected.toSorted());
            const rankOf = orderOf[asked.sort ?? ""];
            const values = shown
              .flatMap((id) => clients.filter((client) => client.id === id))
              .map((one) => rankOf?.(one));
            if (rankOf) expect(values).toEqual(values.toSorted((a, b) => Number(a) - Number(b)));
          },
        ),
        { numRuns },
      );
    },
  );

  test("loses nobody and shows nobody twice who was left alone while others were changed", patience, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(aGiven, { minLength: 5, maxLength: 30 }),
        aQuery,
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.record({ at: fc.nat(29), given: aGiven }), { maxLength: 8 }),
        async (people, asked, limit, changes) => {
          const query: Query = { ...(asked as Query), limit: String(limit) };
          if (asked.sort === "near") query.near = `${near.lat},${near.lng}`;
          fc.pre(!isRefused(query));
          const { clients, db, page } = await aBusiness(people, "now");
          const now = [...clients];
          const touched = new Set<string>();
          const shown: string[] = [];
          let cursor: string | undefined;
          let pages = 0;
          do {
            const body = await page({ ...query, ...(cursor ? { cursor } : {}) });
            shown.push(...body.data.map(({ id }) => id));
            cursor = body.nextCursor;
            const change = changes[pages];
            const before = change && now[change.at % now.length];
            if (change && before) {
              const after = {
                ...before,
                ...change.given,
                version: before.version + 1,
                updatedAt: moment(1000 + pages),
              };
              await listClient(db, { before, after });
              now[change.at % now.length] = after;
              touched.add(before.id);
            }
            pages += 1;
          } while (cursor && pages < 400);
          const alone = shown.filter((id) => !touched.has(id));
          const expected = clients.filter(({ id }) => !touched.has(id)).filter((client) => meant(client, query));
          expect(alone.toSorted()).toEqual(expected.map(({ id }) => id as string).toSorted());
        },
      ),
      { numRuns },
    );
  });
});
