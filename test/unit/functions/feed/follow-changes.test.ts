import { beforeEach, describe, expect, it } from "vitest";
import { appendChanges } from "../../../../functions/changes/append-changes.ts";
import { useCases } from "../../../../functions/feed/api.ts";
import { routes } from "../../../../functions/feed/manifest.ts";
import { takePlace } from "../../../../functions/feed/waiting-places.ts";
import { api } from "../../../../shared/app/api.ts";
import type { LoggedChange } from "../../../../shared/entities/change-log.ts";
import { eventIdOf } from "../../../../shared/events/change.ts";
import type { Scope } from "../../../../shared/http/scopes.ts";
import { anAccount, anApiKey, type TestAccount } from "../../../support/actors.ts";
import { call } from "../../../support/call.ts";
import { aChange } from "../../../support/change-log-world.ts";
import { testClock, testDeps } from "../../../support/deps.ts";
import { type MemoryTable, memoryTable } from "../../../support/memory-table.ts";

let memory: MemoryTable;
let owner: TestAccount;
let clock: ReturnType<typeof testClock>;

beforeEach(async () => {
  memory = memoryTable();
  clock = testClock();
  owner = await anAccount(memory.table);
});

const follow = (query: Record<string, string> = {}, headers: Record<string, string> = owner.headers) =>
  call(
    api(() => ({ ...testDeps(memory.table, { clock }), waitingPlaces: 10 }), useCases),
    routes.changes,
    { query, headers },
  );
const happens = (...changes: LoggedChange[]) => appendChanges(memory.table.of(owner.account.id), changes, { clock });
const typesOf = ({ body }: Awaited<ReturnType<typeof follow>>) => body.data.map(({ type }) => type);
const note = (version = 1) => aChange("note", version, { type: "note.created" });

describe("GET /v1/changes", () => {
  it("tells what happened, oldest first, from the oldest change that is kept", async () => {
    await happens(aChange("a", 1), aChange("a", 2));
    const { body } = await follow();
    const { resourceId, actor, occurredAt, id } = aChange("a", 2);
    expect(body.data[1]).toEqual({
      ...{ id, type: "client.updated", occurredAt, actor, source: "api", changed: ["email"] },
      resource: { kind: "client", id: resourceId, version: 2 },
    });
    expect(body.more).toBe(false);
  });

  it("goes on behind the place that an answer named, as often as it is asked", async () => {
    await happens(aChange("a", 1), aChange("a", 2), aChange("a", 3));
    const first = await follow({ limit: "2" });
    expect(first.body.more).toBe(true);
    const { after } = first.body;
    for (const _ of [1, 2]) {
      const next = await follow({ after, limit: "2" });
      expect(next.body.data.map(({ resource }) => resource.version)).toEqual([3]);
      expect(next.body.more).toBe(false);
    }
  });

  it("begins at this moment where it is asked to", async () => {
    await happens(aChange("a", 1));
    const { body } = await follow({ after: "now" });
    expect(body.data).toEqual([]);
    await happens(aChange("a", 2));
    expect((await follow({ after: body.after })).body.data).toHaveLength(1);
  });

  it("begins at this moment in an account in which nothing has happened", async () => {
    const { body } = await follow({ after: "now" });
    await happens(aChange("a", 1));
    expect((await follow({ after: body.after })).body.data).toHaveLength(1);
  });

  it("waits for something new, and no longer than it is asked to", async () => {
    const { body } = await follow({ after: "now" });
    const [waited] = await Promise.all([follow({ after: body.after, wait: "20" }), happens(aChange("a", 1))]);
    expect(waited.body.data).toHaveLength(1);
    expect((await follow({ after: waited.body.after, wait: "1" })).body.data).toEqual([]);
  });

  it("lets three calls of an account wait at a time; one more is answered at once, and told when to ask again", async () => {
    const { after } = (await follow({ after: "now" })).body;
    const waiting = [1, 2, 3].map(() => follow({ after, wait: "20" }));
    const held = () => [...memory.items.values()].filter(({ entity }) => entity === "waiting_place");
    await expect.poll(() => held().length).toBe(3);
    const refused = await follow({ after, wait: "20" });
    expect([refused.body.data, refused.headers["retry-after"]]).toEqual([[], "5"]);
    await happens(aChange("a", 1));
    for (const { body, headers } of await Promise.all(waiting)) {
      expect(body.data).toHaveLength(1);
      expect(headers).not.toHaveProperty("retry-after");
    }
    expect(held()).toEqual([]);
  });

  it("takes no place where there is something to tell, and takes over that of a function that died", async () => {
    const { after } = (await follow({ after: "now" })).body;
    const take = () => takePlace(memory.table, owner.account.id, { count: 1, now: clock.now(), seconds: 20 });
    expect(await take()).toBeDefined();
    await happens(aChange("a", 1));
    expect((await follow({ after, wait: "20" })).body.data).toHaveLength(1);
    expect(await take()).toBeUndefined();
    clock.set("2026-03-02T15:00:30.000Z");
    expect(await take()).toBeDefined();
  });

  it("leaves out all but the kinds and types that are asked for, and passes what it left out", async () => {
    await happens(aChange("a", 1), note(), aChange("a", 2));
    expect(typesOf(await follow({ types: "note" }))).toEqual(["note.created"]);
    expect(typesOf(await follow({ types: "client.updated,note.created" }))).toEqual(["note.created", "client.updated"]);
    const { body } = await follow({ types: "document" });
    expect(body).toMatchObject({ data: [], more: false });
    expect((await follow({ after: body.after })).body.data).toEqual([]);
  });

  it("reads no more than five hundred changes for an answer, and says that there are more", async () => {
    for (let batch = 0; batch < 7; batch++)
      await happens(...Array.from({ length: 90 }, (_, number) => aChange(`${batch} ${number}`, 1)));
    await happens(note());
    const first = await follow({ types: "note" });
    expect(first.body).toMatchObject({ data: [], more: true });
    expect(typesOf(await follow({ types: "note", after: first.body.after }))).toEqual(["note.created"]);
  });

  it.each(["client.eaten", "colour"])("refuses to wait for the type %s, which no change has", async (types) => {
    const { status, problem } = await follow({ types });
    expect([status, problem.errors?.[0]?.pointer]).toEqual([422, "types"]);
  });

  it.each<[type: string, scope: Scope]>([
    ["document.received", "documents:read"],
    ["campaign.finished", "campaigns:read"],
    ["member.created", "account:read"],
    ["team.updated", "account:read"],
    ["webhook.disabled", "account:read"],
  ])("tells of %s whoever may read that", async (type, scope) => {
    await happens(aChange("a", 1), aChange("b", 1, { type }));
    const withScopes = async (scopes: Scope[]) =>
      typesOf(await follow({}, (await anApiKey(memory.table, owner.account, scopes)).headers));
    expect(await withScopes(["clients:read"])).toEqual(["client.created"]);
    expect(await withScopes(["clients:read", scope])).toEqual(["client.created", type]);
  });

  it("knows no place of another account", async () => {
    const other = await anAccount(memory.table);
    const { body } = await follow({ after: "now" }, other.headers);
    expect((await follow({ after: body.after })).status).toBe(404);
    expect((await follow({ after: "made up" })).status).toBe(404);
  });

  it("refuses a place of more than thirty days ago, and says what to do", async () => {
    const { body } = await follow({ after: "now" });
    clock.set("2026-04-01T14:59:00.000Z");
    const kept = await follow({ after: body.after });
    expect(kept.status).toBe(200);
    clock.set("2026-04-01T15:01:00.000Z");
    const { status, problem } = await follow({ after: body.after });
    expect([status, problem.detail]).toEqual([410, expect.stringContaining("after=now")]);
    expect((await follow({ after: kept.body.after })).status).toBe(200);
  });

  it("lets who begins with the oldest change read on, though it is about to be forgotten", async () => {
    await happens(aChange("a", 1));
    await happens(aChange("a", 2));
    clock.set("2026-04-03T15:00:00.000Z");
    const { body } = await follow({ limit: "1" });
    expect((await follow({ after: body.after })).body.data).toHaveLength(1);
  });

  it("waits for a write that it is to show, or says that it does not show it yet", async () => {
    const { resourceId: id, version, occurredAt: updatedAt } = aChange("a", 1);
    const consistency = Buffer.from(`client ${id} ${version} ${updatedAt}`).toString("base64url");
    const early = await follow({ consistency });
    expect(early.headers["clientele-behind"]).toBe("true");
    const shows = { ...aChange("a", 1), id: eventIdOf({ id, version, updatedAt }) };
    const [late] = await Promise.all([
      follow({}, { ...owner.headers, "Clientele-Consistency": consistency }),
      happens(shows),
    ]);
    expect(late.headers["clientele-behind"]).toBe("false");
    expect(late.body.data).toHaveLength(1);
    expect((await follow({ consistency: "made up" })).status).toBe(422);
  });
});
