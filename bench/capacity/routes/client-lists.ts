import { equal } from "node:assert/strict";
import { kinds } from "../../../functions/kinds.ts";
import { partitions } from "../../../shared/db/keys.ts";
import type { AccountTable } from "../../../shared/db/table.ts";
import { clientCounter } from "../../../shared/entities/counter.ts";
import { type Facet, facetsOf, listFacet } from "../../../shared/entities/facet.ts";
import { clientsBehind } from "../../../shared/entities/lookup.ts";
import { FIRST_TOWN, sampleClient } from "../../support/sample-clients.ts";
import { type Case, holds, list, PAGE, places, type Setting, SHOWN, soon, times } from "../case.ts";
import type { ListRange, Read } from "../minimum.ts";

const MANY = 60;
const near = `${FIRST_TOWN.lat},${FIRST_TOWN.lng}`;
const gathered =
  "a short list is walked instead of everybody whom the text or the order has: its counter, its list, the page's clients, one after the other";

/** The kinds that the global search knows besides clients. */
const searched = [...kinds.values()].flatMap(({ resource, search }) => (search ? [resource] : []));

/** The lists of clients, their counts and tags, and the search: by every order and kind of filter. */
export const clientListCases = async ({ world, caller: { account }, make }: Setting): Promise<Case[]> => {
  await times(MANY, (number) => {
    const { name, email, mobile, addresses, tags } = sampleClient(account.id, number);
    const [{ id: _, ...address } = { id: "" }] = addresses;
    const body = { name, email, mobile, addresses: [address], tags: [...tags, `Tag ${number}`] };
    return make("POST /v1/clients", { body });
  });
  await world.project();
  const db = world.table.of(account.id);
  const at = places(account.id);
  const { all, tag, mobile } = facetsOf("active");
  const vip = tag("vip");
  const entries = (facet: Facet, items = PAGE): ListRange => ({
    ...partitions.facet(account.id, facet.field, facet.value),
    items,
  });
  const counter = (facet: Facet): Read =>
    list("counter", { ...partitions.counter(account.id, clientCounter(facet)), items: 5 });
  const behind = (ids: readonly string[]): Read =>
    soon(
      `${ids.length} clients`,
      ids.map((id) => at.of(id)),
    );
  const names = (prefix: string, items = PAGE, listing = "active"): ListRange => ({
    ...at.page(`CLIENTS#${listing}`),
    prefix,
    items,
  });
  const tokens = (prefix: string): ListRange => ({
    ...partitions.find(account.id, "client", prefix),
    prefix,
    items: PAGE,
  });
  const everywhere = (prefix: string): Read[] => [
    list("clients", names(prefix)),
    list("disabled clients", names(prefix, PAGE, "disabled")),
    list("tokens", tokens(prefix)),
    ...["client_more", ...searched].map((index) =>
      list("others", { ...partitions.find(account.id, index, prefix), prefix, items: PAGE }),
    ),
  ];
  const clientsOf = async (number: string): Promise<string[]> =>
    (await clientsBehind(db, [{ what: "mobile", value: number }])).get(number) ?? [];
  const both = await common(db, vip, mobile("with"));

  const lists: Case[] = [
    { route: "GET /v1/clients", pattern: "by name: Query gsi2", reads: [list("clients", at.page("CLIENTS#active"))] },
    {
      route: "GET /v1/clients",
      pattern: "`sort=recent`: Query gsi1, backwards",
      query: { sort: "recent" },
      reads: [list("clients", { ...partitions.recent(account.id, "CLIENTS#active"), items: PAGE, newestFirst: true })],
    },
    {
      route: "GET /v1/clients",
      pattern: "`updatedSince=`: Query gsi1",
      query: { updatedSince: "2020-01-01T00:00:00Z" },
      reads: [list("clients", { ...partitions.recent(account.id, "CLIENTS#active"), items: PAGE })],
    },
    {
      route: "GET /v1/clients",
      pattern: "one filter: Query its list, BatchGet the page's clients",
      query: { tag: "VIP" },
      reads: [list("entries", entries(vip)), behind(await idsIn(db, vip))],
      because: "the list names the clients, so they are read after it",
    },
    {
      route: "GET /v1/clients",
      pattern: "two filters: Query both lists in step, BatchGet the page's clients",
      query: { tag: "VIP", mobile: "with" },
      reads: [
        list("entries", entries(vip, both.reach[0])),
        list("entries", entries(mobile("with"), both.reach[1])),
        behind(both.ids),
      ],
      check: holds(both.ids.length),
      because:
        "lists that are walked in step are read a hundred keys ahead: a key costs little, another round trip much",
    },
    {
      route: "GET /v1/clients",
      pattern: "`q=`: Query gsi2, and the tokens that begin so",
      query: { q: "Amélie" },
      reads: [list("clients", names("amelie")), list("tokens", tokens("amelie"))],
    },
    {
      route: "GET /v1/clients",
      pattern: "`q=` of digits: Query gsi2, the tokens, and numbers by each calling code; BatchGet their clients",
      query: { q: "514 200 0001" },
      check: holds(1),
      reads: [
        list("clients", names("5142000001")),
        list("tokens", tokens("5142000001")),
        list("numbers", tokens("+5142000001")),
        list("numbers", tokens("+15142000001")),
        list("clients", names("514 200 0001")),
        list("tokens", tokens("514 200 0001")),
        behind(await clientsOf("+15142000001")),
      ],
      because: "the number names the clients, so they are read after it",
    },
    {
      route: "GET /v1/clients",
      pattern: "`q=` of one letter: Query gsi2",
      query: { q: "a" },
      reads: [list("clients", { ...at.page("CLIENTS#active"), prefix: "a" })],
    },
    {
      route: "GET /v1/clients",
      pattern: "`near=`: Query gsi3, cell by cell",
      query: { near },
      reads: [list("clients", { ...partitions.geo(account.id, "active"), items: PAGE })],
      because: "how many cells are looked into depends on how densely clients stand there; not on how many there are",
    },
    {
      route: "GET /v1/clients",
      pattern: "one filter, `sort=recent`: its counter, its list, the page's clients",
      query: { tag: "VIP", sort: "recent" },
      reads: [counter(vip), list("entries", entries(vip, 3001)), behind(await newestIn(db, vip))],
      because: gathered,
    },
    {
      route: "GET /v1/clients",
      pattern: "`q=` and a filter: its counter, its list tested by the text, the page's clients",
      query: { q: "Amélie", tag: "VIP" },
      reads: [counter(vip), list("entries", entries(vip, 501)), behind(await idsIn(db, vip))],
      because: gathered,
    },
  ];

  const counts: Case[] = [
    { route: "GET /v1/clients/count", pattern: "all: Query the counter", reads: [counter(all)] },
    {
      route: "GET /v1/clients/count",
      pattern: "one filter: Query its counter",
      query: { tag: "VIP" },
      reads: [counter(vip)],
    },
    {
      route: "GET /v1/clients/count",
      pattern: "two filters: Query both lists in step",
      query: { tag: "VIP", mobile: "with" },
      check: ({ body }) => equal(body.count, both.ids.length),
      reads: [list("entries", entries(vip, 1001)), list("entries", entries(mobile("with"), 1001))],
    },
    {
      route: "GET /v1/clients/count",
      pattern: "`q=`: Query gsi2, and the tokens",
      query: { q: "Amélie" },
      reads: [list("clients", names("amelie", 1001)), list("tokens", { ...tokens("amelie"), items: 1001 })],
    },
    {
      route: "GET /v1/tags",
      pattern: "Query the tags' counters",
      reads: [list("counters", { ...partitions.tags(account.id), items: await countersOf(db, PAGE) })],
      because: "a tag may be counted in four items, so four are read for each",
    },
    {
      route: "GET /v1/search",
      pattern: "Query gsi2, the tokens, and those of other attributes",
      query: { q: "Amélie" },
      reads: everywhere("amelie"),
    },
    {
      route: "GET /v1/search",
      pattern: "nothing found",
      query: { q: "Zebulon" },
      check: holds(0),
      reads: everywhere("zebulon"),
    },
  ];

  return [...lists, ...counts];
};

const idsIn = async (db: AccountTable, facet: Facet, limit = SHOWN): Promise<string[]> =>
  (await listFacet(db, facet, { limit })).items.map(({ id }) => id);

const newestIn = async (db: AccountTable, facet: Facet): Promise<string[]> => {
  const { items } = await listFacet(db, facet, { limit: 1000 });
  const newest = items.toSorted((a, b) => (`${a.at}#${a.id}` < `${b.at}#${b.id}` ? 1 : -1));
  return newest.slice(0, SHOWN).map(({ id }) => id);
};

/** The first page that two lists have in common, and how far each must be read to know it and that there is more. */
const common = async (db: AccountTable, a: Facet, b: Facet) => {
  const [first, second] = await Promise.all([listFacet(db, a, { limit: 1000 }), listFacet(db, b, { limit: 1000 })]);
  const ids = new Set(second.items.map(({ id }) => id));
  const shared = first.items.filter(({ id }) => ids.has(id));
  const last = shared[Math.min(PAGE, shared.length) - 1];
  const reach = [first, second].map(({ items }) => items.findIndex(({ id }) => id === last?.id) + 1);
  return { ids: shared.slice(0, SHOWN).map(({ id }) => id), reach: reach as [number, number] };
};

/** The items in which so many tags are counted. */
const countersOf = async (db: AccountTable, tags: number): Promise<number> => {
  const { items } = await db.listStored(partitions.tags(db.accountId), { limit: 1000 });
  const names = [...new Set(items.map(({ key }) => key))].slice(0, tags);
  return items.filter(({ key }) => names.includes(key)).length;
};
