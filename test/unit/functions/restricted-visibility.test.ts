import { describe, expect, test } from "vitest";
import { routes as clients } from "../../../functions/clients/manifest.ts";
import { routes as documents } from "../../../functions/documents/manifest.ts";
import { useCases as jobRoutes } from "../../../functions/jobs/api.ts";
import { routes as jobs } from "../../../functions/jobs/manifest.ts";
import { routes as privacy } from "../../../functions/privacy/manifest.ts";
import { api } from "../../../shared/app/api.ts";
import { keys } from "../../../shared/db/keys.ts";
import { update } from "../../../shared/db/writes.ts";
import { type Manifest, methodOf, type ParamsOf, pathOf, type Route } from "../../../shared/http/contract.ts";
import { aMember } from "../../support/actors.ts";
import { call } from "../../support/call.ts";
import { testDeps } from "../../support/deps.ts";
import { sampleFiles } from "../../support/files.ts";
import { idPlaces, naming } from "../../support/foreign-ids.ts";
import { privacyWorld } from "../../support/privacy-world.ts";

const bodyFor = ({ ids }: Place, route: Route): object => {
  if (/\/(notes|comments)$/.test(route.key)) return { body: "A note" };
  if (route.key.endsWith("/share")) return { clientIds: [ids.client] };
  return (route.example?.body ?? {}) as object;
};

/** What somebody else made for a client; the restricted member is assigned to the client, or to nobody. */
const aPlace = async (assigned: boolean) => {
  const world = await privacyWorld();
  const { account, send } = world;
  await world.db.commit([update(keys.account(account.id), { set: { settings: { restrictFieldToAssigned: true } } })]);
  const staff = await aMember(world.memory.table, account, { role: "field", editClients: true });
  const client = await world.addClient({
    name: "Noémie Côté",
    email: "noemie@example.org",
    addresses: [{ city: "Laval" }],
    ...(assigned ? { assignedTo: [staff.member.id] } : {}),
  });
  const params = { id: client.id };
  const { body: note } = await send("clients", clients.addNote, { params, body: { body: "A note" } });
  const { body: comment } = await send("clients", clients.addComment, { params, body: { body: "A comment" } });
  const attachment = await world.attach(client.id, "photo.pdf", sampleFiles.pdf);
  const library = await world.libraryDocument("tarifs.pdf", sampleFiles.pdf);
  await world.share(library, client.id, "Voici");
  const { request } = await world.request(client.id, {});
  const { body: bulk } = await send("clients", clients.bulk, {
    body: { selection: { clientIds: [client.id] }, action: { kind: "tag", tag: "VIP" } },
  });
  await world.follow();
  const ids: Record<string, string> = {
    client: client.id,
    clientId: client.id,
    noteId: note.id,
    commentId: comment.id,
    attachmentId: attachment,
    locationId: client.addresses[0]?.id ?? "",
    document: attachment,
    documentRequest: request.id,
    job: bulk.job.id,
    number: "1",
  };
  const deps = testDeps(world.memory.table, { clock: world.clock });
  const handlers = { ...world.handlers, jobs: api(() => deps, jobRoutes) };
  return { ...{ ids, library, staff, handlers } };
};
type Place = Awaited<ReturnType<typeof aPlace>>;

const kinds: Readonly<Record<string, string>> = {
  clients: "client",
  documents: "document",
  "document-requests": "documentRequest",
  jobs: "job",
};

const idFor = ({ ids, library }: Place, path: string, name: string): string => {
  if (/\/documents\/\{id\}\/(share|links)/.test(path) && name === "id") return library;
  if (name === "noteId" && path.includes("/comments/")) return ids.commentId ?? "";
  const id = ids[name === "id" ? (kinds[path.split("/")[2] ?? ""] ?? "") : name];
  if (!id) throw new Error(`There is nothing for {${name}} in ${path}.`);
  return id;
};

const paramsOf = (place: Place, route: Route): ParamsOf<Route> => {
  const path = pathOf(route.key);
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  return Object.fromEntries(names.map((name) => [name, idFor(place, path, name)])) as ParamsOf<Route>;
};

const features: [feature: keyof Place["handlers"], routes: Manifest["routes"]][] = [
  ["clients", clients],
  ["documents", documents],
  ["jobs", jobs],
  ["privacy", privacy],
];
const limited = features.flatMap(([feature, routes]) =>
  Object.values(routes)
    .filter(({ visibility }) => visibility === "assigned" || visibility === "own")
    .map((route) => ({ feature, route, key: route.key })),
);

const knock = async (place: Place, feature: keyof Place["handlers"], route: Route, body?: unknown) => {
  const example = body ?? bodyFor(place, route);
  const request = { params: paramsOf(place, route), headers: place.staff.headers };
  const sent = methodOf(route.key) === "GET" || !route.body ? {} : { body: example };
  return (await call(place.handlers[feature], route, { ...request, ...sent } as Parameters<typeof call>[2])).status;
};

describe("restricted field staff, by every route that shows them a part", () => {
  const named = limited.filter(({ key }) => pathOf(key).includes("{"));

  test.each(named)("$key: what is nobody's business of theirs does not exist", async ({ feature, route }) => {
    const status = await knock(await aPlace(false), feature, route);
    // Who may not do it at all is told so.
    expect([404, 403]).toContain(status);
    if (status === 403) expect(await knock(await aPlace(true), feature, route)).toBe(403);
  });

  test.each(named.filter(({ route }) => route.visibility === "assigned"))(
    "$key: what is theirs does",
    async ({ feature, route }) => expect(await knock(await aPlace(true), feature, route)).not.toBe(404),
  );

  const places = limited.flatMap(({ feature, key, route }) =>
    (route.body ? idPlaces(route.body) : [])
      .filter(({ kind }) => kind === "client")
      .map((place) => ({ feature, key, route, place, field: place.path.join("/") })),
  );
  test.each(places)("$key does not know others' clients at $field", async ({ feature, route, place: at }) => {
    const place = await aPlace(false);
    const mine = { ...place, ids: { ...place.ids, document: place.library } };
    const body = naming(route.example?.body ?? {}, at, place.ids.client);
    expect(await knock(mine, feature, route, body)).toBe(404);
  });

  test("there are such routes", () => {
    expect(named.length).toBeGreaterThan(40);
    expect(places.length).toBeGreaterThan(1);
  });
});
