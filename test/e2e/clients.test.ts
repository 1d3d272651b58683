import { beforeAll, describe, expect, inject, test } from "vitest";
import { routes } from "../../functions/clients/manifest.ts";
import { type RouteClient, routeClient } from "../support/route-client.ts";
import { until } from "../support/until.ts";

let api: RouteClient;

beforeAll(() => {
  const { url, accounts } = inject("stack");
  api = routeClient({ baseUrl: url, token: accounts[0]?.apiKey ?? "" });
});

const names = async (query: Record<string, unknown>) => {
  const { body } = await api.call(routes.list, { query });
  return body.data.map(({ name }) => name);
};

describe("clients on the local stack", () => {
  test("a client is added, read, changed and archived", async () => {
    const { body: added, headers } = await api.call(routes.create, {
      body: { firstName: "Zoé", lastName: "Lefebvre", email: "Zoe.Lefebvre@Example.org", mobile: "(514) 555-0199" },
    });
    expect(added).toMatchObject({ name: "Zoé Lefebvre", email: "zoe.lefebvre@example.org", mobile: "+15145550199" });
    expect(headers.get("etag")).toBe('"1"');

    const params = { id: added.id };
    const { body: changed } = await api.call(routes.update, { params, body: { lastName: "Roy" }, ifMatch: 1 });
    expect(changed).toMatchObject({ name: "Zoé Roy", version: 2 });
    await expect(api.call(routes.update, { params, body: { note: "x" }, ifMatch: 1 })).rejects.toMatchObject({
      status: 412,
    });

    const { body: archived } = await api.call(routes.archive, { params });
    expect(archived.status).toBe("archived");
    await until(async () => !(await names({})).includes("Zoé Roy"), "the archived client leaves the list");
    await api.call(routes.purge, { params });
    await expect(api.call(routes.get, { params })).rejects.toMatchObject({ status: 404 });
  });

  test("accents, spaces in numbers, prefixes and custom fields find the right client", async () => {
    const type = (await api.call(routes.listTypes)).body.data[0];
    await api.call(routes.create, {
      body: {
        name: "Thérèse Bélanger",
        email: "t.belanger@example.org",
        mobile: "514 555 0177",
        typeId: type?.id,
        fields: { plate: "K7X 201" },
      },
    });
    for (const q of ["therese", "Thérèse", "514 555 0177", "therese be", "t.belanger@example.org", "belanger therese"])
      await until(async () => (await names({ q })).includes("Thérèse Bélanger"), `${q} finds Thérèse`);
    const { body } = await api.call(routes.search, { query: { q: "k7x 2" } });
    expect(body.data).toMatchObject([{ kind: "client", title: "Thérèse Bélanger" }]);
  });

  test("filters combine, and the nearest comes first", async () => {
    const vips = await until(async () => {
      const found = await names({ tag: "vip", mobile: "with", near: "45.5152,-73.5673" });
      return found.length >= 3 && found;
    }, "three VIPs are listed");
    expect(vips[0]).toBe("Noémie Côté");
    expect(vips).toEqual(["Noémie Côté", "Olivia O'Neill", "Océane Œuvrard"]);
    const { body } = await api.call(routes.count, { query: { tag: "VIP" } });
    expect(body).toEqual({ count: 3, exact: true });
  });

  test("a tag is renamed on every client that has it", async () => {
    const { body } = await api.call(routes.renameTag, { params: { tag: "pneus" }, body: { name: "Pneus d'hiver" } });
    expect(body.job.status).toBe("queued");
    const renamed = await until(async () => {
      const found = await names({ tag: "Pneus d'hiver" });
      return found.length === 2 && found;
    }, "two clients have the new tag");
    expect(renamed).toEqual(["Hugo Benali", "Noémie Côté"]);
    await until(async () => (await names({ tag: "pneus" })).length === 0, "nobody has the old one");
  });

  test("history says who changed what, the card shows all in one call", async () => {
    const { body: added } = await api.call(routes.create, { body: { name: "Bob", tags: ["a"] } });
    const params = { id: added.id };
    await api.call(routes.update, { params, body: { name: "Robert", tags: ["a", "b"] } });
    await api.call(routes.addNote, { params, body: { body: "Préfère le matin" } });
    const history = await until(async () => {
      const { body } = await api.call(routes.history, { params });
      return body.data.length > 0 && body.data;
    }, "the history is told");
    expect(history[0]?.changes).toContainEqual({ field: "name", from: "Bob", to: "Robert" });
    const { body: card } = await api.call(routes.card, { params });
    expect(card.notes).toMatchObject([{ body: "Préfère le matin" }]);
  });
});
