import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { project } from "../../../../functions/changes/project.ts";
import { useCases } from "../../../../functions/conversations/api.ts";
import { routes } from "../../../../functions/conversations/manifest.ts";
import { api } from "../../../../shared/app/api.ts";
import { put } from "../../../../shared/db/writes.ts";
import { addressHash, recordFactOnce } from "../../../../shared/entities/address-fact.ts";
import { type Client, clients } from "../../../../shared/entities/client.ts";
import { derivedIdAt, type Ids, ulids } from "../../../../shared/ids.ts";
import { aClient } from "../../../support/a-client.ts";
import { aMember, anAccount, anApiKey, type TestAccount, type TestMember } from "../../../support/actors.ts";
import { call, type TestRequest } from "../../../support/call.ts";
import { testDeps } from "../../../support/deps.ts";
import { projectorDeps } from "../../../support/projector-deps.ts";
import { type StreamedTable, streamedTable } from "../../../support/streamed-table.ts";

let streamed: StreamedTable;
let business: TestAccount;
let noemie: Client;
let marc: TestMember;
let lea: TestMember;
let handler: ReturnType<typeof api>;

/** Each moment is a second after the one before, and each id follows the one before. */
const inOrder = () => {
  let [moment, number] = [Date.parse("2026-03-02T15:00:00.000Z"), 0];
  const next: Ids["next"] = (kind) => derivedIdAt(kind, new Date(++number), String(number));
  const now = () => {
    moment += 1000;
    return new Date(moment);
  };
  return { clock: { now }, ids: { next } };
};

const arrive = async () => {
  streamed = streamedTable(() => new Date());
  const deps = { ...testDeps(streamed.table), ...inOrder() };
  handler = api(() => deps, useCases);
  business = await anAccount(streamed.table);
  [marc, lea] = [await aMember(streamed.table, business.account), await aMember(streamed.table, business.account)];
  noemie = aClient({
    ...{ id: ulids.next("client"), accountId: business.account.id, name: "Noémie Côté", email: "noemie@example.org" },
  });
  await streamed.table.of(business.account.id).commit([put(clients, noemie)]);
};
beforeEach(arrive);

/** Lists follow what was written. @param times how often the stream brings it */
const follow = async (times = 1) => {
  const Records = streamed.records.splice(0);
  for (let time = 0; time < times; time++)
    expect((await project({ Records }, projectorDeps(streamed.table))).batchItemFailures).toEqual([]);
};

const ask = <R extends (typeof routes)[keyof typeof routes]>(route: R, request: TestRequest<R> = {}) =>
  call(handler, route, { headers: business.headers, ...request });
const begin = async (body: object = {}) =>
  (await ask(routes.create, { body: { clientId: noemie.id, subject: "Votre voiture", ...body } })).body;
const move = (id: string, body: object, as: { headers: Record<string, string> } = business) =>
  ask(routes.update, { params: { id }, body, headers: as.headers });
const held = async (query: Record<string, string>, as: { headers: Record<string, string> } = business) => {
  const { body, text } = await ask(routes.list, { query, headers: as.headers });
  if (!body.data) throw new Error(text);
  return body.data.map(({ id }) => id);
};
const counted = async (query: Record<string, string>, as: { headers: Record<string, string> } = business) =>
  (await ask(routes.count, { query, headers: as.headers })).body.count;

describe("a conversation", () => {
  it("begins with a message that goes out, and lies in the folder of open ones", async () => {
    const begun = await begin({ message: { body: "Bonjour,\n\nElle est prête." } });
    expect(begun).toMatchObject({
      ...{ clientId: noemie.id, clientName: "Noémie Côté", status: "open", folder: "open", source: "staff" },
      ...{ unread: false, lastMessage: { direction: "out", channel: "email", excerpt: "Bonjour, Elle est prête." } },
    });
    await follow();
    const { body } = await ask(routes.list, {});
    expect(body.data).toEqual([begun]);
    const said = (await ask(routes.listMessages, { params: { id: begun.id } })).body.data;
    expect(said).toMatchObject([{ kind: "message", direction: "out", status: "queued", subject: "Votre voiture" }]);
  });

  it("comes to the top with what is written, open again and in the inbox", async () => {
    const [first, second] = [await begin(), await begin()];
    await move(first.id, { folder: "archived" });
    await follow();
    expect(await held({})).toEqual([second.id]);
    expect(await held({ folder: "archived" })).toEqual([first.id]);
    const { status } = await ask(routes.write, { params: { id: first.id }, body: { body: "Bonjour" } });
    expect(status).toBe(201);
    await follow();
    expect(await held({})).toEqual([first.id, second.id]);
    expect(await held({ folder: "archived" })).toEqual([]);
    expect(await held({ folder: "sent" })).toEqual([first.id]);
  });

  it("holds notes beside messages, in the order in which they were written", async () => {
    const { id } = await begin();
    await ask(routes.write, { params: { id }, body: { body: "Bonjour" } });
    await ask(routes.addNote, { params: { id }, body: { body: "Rappeler" }, headers: marc.headers });
    const { data } = (await ask(routes.listMessages, { params: { id } })).body;
    expect(data).toMatchObject([
      { kind: "note", body: "Rappeler", author: { id: marc.member.id, name: "Luc Gagnon" } },
      { kind: "message", body: "Bonjour", author: { name: "Garage Tremblay" } },
    ]);
  });

  it("is not written in to who cannot be reached", async () => {
    const { id } = await begin();
    const db = streamed.table.of(business.account.id);
    const fact = { bounced: { at: "2026-03-02T15:00:00.000Z", how: "test" } };
    await db.commit([
      recordFactOnce(business.account.id, addressHash(business.account.id, "noemie@example.org"), fact),
    ]);
    expect((await ask(routes.write, { params: { id }, body: { body: "Bonjour" } })).problem).toMatchObject({
      ...{ status: 409, detail: "The client's address takes no e-mail." },
    });
    await db.commit([put(clients, { ...noemie, email: undefined as never, version: 2 })]);
    expect((await ask(routes.write, { params: { id }, body: { body: "Bonjour" } })).problem.detail).toBe(
      "The client has no e-mail address.",
    );
  });

  it("of one id is one, however often it is begun", async () => {
    const id = "cnv_01HZX3QK8S5T7VWXYZ0123456A";
    const [first, again] = [await begin({ id }), await begin({ id })];
    expect(again).toEqual(first);
  });
});

describe("the inbox", () => {
  it("shows each member what is theirs, and what is nobody's", async () => {
    const [his, hers, nobodys] = [
      await begin({ assignedTo: marc.member.id }),
      await begin({ assignedTo: lea.member.id }),
      await begin(),
    ];
    await follow();
    expect(await held({ assignedTo: "me" }, marc)).toEqual([his.id]);
    expect(await held({ assignedTo: lea.member.id }, marc)).toEqual([hers.id]);
    expect(await held({ assignedTo: "nobody" })).toEqual([nobodys.id]);
    await move(hers.id, { assignedTo: null });
    await follow();
    expect(await held({ assignedTo: "nobody" })).toEqual([nobodys.id, hers.id]);
    expect(await counted({ assignedTo: lea.member.id })).toBe(0);
  });

  it("knows what each member has not read", async () => {
    const { id } = await begin();
    const mark = (as: TestMember, read: boolean) =>
      ask(routes.markRead, { params: { id }, body: { read }, headers: as.headers });
    await mark(marc, false);
    await follow();
    expect(await held({ folder: "unread" }, marc)).toEqual([id]);
    expect(await held({ folder: "unread" }, lea)).toEqual([]);
    expect((await mark(marc, true)).body.unread).toBe(false);
    await follow();
    expect(await counted({ folder: "unread" }, marc)).toBe(0);
  });

  it("is read for everybody by an API key, which cannot have it unread", async () => {
    const { id } = await begin();
    for (const { headers } of [marc, lea])
      await ask(routes.markRead, { params: { id }, body: { read: false }, headers });
    expect((await ask(routes.markRead, { params: { id }, body: { read: false } })).status).toBe(422);
    expect((await ask(routes.markRead, { params: { id }, body: {} })).status).toBe(200);
    await follow();
    for (const member of [marc, lea]) expect(await held({ folder: "unread" }, member)).toEqual([]);
  });

  it("is paged through in one order, over two folders as well", async () => {
    const all: string[] = [];
    for (let number = 0; number < 7; number++) {
      const { id } = await begin();
      if (number % 3 === 0) await move(id, { folder: "closed" });
      all.unshift(id);
    }
    await follow();
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const query: Record<string, string> = { folder: "all", limit: "2", ...(cursor ? { cursor } : {}) };
      const page = (await ask(routes.list, { query })).body;
      seen.push(...page.data.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(new Set(seen)).toEqual(new Set(all));
    expect(seen).toHaveLength(all.length);
    expect(await counted({ folder: "all" })).toBe(all.length);
  });

  it.each<[Record<string, string>, string]>([
    [{ assignedTo: "me" }, "assignedTo"],
    [{ folder: "unread" }, "folder"],
  ])("refuses %j of an API key, which is nobody", async (query, pointer) => {
    expect((await ask(routes.list, { query })).problem).toMatchObject({ status: 422, errors: [{ pointer }] });
  });

  it.each<Record<string, string>>([
    { folder: "sent", assignedTo: "nobody" },
    { folder: "open", source: "email" },
    { source: "email", assignedTo: "nobody" },
  ])("refuses %j, which no list answers", async (query) => {
    expect((await ask(routes.list, { query })).status).toBe(422);
  });

  it("shows restricted field staff what is assigned to them, and their clients' conversations by id", async () => {
    const restricted = await anAccount(streamed.table, { settings: { restrictFieldToAssigned: true } });
    const field = await aMember(streamed.table, restricted.account, { role: "field" });
    const theirs = aClient({
      id: ulids.next("client"),
      accountId: restricted.account.id,
      assignedTo: [field.member.id],
    });
    const others = aClient({ id: ulids.next("client"), accountId: restricted.account.id });
    await streamed.table.of(restricted.account.id).commit([put(clients, theirs), put(clients, others)]);
    const headers = restricted.headers;
    const create = async (clientId: string, assignedTo?: string) =>
      (
        await ask(routes.create, {
          headers,
          body: { clientId, subject: "Pneus", ...(assignedTo ? { assignedTo } : {}) },
        })
      ).body.id;
    const [own, ofTheirClient, hidden] = [
      await create(others.id, field.member.id),
      await create(theirs.id),
      await create(others.id),
    ];
    await follow();
    expect(await held({}, field)).toEqual([own]);
    const read = async (id: string) => (await ask(routes.get, { params: { id }, headers: field.headers })).status;
    expect([await read(own), await read(ofTheirClient), await read(hidden)]).toEqual([200, 200, 404]);
    expect((await ask(routes.list, { query: { folder: "sent" }, headers: field.headers })).status).toBe(403);
    expect((await ask(routes.list, { query: { assignedTo: "nobody" }, headers: field.headers })).status).toBe(403);
  });

  it("is read with its own scope alone", async () => {
    const { headers } = await anApiKey(streamed.table, business.account, ["clients:read"]);
    expect((await ask(routes.list, { headers })).status).toBe(403);
  });
});

const step = fc.oneof(
  fc.record({ do: fc.constant("begin" as const), assigned: fc.constantFrom("marc", "lea", "nobody") }),
  fc.record({
    do: fc.constant("move" as const),
    at: fc.nat(5),
    folder: fc.constantFrom("open", "closed", "archived", "deleted"),
  }),
  fc.record({ do: fc.constant("assign" as const), at: fc.nat(5), to: fc.constantFrom("marc", "lea", "nobody") }),
  fc.record({ do: fc.constant("write" as const), at: fc.nat(5) }),
  fc.record({
    do: fc.constant("read" as const),
    at: fc.nat(5),
    who: fc.constantFrom("marc", "lea"),
    read: fc.boolean(),
  }),
  fc.record({ do: fc.constant("follow" as const), times: fc.integer({ min: 1, max: 2 }) }),
);

describe("lists and counts of the inbox", () => {
  it("are what a recount gives, whatever people do at once", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), { maxLength: 12 }), async (rounds) => {
        await arrive();
        const people = { marc: marc.member.id, lea: lea.member.id };
        const ids: string[] = [];
        for (const round of rounds)
          await Promise.all(
            round.map(async (one) => {
              if (one.do === "follow") return follow(one.times);
              if (one.do === "begin") {
                const to = one.assigned === "nobody" ? {} : { assignedTo: people[one.assigned as "marc" | "lea"] };
                return void ids.push((await begin(to)).id);
              }
              const id = ids[one.at];
              if (!id) return undefined;
              if (one.do === "move") return void (await move(id, { folder: one.folder }));
              if (one.do === "assign")
                return void (await move(id, {
                  assignedTo: one.to === "nobody" ? null : people[one.to as "marc" | "lea"],
                }));
              if (one.do === "write")
                return void (await ask(routes.write, { params: { id }, body: { body: "Bonjour" } }));
              const { headers } = one.who === "marc" ? marc : lea;
              return void (await ask(routes.markRead, { params: { id }, body: { read: one.read }, headers }));
            }),
          );
        await follow(2);
        const all = await Promise.all(ids.map(async (id) => (await ask(routes.get, { params: { id } })).body));
        const newestFirst = all.toSorted((a, b) => (key(a) < key(b) ? 1 : -1));
        for (const folder of ["open", "closed", "archived", "deleted"] as const) {
          for (const assignedTo of [undefined, "nobody", people.marc, people.lea]) {
            const query = { folder, limit: "100", ...(assignedTo ? { assignedTo } : {}) };
            const own = newestFirst.filter(
              (one) => one.folder === folder && (!assignedTo || (one.assignedTo ?? "nobody") === assignedTo),
            );
            expect(await held(query)).toEqual(own.map(({ id }) => id));
            expect(await counted({ folder, ...(assignedTo ? { assignedTo } : {}) })).toBe(own.length);
          }
        }
      }),
      { numRuns: 60 },
    );
  }, 120_000);
});

const key = ({ lastMessageAt, id }: { lastMessageAt: string; id: string }): string => `${lastMessageAt}#${id}`;
