import { beforeEach, describe, expect, it } from "vitest";
import { routes as clients } from "../../../../functions/clients/manifest.ts";
import { call } from "../../../support/call.ts";
import { beyondTheReceipt, csv, withEverything } from "../../../support/person-with-everything.ts";
import { type PrivacyWorld, privacyWorld } from "../../../support/privacy-world.ts";

let world: PrivacyWorld;
beforeEach(async () => {
  world = await privacyWorld();
});

describe("a client who is erased", () => {
  it("leaves nothing in table and buckets that the receipt does not name", async () => {
    const { id } = await withEverything(world);
    expect(beyondTheReceipt(world).length).toBeGreaterThan(40);
    const { status, body } = await world.erase(id);
    expect(status).toBe(202);
    await world.work();
    expect(beyondTheReceipt(world)).toEqual([]);
    const receipt = await world.receipt(body.erasureId);
    expect(receipt.status).toBe("finished");
    expect(Object.fromEntries(receipt.erased.map(({ what, count }) => [what, count]))).toMatchObject({
      client: 1,
      notes: 2,
      comments: 1,
      messages: 1,
      documents: 2,
      files: 2,
      shares: 1,
      requests: 1,
      personalExports: 1,
      jobs: 2,
      jobItems: 1,
    });
    const kept = receipt.kept.map(({ what }) => what);
    expect(kept).toEqual(expect.arrayContaining(["id", "address_refusals", "import_files", "export_files", "backups"]));
    for (const { text } of [...receipt.erased, ...receipt.kept]) expect(text).toMatch(/^[A-ZÉÀ].{4}/);
    expect(JSON.stringify(receipt)).not.toMatch(/zuberb|noemie/i);
  });

  it("is gone with the answer: nobody reads, changes, restores or finds them any more", async () => {
    const { id, requested, shared } = await withEverything(world);
    await world.erase(id);
    const params = { id };
    const { headers, handlers } = world;
    for (const route of [clients.get, clients.card, clients.listNotes, clients.archive, clients.restore, clients.purge])
      expect((await call(handlers.clients, route, { headers, params })).status).toBe(404);
    const note = { headers, params, body: { body: "too late" } };
    expect((await call(handlers.clients, clients.addNote, note)).status).toBe(404);
    await world.work();
    for (const token of [requested, shared]) expect((await world.openPage(token)).text).not.toMatch(/tarifs|Preuve/);
  });

  it("comes back under no id: neither by the API, nor by the same import", async () => {
    const { id, requested } = await withEverything(world);
    await world.erase(id);
    await world.work();
    const { headers, handlers } = world;
    const again = await call(handlers.clients, clients.create, { headers, body: { id, name: "Noémie" } });
    expect(again.status).toBe(409);
    await world.importList(csv);
    const { body } = await world.send("clients", clients.list, { query: { q: "zuberbühler" } });
    expect(body.data.map((client) => client.id)).not.toContain(id);
    expect((await world.openPage(requested)).text).not.toContain("Preuve");
  });

  it("is erased from the archive by a purge, which says where the receipt is", async () => {
    const { id } = await withEverything(world);
    expect((await world.purge(id)).status).toBe(409);
    await world.send("clients", clients.archive, { params: { id } });
    const { status, headers } = await world.purge(id);
    expect(status).toBe(204);
    await world.work();
    expect(beyondTheReceipt(world)).toEqual([]);
    const receipt = await world.receipt(headers.location?.split("/").at(-1) ?? "");
    expect(receipt).toMatchObject({ status: "finished", clientId: id });
  });

  it("takes a note along that was on its way", async () => {
    const { id } = await withEverything(world);
    const before = await world.db.listStored({ pk: `${world.account.id}#${id}` }, { limit: 100, from: "NOTE#" });
    const [note] = before.items;
    await world.erase(id);
    await world.work();
    world.pass(30);
    if (note) await world.db.commit([{ do: "put", item: { ...note, sk: "NOTE#late" } }]);
    await world.follow();
    expect(beyondTheReceipt(world)).toEqual([]);
  });

  it("is not told again to who repeats a request by its key", async () => {
    const { headers, handlers } = world;
    const keyed = { ...headers, "idempotency-key": "one" };
    const made = { headers: keyed, body: { name: "Zuberbühler" } };
    const { id } = (await call(handlers.clients, clients.create, made)).body;
    const noted = { headers: { ...headers, "idempotency-key": "two" }, params: { id }, body: { body: "notesecrete" } };
    await call(handlers.clients, clients.addNote, noted);
    expect((await call(handlers.clients, clients.addNote, noted)).status).toBe(201);
    await world.follow();
    await world.erase(id);
    await world.work();
    expect((await call(handlers.clients, clients.create, made)).status).toBe(404);
    expect((await call(handlers.clients, clients.addNote, noted)).status).toBe(404);
    expect(beyondTheReceipt(world)).toEqual([]);
  });

  /** A message that names her, to these clients. */
  const message = async (clientIds: string[]) => {
    const action = { kind: "message" as const, subject: "Bonjour", body: "Chère Noémie Zuberbühler" };
    return (await world.send("clients", clients.bulk, { body: { selection: { clientIds }, action } })).body.job.id;
  };
  const her = { name: "Noémie Zuberbühler", email: "noemie@quelquepart.example" };
  const bob = { name: "Bob", email: "bob@example.org" };
  const eraseNow = async (id: string) => {
    await world.follow();
    const { body } = await world.erase(id);
    for (const job of world.jobsOf("erasure")) await world.runPrivacy(job.id);
    await world.follow();
    return world.receipt(body.erasureId);
  };
  const jobIs = (id: string, set: Record<string, unknown>) =>
    world.db.commit([{ do: "update", key: { pk: `${world.account.id}#${id}`, sk: "@" }, change: { set } }]);

  it("takes along what waits to be told to them alone", async () => {
    const { id } = await world.addClient(her);
    await message([id]);
    await eraseNow(id);
    expect(beyondTheReceipt(world)).toEqual([]);
  });

  it("leaves no empty message to others, where work that had failed is begun anew", async () => {
    const [{ id }, other] = [await world.addClient(her), await world.addClient(bob)];
    const job = await message([id, other.id]);
    await jobIs(job, { status: "failed", gaveUp: true });
    await eraseNow(id);
    expect(beyondTheReceipt(world)).toEqual([]);
    await jobIs(job, { status: "queued" });
    await world.work();
    expect(world.jobsOf("bulk")).toMatchObject([{ status: "failed", counts: {} }]);
  });

  it("says so where work under way for others speaks of them, and what the business alone may find", async () => {
    const [{ id }, other] = [await world.addClient(her), await world.addClient(bob)];
    await message([other.id]);
    const { kept } = await eraseNow(id);
    expect(kept.map(({ what }) => what)).toEqual(expect.arrayContaining(["mentions", "work_under_way"]));
    await world.work();
    expect(world.jobsOf("bulk")).toMatchObject([{ status: "finished", counts: { created: 1 } }]);
  });

  it("can be asked for twice, and is one erasure", async () => {
    const { id } = await world.addClient({ name: "Bob" });
    const first = await world.erase(id);
    const second = await world.erase(id);
    expect(second.body).toEqual(first.body);
    await world.work();
    expect((await world.erase(id)).body.erasureId).toBe(first.body.erasureId);
  });
});
