import { keys, partitions } from "../../../shared/db/keys.ts";
import { addressHash } from "../../../shared/entities/address-fact.ts";
import { clientCounter } from "../../../shared/entities/counter.ts";
import { facetsOf } from "../../../shared/entities/facet.ts";
import type { ClientId } from "../../../shared/ids.ts";
import {
  type Case,
  holds,
  idOf,
  list,
  now,
  one,
  PAGE,
  places,
  type Setting,
  soon,
  times,
  together,
  written,
} from "../case.ts";

const MANY = 30;
const addressOfClient = "whose address it is says the client: what the address has said is read after it";
const consent = { email: { general: true, marketing: true } };

/** Everything about single clients, their parts and their types; the lists of clients are cases of their own. */
export const clientCases = async ({ world, caller, make }: Setting): Promise<Case[]> => {
  const { account, ownerId } = caller;
  const at = places(account.id);
  const aClient = async (name: string, body = {}) => idOf(await make("POST /v1/clients", { body: { name, ...body } }));
  const typeIds = (
    await times(MANY, (number) =>
      make("POST /v1/client-types", {
        body: {
          name: `Type ${number}`,
          sections: [{ name: "General", fields: [{ key: "plate", label: "Plate", kind: "text", filterable: true }] }],
        },
      }),
    )
  ).map(idOf);
  const [type = "", reindexed = "", unused = ""] = typeIds;
  const made = await make("POST /v1/clients", {
    body: { name: "Ana Roy", email: "ana.roy@example.org", addresses: [{ city: "Laval" }], subscriptions: consent },
  });
  const id = idOf(made);
  const [location = { id: "" }] = made.addresses as { id: string }[];
  const [changed, archived, restored, purged, empty] = [
    await aClient("Changed", { mobile: "+15145550134" }),
    await aClient("Archived"),
    await aClient("Restored"),
    await aClient("Purged"),
    await aClient("Empty", { email: "empty@example.org" }),
  ];
  const params = { id };
  const notes = await times(MANY, () => make("POST /v1/clients/{id}/notes", { params, body: { body: "Call back" } }));
  const comments = await times(MANY, () =>
    make("POST /v1/clients/{id}/comments", { params, body: { body: "Well done" } }),
  );
  await times(MANY, (number) => make("PATCH /v1/clients/{id}", { params, body: { note: `Prefers ${number} h` } }));
  for (const gone of [restored, purged]) await make("DELETE /v1/clients/{id}", { params: { id: gone } });
  await world.project();

  const [note = "", oldNote = ""] = notes.map(idOf);
  const [, oldComment = ""] = comments.map(idOf);
  const self = at.of(id);
  const feed = { ...partitions.clientFeed(account.id, id as ClientId), items: PAGE, newestFirst: true };
  const factKey = (email: string) => keys.addressFact(account.id, addressHash(account.id, email));
  const noteKey = (of: string) => at.part(id, `NOTE#${of}`);
  const commentKey = (of: string) => at.part(id, `COMMENT#${of}`);
  const job = ({ job: started }: Record<string, unknown>) => at.of(idOf(started as Record<string, unknown>));

  const changes: Case[] = [
    {
      route: "POST /v1/clients",
      pattern: "Put",
      body: { name: "Noémie Côté", email: "noemie.cote@example.org", mobile: "+15145550134", tags: ["VIP"] },
      writes: ({ body }) => [one("client", at.of(idOf(body)))],
    },
    {
      route: "POST /v1/clients",
      pattern: "with type and assignee: Get type, BatchGet members, Put",
      body: { name: "Luc Roy", typeId: type, assignedTo: [ownerId] },
      reads: [now("type", at.of(type)), now("member", at.of(ownerId))],
      writes: ({ body }) => [one("client", at.of(idOf(body)))],
    },
    {
      route: "POST /v1/clients",
      pattern: "with marketing e-mail on: Get what the address has said; client and proof in one transaction",
      body: { name: "Eva Roy", email: "eva.roy@example.org", subscriptions: consent },
      reads: [soon("fact", [factKey("eva.roy@example.org")])],
      writes: ({ calls }) => [together("client and proof", ...written(calls))],
    },
    {
      route: "PATCH /v1/clients/{id}",
      pattern: "Get client, Put it",
      params: { id: changed },
      body: { note: "Préfère le matin" },
      reads: [now("client", at.of(changed))],
      writes: () => [one("client", at.of(changed))],
    },
    {
      route: "DELETE /v1/clients/{id}",
      pattern: "Get client, Put it",
      params: { id: archived },
      reads: [now("client", at.of(archived))],
      writes: () => [one("client", at.of(archived))],
    },
    {
      route: "POST /v1/clients/{id}/restore",
      pattern: "Get client, Put it",
      params: { id: restored },
      reads: [now("client", at.of(restored))],
      writes: () => [one("client", at.of(restored))],
    },
    {
      route: "POST /v1/clients/{id}/purge",
      pattern: "Get client; its place, the receipt and the job in one transaction",
      params: { id: purged },
      reads: [now("client", at.of(purged))],
      writes: ({ calls }) => [together("client, receipt, job", ...written(calls))],
    },
  ];

  const reading: Case[] = [
    { route: "GET /v1/clients/{id}", pattern: "Get client", params, reads: [now("client", self)] },
    {
      route: "GET /v1/clients/{id}/card",
      pattern: "Get client; Query notes, documents, requests, activity: all at once; then what the address has said",
      params,
      reads: [
        now("client", self),
        list("notes", at.partsOf(id, "NOTE#", 6, true)),
        list("documents", { ...partitions.ofClient(account.id, id as ClientId), prefix: "document#", items: 11 }),
        list("requests", {
          ...partitions.ofClient(account.id, id as ClientId),
          prefix: "document_request#",
          items: 11,
        }),
        list("activity", feed),
        soon("fact", [factKey("ana.roy@example.org")]),
      ],
      because: addressOfClient,
    },
    {
      route: "GET /v1/clients/{id}/activity",
      pattern: "Get client; Query gsi1, backwards: at once",
      params,
      reads: [now("client", self), list("activity", feed)],
    },
    {
      route: "GET /v1/clients/{id}/history",
      pattern: "Get client; Query gsi2, backwards: at once",
      params,
      reads: [
        now("client", self),
        list("history", { ...partitions.history(account.id, id), items: PAGE, newestFirst: true }),
      ],
    },
    {
      route: "GET /v1/clients/{id}/notes",
      pattern: "Get client; Query its notes, backwards: at once",
      params,
      reads: [now("client", self), list("notes", at.partsOf(id, "NOTE#", PAGE, true))],
    },
    {
      route: "GET /v1/clients/{id}/comments",
      pattern: "Get client; Query its comments, backwards: at once",
      params,
      reads: [now("client", self), list("comments", at.partsOf(id, "COMMENT#", PAGE, true))],
    },
    {
      route: "GET /v1/clients/{id}/locations",
      pattern: "Get client",
      params,
      reads: [now("client", self)],
      check: holds(1),
    },
    {
      route: "GET /v1/clients/{id}/subscriptions",
      pattern: "Get client; Query its proofs: at once; then what the address has said",
      params,
      reads: [
        soon("client", [self]),
        list("proofs", at.partsOf(id, "CONSENT#", 51, true)),
        soon("fact", [factKey("ana.roy@example.org")]),
      ],
      because: addressOfClient,
    },
  ];

  const parts: Case[] = [
    {
      route: "POST /v1/clients/{id}/notes",
      pattern: "Get client, Put note",
      params,
      body: { body: "Rappeler après 17 h" },
      reads: [now("client", self)],
      writes: ({ body }) => [one("note", noteKey(idOf(body)))],
    },
    {
      route: "PATCH /v1/clients/{id}/notes/{noteId}",
      pattern: "Get client and note at once, Put note",
      params: { id, noteId: note },
      body: { body: "Rappeler après 18 h" },
      reads: [now("client", self), now("note", noteKey(note))],
      writes: () => [one("note", noteKey(note))],
    },
    {
      route: "DELETE /v1/clients/{id}/notes/{noteId}",
      pattern: "Get client and note at once, Delete note",
      params: { id, noteId: oldNote },
      reads: [now("client", self), now("note", noteKey(oldNote))],
      writes: () => [one("note", noteKey(oldNote))],
    },
    {
      route: "POST /v1/clients/{id}/comments",
      pattern: "by a person: Get client and member at once, Put comment",
      as: "person",
      params,
      body: { body: "Très satisfait de la pose" },
      reads: [now("client", self), now("member", at.of(ownerId))],
      writes: ({ body }) => [one("comment", commentKey(idOf(body)))],
    },
    {
      route: "DELETE /v1/clients/{id}/comments/{noteId}",
      pattern: "Get client and comment at once, Delete comment",
      params: { id, noteId: oldComment },
      reads: [now("client", self), now("comment", commentKey(oldComment))],
      writes: () => [one("comment", commentKey(oldComment))],
    },
    {
      route: "POST /v1/clients/{id}/locations",
      pattern: "Get client, Put it",
      params,
      body: { label: "Chalet", city: "Magog", country: "CA" },
      reads: [now("client", self)],
      writes: () => [one("client", self)],
    },
    {
      route: "PATCH /v1/clients/{id}/locations/{locationId}",
      pattern: "Get client, Put it",
      params: { id, locationId: location.id },
      body: { location: { lat: 45.2667, lng: -72.1483 } },
      reads: [now("client", self)],
      writes: () => [one("client", self)],
    },
    {
      route: "DELETE /v1/clients/{id}/locations/{locationId}",
      pattern: "Get client, Put it",
      params: { id, locationId: location.id },
      reads: [now("client", self)],
      writes: () => [one("client", self)],
    },
    {
      route: "PUT /v1/clients/{id}/subscriptions",
      pattern: "Get client, Query its proofs at once; Get what the address has said; one transaction",
      params: { id: empty },
      body: { email: { marketing: true }, how: "phone" },
      reads: [
        now("client", at.of(empty)),
        list("proofs", at.partsOf(empty, "CONSENT#", 51, true)),
        soon("fact", [factKey("empty@example.org")]),
      ],
      because: addressOfClient,
      writes: ({ calls }) => [together("client and proof", ...calls.flatMap((call) => call.keys))],
    },
  ];

  const types: Case[] = [
    { route: "GET /v1/client-types", pattern: "Query gsi2", reads: [list("types", at.page("CLIENT_TYPES"))] },
    {
      route: "GET /v1/client-types/{id}",
      pattern: "Get type",
      params: { id: type },
      reads: [now("type", at.of(type))],
    },
    {
      route: "POST /v1/client-types",
      pattern: "Put",
      body: { name: "Véhicule" },
      writes: ({ body }) => [one("type", at.of(idOf(body)))],
    },
    {
      route: "PATCH /v1/client-types/{id}",
      pattern: "Get type, Put it",
      params: { id: type },
      body: { name: "Véhicule de flotte" },
      reads: [now("type", at.of(type))],
      writes: () => [one("type", at.of(type))],
    },
    {
      route: "PATCH /v1/client-types/{id}",
      pattern: "with other filters: Get type; type and job in one transaction",
      params: { id: reindexed },
      body: { sections: [] },
      reads: [now("type", at.of(reindexed))],
      writes: ({ calls }) => [together("type and job", ...calls.flatMap((call) => call.keys))],
    },
    {
      route: "DELETE /v1/client-types/{id}",
      pattern: "Get type and its counters at once, Delete it",
      params: { id: unused },
      reads: [
        now("type", at.of(unused)),
        ...(["active", "disabled", "archived"] as const).map((listing) =>
          list(`${listing} clients`, {
            ...partitions.counter(account.id, clientCounter(facetsOf(listing).type(unused))),
            items: 5,
          }),
        ),
      ],
      writes: () => [one("type", at.of(unused))],
    },
    {
      route: "PATCH /v1/tags/{tag}",
      pattern: "Put job",
      params: { tag: "VIP" },
      body: { name: "Fidèle" },
      writes: ({ body }) => [one("job", job(body))],
    },
    {
      route: "DELETE /v1/tags/{tag}",
      pattern: "Put job",
      params: { tag: "VIP" },
      writes: ({ body }) => [one("job", job(body))],
    },
    {
      route: "POST /v1/clients/bulk",
      pattern: "BatchGet clients, Put job",
      body: { selection: { clientIds: [id, changed] }, action: { kind: "tag", tag: "VIP" } },
      reads: [now("clients", self, at.of(changed))],
      writes: ({ body }) => [one("job", job(body))],
    },
    {
      route: "POST /v1/clients/bulk",
      pattern: "by a filter: Get its type and member, Query gsi2 for its field, at once; Put job",
      body: {
        selection: { filter: { type, assignedTo: ownerId, field: { plate: "ABC" }, q: "Ana" } },
        action: { kind: "tag", tag: "VIP" },
      },
      reads: [now("type", at.of(type)), now("member", at.of(ownerId)), list("types", at.page("CLIENT_TYPES", 101))],
      writes: ({ body }) => [one("job", job(body))],
    },
  ];

  return [...reading, ...changes, ...parts, ...types];
};
