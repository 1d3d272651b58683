import { beforeEach, describe, expect, it } from "vitest";
import { routes } from "../../../../functions/clients/manifest.ts";
import { CONSISTENCY, consistencyHeader, readConsistencyToken } from "../../../../shared/app/consistency-token.ts";
import { derivedId } from "../../../../shared/ids.ts";
import { privacyWorld } from "../../../support/privacy-world.ts";

let world: Awaited<ReturnType<typeof privacyWorld>>;
beforeEach(async () => {
  world = await privacyWorld();
});

const add = (name: string) => world.send("clients", routes.create, { body: { name, tags: ["VIP"] } });
const tokenOf = ({ headers }: { headers: Record<string, string> }) => headers["clientele-consistency"] ?? "";
const list = (query: Record<string, string>) => world.send("clients", routes.list, { query });

describe("the answer to a write", () => {
  it("names what was written, and one to a read names nothing", async () => {
    expect(tokenOf(await add("Zoé Lavoie"))).toMatch(/^[\w-]+$/);
    expect((await list({})).headers).not.toHaveProperty("clientele-consistency");
  });

  it("names what can be read again, whatever its id is made of, and nothing else", () => {
    const token = (id: string) => {
      const item = {
        pk: "ACC#1",
        sk: "@",
        entity: "document_share",
        id,
        version: 1,
        createdAt: "2026-03-02T15:00:00.000Z",
      };
      return consistencyHeader([{ do: "put", item }])[CONSISTENCY];
    };
    const id = `${derivedId("document", "1")}.${derivedId("client", "1")}`;
    expect(readConsistencyToken(token(id) ?? "")).toMatchObject([{ entity: "document_share", id, version: 1 }]);
    expect(token("of two words")).toBeUndefined();
  });

  it("names the same when it is given again", async () => {
    const order = { body: { name: "Zoé Lavoie" }, headers: { ...world.headers, "Idempotency-Key": "order 1" } };
    const first = await world.send("clients", routes.create, order);
    expect(tokenOf(await world.send("clients", routes.create, order))).toBe(tokenOf(first));
  });
});

describe("a list that is told of a write", () => {
  it("waits until it shows it", async () => {
    const consistency = tokenOf(await add("Zoé Lavoie"));
    const [{ headers, body }] = await Promise.all([list({ tag: "VIP", consistency }), world.follow()]);
    expect(headers["clientele-behind"]).toBe("false");
    expect(body.data).toHaveLength(1);
  });

  it("says after two seconds that it does not show it, and a count that it is not exact", async () => {
    const consistency = tokenOf(await add("Zoé Lavoie"));
    const began = performance.now();
    const [listed, counted] = await Promise.all([
      list({ tag: "VIP", consistency }),
      world.send("clients", routes.count, { query: { tag: "VIP", consistency } }),
    ]);
    expect(performance.now() - began).toBeGreaterThan(1900);
    expect(listed.headers["clientele-behind"]).toBe("true");
    expect(counted.body).toEqual({ count: 0, exact: false });
  });

  it("goes on from page to page with or without it", async () => {
    for (const name of ["a", "b", "c"]) await add(name);
    const consistency = tokenOf(await add("d"));
    await world.follow();
    const { body } = await list({ limit: "2", consistency });
    expect((await list({ limit: "2", cursor: body.nextCursor ?? "" })).body.data).toHaveLength(2);
  });

  it("refuses what is no such token, and does not wait for what has no lists", async () => {
    await expect(list({ consistency: "nonsense" })).rejects.toThrow("Clientele-Consistency");
    const { body } = await add("Zoé Lavoie");
    const noted = await world.send("clients", routes.addNote, { params: { id: body.id }, body: { body: "Called" } });
    const began = performance.now();
    expect((await list({ consistency: tokenOf(noted) })).headers["clientele-behind"]).toBe("false");
    expect(performance.now() - began).toBeLessThan(1000);
  });
});
