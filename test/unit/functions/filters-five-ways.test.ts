import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { put } from "../../../shared/db/writes.ts";
import type { Member } from "../../../shared/entities/account.ts";
import { type Client, type ClientType, clientTypes } from "../../../shared/entities/client.ts";
import { derivedId } from "../../../shared/ids.ts";
import { aClient } from "../../support/a-client.ts";
import { aMember, anAccount } from "../../support/actors.ts";
import { type Asked, fiveWays } from "../../support/five-ways.ts";
import { memoryTable } from "../../support/memory-table.ts";
import { writeProjected } from "../../support/projected-clients.ts";

/** How many accounts of random clients are asked random filters: `SELECTIONS=2000` for a longer look. */
const selections = Number(process.env.SELECTIONS ?? 20);
const patience = { timeout: 10_000 + 500 * selections };

const persons = ["Noémie Côté", "Jean-Luc Roy", "Zoé Tremblay", "Ana Roy", "Luc Anctil"];
const typeIds = ["car", "boat"].map((name) => derivedId("clientType", name));
const memberIds = ["first", "second"].map((name) => derivedId("member", name));

type Given = Pick<Client, "tags" | "status" | "disabled" | "assignedTo" | "subscriptions"> &
  Partial<Pick<Client, "mobile" | "typeId" | "indexed">> & { person: string };

const aGiven: fc.Arbitrary<Given> = fc
  .record({
    person: fc.constantFrom(...persons),
    tags: fc.uniqueArray(fc.constantFrom("VIP", "Été", "Fleet"), { maxLength: 3 }),
    mobile: fc.option(fc.constantFrom("+15145550101", "+32475123456"), { nil: undefined }),
    typeId: fc.option(fc.constantFrom(...typeIds), { nil: undefined }),
    assignedTo: fc.subarray(memberIds),
    status: fc.constantFrom("active" as const, "active" as const, "archived" as const),
    disabled: fc.boolean(),
    refused: fc.boolean(),
    make: fc.constantFrom("Honda", "Lada"),
    options: fc.subarray(["roof", "hitch"]),
  })
  .map(({ refused, make, options, mobile, typeId, ...given }) => ({
    ...given,
    ...(mobile ? { mobile } : {}),
    ...(typeId ? { typeId, indexed: { search: [], filter: { make: [make], options } } } : {}),
    subscriptions: {
      email: { general: !refused, marketing: false },
      sms: { general: !refused, marketing: false },
    },
  }));

const nobodySpecial: Omit<Given, "person"> = {
  ...{ tags: [], status: "active", disabled: false, assignedTo: [] },
  subscriptions: { email: { general: true, marketing: false }, sms: { general: true, marketing: false } },
};

interface Filters {
  q?: string;
  tag?: string | string[];
  type?: string;
  mobile?: "with" | "without";
  subscription?: "unsubscribed";
  assignedTo?: string;
  field?: Record<string, string>;
  status?: "active" | "archived";
  includeDisabled?: boolean;
}

const someFilters: fc.Arbitrary<Filters> = fc.record(
  {
    q: fc.constantFrom("noemie", "Roy", "a", "z", "514", "0475 12", "jean luc", "nobodyxyz", "?!"),
    tag: fc.constantFrom<string | string[]>(
      "vip",
      "ETE",
      "nobody",
      ["VIP", "vip"],
      ["VIP", "été"],
      ["Fleet", "nobody"],
    ),
    type: fc.constantFrom(...typeIds),
    mobile: fc.constantFrom("with" as const, "without" as const),
    subscription: fc.constant("unsubscribed" as const),
    assignedTo: fc.constantFrom(...memberIds),
    field: fc.constantFrom<Record<string, string>>(
      { make: "Honda" },
      { make: "honda" },
      { options: "roof" },
      { make: "Lada", options: "hitch" },
    ),
    status: fc.constantFrom("active" as const, "archived" as const),
    includeDisabled: fc.boolean(),
  },
  { requiredKeys: [] },
);

/** What a filter means, said again without lists or tokens. */
const model = (client: Given, filters: Filters): boolean => {
  const { q, tag, type, mobile, subscription, assignedTo, field = {}, status = "active", includeDisabled } = filters;
  const tags = client.tags.map(plain);
  return (
    client.status === status &&
    (status === "archived" || includeDisabled === true || !client.disabled) &&
    (q === undefined || finds(client, q)) &&
    [tag ?? []].flat().every((wanted) => tags.includes(plain(wanted))) &&
    (type === undefined || client.typeId === type) &&
    (mobile === undefined || (mobile === "with") === (client.mobile !== undefined)) &&
    (subscription === undefined || !client.subscriptions.email.general) &&
    (assignedTo === undefined || client.assignedTo.some((id) => id === assignedTo)) &&
    Object.entries(field).every(([key, value]) => client.indexed?.filter[key]?.includes(value))
  );
};

/** Clients in the archive are found by one letter only. */
const isRefused = ({ q, status }: Filters): boolean => status === "archived" && q !== undefined && /\w\w/.test(q);

const plain = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

const finds = ({ person, mobile = "" }: Given, q: string): boolean => {
  const name = plain(person).replaceAll("-", " ");
  if (q.length === 1) return name.startsWith(q);
  const starts = name.split(" ").map((_, at, words) => words.slice(at).join(" "));
  const national = mobile.replace("+1", "").replace("+32", "0");
  return q !== "?!" && (starts.some((start) => start.startsWith(plain(q))) || national.startsWith(q.replace(" ", "")));
};

const asked = (filters: Filters): Asked => {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) {
    if (name === "field") for (const [key, one] of Object.entries(value)) query.append(`field.${key}`, String(one));
    else for (const one of [value].flat()) query.append(name, String(one));
  }
  return { query: query.toString(), body: { ...filters } };
};

const aTypeOf = (accountId: Client["accountId"], id: string): ClientType => {
  const { version, createdAt, createdBy, updatedAt, updatedBy, source } = aClient();
  const fields: ClientType["sections"][number]["fields"] = [
    { key: "make", label: "Make", kind: "choice", filterable: true, options: ["Honda", "Lada"] },
    { key: "options", label: "Options", kind: "multi_choice", filterable: true, options: ["roof", "hitch"] },
    { key: "plate", label: "Plate", kind: "text", searchable: true },
    { key: "worth", label: "Worth", kind: "money", filterable: true },
  ];
  const sections = [{ name: "General", fields }];
  const written = { version, createdAt, createdBy, updatedAt, updatedBy, source };
  return { id: id as ClientType["id"], accountId, name: id, sections, ...written };
};

/** An account with these clients, found and listed as the projector has them. */
const anAccountOf = async (people: readonly Given[]) => {
  const { table } = memoryTable();
  const business = await anAccount(table, { settings: { restrictFieldToAssigned: true } });
  const { id: accountId } = business.account;
  const db = table.of(accountId);
  const staff = await Promise.all(
    memberIds.map((id) => aMember(table, business.account, { id, role: "field" } as Partial<Member>)),
  );
  await db.commit(typeIds.map((id) => put(clientTypes, aTypeOf(accountId, id))));
  const made = people.map(({ person, ...given }, number): Client => {
    const id = derivedId("client", String(number));
    return aClient({ ...given, id, accountId, name: `${person} ${number}`, email: `c${number}@gmail.com` });
  });
  await writeProjected(table, made);
  return { ways: fiveWays(table, business), staff };
};

const namesOf = (people: readonly Given[], meant: (client: Given) => boolean): string[] =>
  people.flatMap((client, number) => (meant(client) ? [`${client.person} ${number}`] : [])).sort();

describe("filters mean the same clients", () => {
  test("in a list, a count, a bulk action, an export and a campaign, whatever is combined", patience, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(aGiven, { maxLength: 30 }),
        fc.array(someFilters, { minLength: 1, maxLength: 4 }),
        async (people, several) => {
          const { ways } = await anAccountOf(people);
          for (const filters of several) {
            const names = namesOf(people, (client) => model(client, filters));
            const request = asked(filters);
            if (isRefused(filters)) {
              for (const way of [ways.list, ways.count, ways.bulk, ways.export, ways.campaign])
                expect(await way(request)).toMatchObject({ status: 422 });
              continue;
            }
            for (const order of ["&sort=recent", "&near=45.5,-73.6&sort=name"])
              expect(await ways.list({ ...request, query: request.query + order })).toEqual({ names });
            const found = await Promise.all([ways.list(request), ways.bulk(request), ways.export(request)]);
            expect(found).toEqual([{ names }, { names }, { names }]);
            expect(await ways.count(request)).toEqual({ count: names.length });
            if (
              filters.includeDisabled ||
              filters.status === "archived" ||
              Object.keys(filters).every((name) => name === "status" || name === "includeDisabled")
            )
              expect(await ways.campaign(request)).toMatchObject({ status: 422 });
            else expect(await ways.campaign(request)).toEqual({ names });
          }
        },
      ),
      { numRuns: selections },
    );
  });

  test("for restricted field staff only among those assigned to them", patience, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(aGiven, { maxLength: 20 }), someFilters, async (people, filters) => {
        fc.pre(!isRefused(filters));
        const { ways, staff } = await anAccountOf(people);
        for (const { headers, member } of staff) {
          const names = namesOf(people, (client) => model(client, filters) && client.assignedTo.includes(member.id));
          expect(await ways.list(asked(filters), headers)).toEqual({ names });
          expect(await ways.count(asked(filters), headers)).toEqual({ count: names.length });
        }
      }),
      { numRuns: selections },
    );
  });
});

describe("a name longer than the search keeps of it", async () => {
  const common = "Association des amis de la maison de la culture de Namur section du";
  const { ways } = await anAccountOf(["Nord", "Sud"].map((end) => ({ ...nobodySpecial, person: `${common} ${end}` })));

  test.each([
    [common, ["Nord 0", "Sud 1"]],
    [`${common} N`, ["Nord 0"]],
    [`${common.toUpperCase()} Sud 1`, ["Sud 1"]],
    [`Sud 1 ${common}`, ["Sud 1"]],
    [`${common} Est`, []],
  ])("is told from those that begin alike: %s", async (q, ends) => {
    const request = { query: new URLSearchParams({ q }).toString(), body: { q } };
    const names = ends.map((end) => `${common} ${end}`);
    expect(await ways.count(request)).toEqual({ count: names.length });
    for (const way of [ways.list, ways.bulk, ways.export, ways.campaign]) expect(await way(request)).toEqual({ names });
  });
});

describe("a filter that no client can meet is refused where it stands", async () => {
  const people = fc.sample(aGiven, { numRuns: 20, seed: 1 });
  const { ways } = await anAccountOf(people);
  const stranger = derivedId("clientType", "of another account");
  const nobody = derivedId("member", "nobody");

  const refused: [query: string, body: Record<string, unknown>, at: string][] = [
    [`type=${stranger}`, { type: stranger }, "type"],
    [`assignedTo=${nobody}`, { assignedTo: nobody }, "assignedTo"],
    ["field.plate=ABC", { field: { plate: "ABC" } }, "field.plate"],
    ["field.worth=5", { field: { worth: "5" } }, "field.worth"],
    ["field.nope=1&tag=VIP", { field: { nope: "1" }, tag: "VIP" }, "field.nope"],
    ["field.make=Honda&field.nope=1", { field: { make: "Honda", nope: "1" } }, "field.nope"],
    ["field.constructor=x", { field: { constructor: "x" } }, "field.constructor"],
    ["field.__proto__=x", JSON.parse('{"field":{"__proto__":"x"}}'), "field.__proto__"],
    ["field.toString=x&q=noemie", { field: { toString: "x" }, q: "noemie" }, "field.toString"],
    ["__proto__=x", JSON.parse('{"__proto__":"x"}'), "__proto__"],
    ["__proto__.tag=VIP", JSON.parse('{"__proto__":{"tag":"VIP"}}'), "__proto__"],
    ["constructor=x", { constructor: "x" }, "constructor"],
    ["tags=VIP", { tags: "VIP" }, "tags"],
    ["field=x", { field: "x" }, "field"],
    ["type=", { type: "" }, "type"],
    ["mobile=maybe", { mobile: "maybe" }, "mobile"],
    ["q=", { q: "" }, "q"],
    ["status=archived&q=noemie", { status: "archived", q: "noemie" }, "q"],
  ];

  test.each(refused)("%s", async (query, body, at) => {
    const places = [await ways.list({ query, body }), await ways.count({ query, body })];
    for (const place of places) expect(place).toEqual({ status: 422, at: [expect.stringMatching(ending(at))] });
    for (const way of [ways.bulk, ways.export, ways.campaign]) {
      // A campaign does not know the archive at all.
      const place = way === ways.campaign && body.status ? "status" : at;
      expect(await way({ query, body })).toEqual({ status: 422, at: [expect.stringMatching(ending(place))] });
    }
  });

  /** In a query or in a body: `field.nope`, `/selection/filter/field/nope`. */
  const ending = (at: string): RegExp => new RegExp(`(^|/)${at.replace(".", "[./]")}$`);

  test.each(["tag=", "tag=VIP&tag=", "type=a&type=b", "mobile=with&mobile=without", "field.make=a&field.make=b"])(
    "%s in a query",
    async (query) => expect(await ways.list({ query, body: {} })).toMatchObject({ status: 422 }),
  );

  test.each([{ tag: [] }, { tag: [""] }, { field: {} }, { tag: { a: "b" } }, { type: null }])(
    "%o in a body",
    async (body) => {
      for (const way of [ways.bulk, ways.export, ways.campaign])
        expect(await way({ query: "", body })).toMatchObject({ status: 422 });
    },
  );

  test("a tag that nobody has is no mistake", async () => {
    const request = { query: "tag=Nobody", body: { tag: "Nobody" } };
    expect(await ways.count(request)).toEqual({ count: 0 });
    for (const way of [ways.list, ways.bulk, ways.export, ways.campaign])
      expect(await way(request)).toEqual({ names: [] });
  });

  test("a tag given twice is asked for twice, with a comma it is one", async () => {
    const both = await ways.list({ query: "tag=VIP&tag=Fleet", body: {} });
    expect(both).toEqual({ names: namesOf(people, (client) => model(client, { tag: ["VIP", "Fleet"] })) });
    expect(await ways.list({ query: "tag=VIP,Fleet", body: {} })).toEqual({ names: [] });
  });

  test("objects in brackets, as clients write them by themselves, are the same filter", async () => {
    const dotted = await ways.list({ query: "field.make=Honda", body: {} });
    expect(dotted).toHaveProperty("names.0");
    for (const query of ["field[make]=Honda", "field[field.make]=Honda", "field%5Bmake%5D=Honda"])
      expect(await ways.list({ query, body: {} })).toEqual(dotted);
  });
});
