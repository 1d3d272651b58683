import { describe, expect, it } from "vitest";
import { kinds } from "../../../../functions/kinds.ts";
import { keys } from "../../../../shared/db/keys.ts";
import { replace, VersionConflict } from "../../../../shared/db/writes.ts";
import { clients } from "../../../../shared/entities/client.ts";
import { erasedAmong, insertClient, replaceByErased } from "../../../../shared/entities/erased-client.ts";
import { changeBetween } from "../../../../shared/events/change.ts";
import { derivedId } from "../../../../shared/ids.ts";
import { aClient, anAccountId } from "../../../support/a-client.ts";
import { memoryTable } from "../../../support/memory-table.ts";

const noemie = aClient({ email: "noemie@example.org", fields: { plate: "K7X 201" }, note: "Likes mornings" });
const erasureId = derivedId("erasure", "a test");
const end = { ...noemie, version: 2, updatedAt: "2026-03-03T09:00:00.000Z" };
const author = (({ version, createdAt, createdBy, updatedAt, updatedBy, source }) => ({
  version,
  createdAt,
  createdBy,
  updatedAt,
  updatedBy,
  source,
}))(end);

const world = async () => {
  const memory = memoryTable();
  const db = memory.table.of(anAccountId);
  await db.commit([insertClient(noemie)]);
  return { memory, db };
};

describe("a client who was erased", () => {
  it("is found by nobody, and known to have been there", async () => {
    const { db } = await world();
    await db.commit([replaceByErased(noemie, erasureId, author)]);
    expect(await db.get(clients, keys.of(anAccountId, noemie.id))).toBeUndefined();
    const other = derivedId("client", "somebody else");
    expect(await erasedAmong(db, [noemie.id, other])).toEqual(new Set([noemie.id]));
  });

  it("does not come back under the same id", async () => {
    const { db } = await world();
    await db.commit([replaceByErased(noemie, erasureId, author)]);
    await expect(db.commit([insertClient(noemie)])).rejects.toMatchObject({ code: "already-exists", status: 409 });
  });

  it("is not erased when somebody changed them since they were read, and not changed when they were erased", async () => {
    const { db } = await world();
    const changed = { ...noemie, status: "archived" as const, version: 2 };
    await db.commit([replace(clients, changed, noemie)]);
    await expect(db.commit([replaceByErased(noemie, erasureId, author)])).rejects.toThrow(VersionConflict);
    expect(await db.get(clients, keys.of(anAccountId, noemie.id))).toEqual(changed);

    await db.commit([replaceByErased(changed, erasureId, { ...author, version: 3 })]);
    const restored = { ...changed, status: "active" as const, version: 3 };
    await expect(db.commit([replace(clients, restored, changed)])).rejects.toThrow(VersionConflict);
  });

  it("is told as erased, by the id alone", async () => {
    const { memory, db } = await world();
    const [before] = memory.items.values();
    await db.commit([replaceByErased(noemie, erasureId, author)]);
    const [after] = memory.items.values();
    const change = changeBetween(kinds, before, after);
    expect(change).toMatchObject({ type: "client.erased", clientId: noemie.id, resourceId: noemie.id, changes: [] });
    expect(change?.title).toBeUndefined();
    expect(change?.resource).toEqual({
      id: noemie.id,
      status: "erased",
      version: 2,
      updatedAt: "2026-03-03T09:00:00.000Z",
    });
  });
});
