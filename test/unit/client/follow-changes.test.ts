import { expect, test } from "vitest";
import { createClientele } from "../../../client/src/create-clientele.ts";
import { followChanges } from "../../../client/src/follow-changes.ts";
import { type Reply, scriptedServer } from "../../support/scripted-server.ts";

const page = (versions: number[], after: string, more = false): Reply => ({
  status: 200,
  body: { data: versions.map((version) => ({ resource: { version } })), after, more },
});

const start = async (...script: [Reply, ...Reply[]]) => {
  const { baseUrl, received } = await scriptedServer(...script);
  return { clientele: createClientele({ baseUrl }), urls: () => received.map(({ url }) => url) };
};

test("following goes from place to place, and ends with the last change where nobody is to wait", async () => {
  const { clientele, urls } = await start(page([1, 2], "b", true), page([], "c", true), page([3], "d"));
  const seen: number[] = [];
  for await (const { resource } of followChanges(clientele, { after: "a", types: ["client", "note.created"], wait: 0 }))
    seen.push(resource.version);
  expect(seen).toEqual([1, 2, 3]);
  const rest = "&types=client%2Cnote.created";
  expect(urls()).toEqual(["a", "b", "c"].map((after) => `/v1/changes?limit=100&wait=0&after=${after}${rest}`));
});

test("it waits at the end, and tells the place of every page", async () => {
  const { clientele, urls } = await start(page([], "b"), page([1], "c"), page([2], "d"));
  const places: string[] = [];
  for await (const { after } of followChanges(clientele, { after: "now" }).pages()) if (places.push(after) === 3) break;
  expect(places).toEqual(["b", "c", "d"]);
  expect(urls()[2]).toBe("/v1/changes?limit=100&wait=20&after=c");
});

test("it asks no faster than it was told to wait, where the answer comes at once", async () => {
  const { clientele } = await start(page([], "b"), page([], "c"), page([1], "d"));
  const began = performance.now();
  for await (const _ of followChanges(clientele, { after: "a", wait: 0.05 })) break;
  expect(performance.now() - began).toBeGreaterThan(95);
});

test("a place that is too old is told to who follows", async () => {
  const { clientele } = await start({
    status: 410,
    body: { type: "/docs#problem-gone", title: "No longer available", status: 410 },
  });
  await expect(followChanges(clientele, { after: "a" }).pages()[Symbol.asyncIterator]().next()).rejects.toMatchObject({
    code: "gone",
  });
});
