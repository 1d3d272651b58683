import { expect, test } from "vitest";
import { createClientele } from "../../../client/src/create-clientele.ts";
import { type Reply, scriptedServer } from "../../support/scripted-server.ts";

const page = (names: string[], nextCursor?: string): Reply => ({
  status: 200,
  body: { data: names.map((name) => ({ name })), ...(nextCursor && { nextCursor }) },
});
const three = [page(["a", "b"], "2"), page([], "3"), page(["c"])] as const;

const start = async (...script: [Reply, ...Reply[]]) => {
  const { baseUrl, received } = await scriptedServer(...script);
  return { clientele: createClientele({ baseUrl }), urls: () => received.map(({ url }) => url) };
};

test("a list goes through every page, with the filters of the first", async () => {
  const { clientele, urls } = await start(...three);
  const names: string[] = [];
  for await (const { name } of clientele.clients.list({ query: { tag: "VIP", limit: 2 } })) names.push(name);
  expect(names).toEqual(["a", "b", "c"]);
  const filters = "/v1/clients?tag=VIP&limit=2";
  expect(urls()).toEqual([filters, `${filters}&cursor=2`, `${filters}&cursor=3`]);
});

test("it can be gone through page by page", async () => {
  const { clientele } = await start(...three);
  const sizes: number[] = [];
  for await (const { data } of clientele.clients.list().pages()) sizes.push(data.length);
  expect(sizes).toEqual([2, 0, 1]);
});

test("awaited, it is its first page", async () => {
  const { clientele, urls } = await start(...three);
  const { data, nextCursor } = await clientele.clients.list();
  expect([data.length, nextCursor]).toEqual([2, "2"]);
  expect(urls()).toHaveLength(1);
});

test("no page is asked for that nobody wants", async () => {
  const { clientele, urls } = await start(...three);
  const list = clientele.clients.list();
  expect(urls()).toEqual([]);
  expect(await list.toArray(2)).toMatchObject([{ name: "a" }, { name: "b" }]);
  expect(urls()).toHaveLength(1);
});

test("a list that fails says so where it is gone through", async () => {
  const { clientele } = await start({
    status: 403,
    body: { type: "/docs#problem-forbidden", title: "No", status: 403 },
  });
  const list = clientele.clients.list();
  await expect(list.toArray()).rejects.toMatchObject({ code: "forbidden" });
  await expect(list.catch(() => "caught")).resolves.toBe("caught");
});

test("lists in a query are the same name several times, fields are called as in an address", async () => {
  const { clientele, urls } = await start(page([]));
  await clientele.clients.list({
    query: { tag: ["VIP", "pneus & jantes"], "field.plate": "K7X 201", includeDisabled: true },
  });
  expect(urls()).toEqual(["/v1/clients?tag=VIP&tag=pneus+%26+jantes&field.plate=K7X+201&includeDisabled=true"]);
});
