import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, expect, test } from "vitest";
import { relay } from "../../../../functions/changes/send-events.ts";
import { routes as clients } from "../../../../functions/clients/manifest.ts";
import { BEGINNING, readLog } from "../../../../functions/feed/read-log.ts";
import { routes as privacy } from "../../../../functions/privacy/manifest.ts";
import { testLog } from "../../../support/deps.ts";
import { privacyWorld } from "../../../support/privacy-world.ts";

const bus = mockClient(EventBridgeClient);
beforeEach(() => {
  bus.reset();
  bus.on(PutEventsCommand).callsFake(({ Entries }: { Entries: object[] }) => ({
    Entries: Entries.map(() => ({ EventId: "1" })),
  }));
});

/** Both followers of the stream, and what partners are told in the end. */
const told = async (world: Awaited<ReturnType<typeof privacyWorld>>) => {
  const Records = [...world.memory.records];
  await world.follow();
  const deps = { bus: new EventBridgeClient({}), busName: "bus", log: testLog(), clock: world.clock };
  const setAside = () => Promise.reject(new Error("Nothing is to be set aside."));
  await relay({ Records }, { ...deps, setAside, table: world.memory.table });
  const { changes } = await readLog(world.db, BEGINNING, { limit: 100, keep: () => true });
  return changes;
};

test("partners are told of a client's whole life, and of nothing that was said in it", async () => {
  const world = await privacyWorld();
  const { id } = await world.addClient({ name: "Noémie Côté", email: "noemie@example.org" });
  const params = { id };
  const { body: note } = await world.send("clients", clients.addNote, { params, body: { body: "Prefers mornings" } });
  await world.send("clients", clients.update, { params, body: { tags: ["VIP"], mobile: "514 555 0134" } });
  await world.send("clients", clients.removeNote, { params: { id, noteId: note.id } });
  await world.send("clients", clients.archive, { params });
  await world.send("clients", clients.restore, { params });
  await world.send("privacy", privacy.erase, { params });
  const changes = await told(world);
  const ofClient = changes.filter(({ resourceId, clientId }) => resourceId === id || clientId === id);
  expect(ofClient.map(({ type, version }) => `${type} ${version}`)).toEqual([
    "client.created 1",
    "note.created 1",
    "client.updated 2",
    "note.deleted 2",
    "client.archived 3",
    "client.restored 4",
    "client.erased 5",
  ]);
  expect(ofClient[2]?.changed).toEqual(["mobile", "raw", "tags"]);
  expect(JSON.stringify(changes)).not.toMatch(/Noémie|noemie|mornings|VIP|0134/);
});
