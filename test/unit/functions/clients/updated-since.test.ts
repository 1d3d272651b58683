import { beforeEach, describe, expect, it } from "vitest";
import { routes } from "../../../../functions/clients/manifest.ts";
import { privacyWorld } from "../../../support/privacy-world.ts";

let world: Awaited<ReturnType<typeof privacyWorld>>;
beforeEach(async () => {
  world = await privacyWorld();
  for (const [name, disabled] of [
    ["a", false],
    ["b", true],
    ["c", false],
    ["d", true],
  ] as const) {
    await world.send("clients", routes.create, { body: { name, disabled } });
    world.pass(60);
  }
});

const START = "2026-03-02T15:00:00.000Z";
const list = (query: Record<string, string>) => world.send("clients", routes.list, { query });
const namesOf = ({ body }: Awaited<ReturnType<typeof list>>) => body.data.map(({ name }) => name);

describe("clients updated since a moment", () => {
  it("are those changed then or later, the first changed first", async () => {
    expect(namesOf(await list({ updatedSince: START }))).toEqual(["a", "c"]);
    expect(namesOf(await list({ updatedSince: "2026-03-02T10:01:00-05:00" }))).toEqual(["c"]);
    expect(namesOf(await list({ updatedSince: "2026-04-01T00:00:00Z" }))).toEqual([]);
  });

  it("come with the disabled ones in one order, page by page, each once", async () => {
    const seen: string[] = [];
    for (let cursor: string | undefined = ""; cursor !== undefined; ) {
      const page = await list({ updatedSince: START, includeDisabled: "true", limit: "1", ...(cursor && { cursor }) });
      seen.push(...namesOf(page));
      cursor = page.body.nextCursor;
    }
    expect(seen).toEqual(["a", "b", "c", "d"]);
  });

  it("that change while pages are read come again at the end", async () => {
    const first = await list({ updatedSince: START, limit: "1" });
    const [a] = first.body.data;
    await world.send("clients", routes.update, { params: { id: a?.id ?? "" }, body: { note: "x" } });
    const rest = await list({ updatedSince: START, limit: "5", cursor: first.body.nextCursor ?? "" });
    expect(namesOf(rest)).toEqual(["c", "a"]);
  });

  it("are filtered as other lists are", async () => {
    expect(namesOf(await list({ updatedSince: START, q: "b", includeDisabled: "true" }))).toEqual(["b"]);
    expect(namesOf(await list({ updatedSince: START, tag: "VIP" }))).toEqual([]);
    await expect(list({ updatedSince: START, assignedTo: "mem_01HZX3QK8S5T7VWXYZ0123456A" })).rejects.toThrow(
      "No such member",
    );
  });

  it.each<Record<string, string>>([{ sort: "recent" }, { near: "45.5,-73.6" }])(
    "are not ordered otherwise: %j",
    async (order) => {
      await expect(list({ updatedSince: START, ...order })).rejects.toThrow("updatedSince");
    },
  );
});
