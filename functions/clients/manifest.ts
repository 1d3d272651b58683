import { manifest, route } from "../../shared/http/contract.ts";
import { jobAnswer } from "../../shared/http/fields.ts";
import * as schema from "./schemas.ts";

const example = {
  name: "Noémie Côté",
  email: "noemie.cote@example.org",
  mobile: "+15145550134",
  tags: ["VIP"],
  language: "fr",
  subscriptions: { email: { general: true, marketing: true } },
};

const read = "clients:read";
const write = "clients:write";

export const routes = {
  list: route("GET /v1/clients", {
    summary: "List clients",
    description:
      "Alphabetical, most recently changed first, or nearest first from `near=lat,lng`; every filter combines. `field.<key>` filters by a custom field.",
    access: read,
    query: schema.clientListQuery,
    answers: { 200: schema.clientPage },
    example: { query: { tag: "VIP", mobile: "with" } },
  }),
  create: route("POST /v1/clients", {
    summary: "Add a client",
    description:
      "A name, a company, an e-mail or a mobile is enough. A client-made `id` makes the creation repeatable.",
    access: write,
    body: schema.newClient,
    answers: { 201: schema.client },
    versioned: true,
    example: { body: example },
  }),
  count: route("GET /v1/clients/count", {
    summary: "Count clients",
    access: read,
    query: schema.clientCountQuery,
    answers: { 200: schema.count },
    example: { query: { tag: "VIP" } },
  }),
  bulk: route("POST /v1/clients/bulk", {
    summary: "Tag, assign, archive, restore or write to many clients, or share a document with them",
    description:
      "The job's results say of each client that a document or a message was `created` for them, that nothing was to be done (`unchanged`), or why they were left out (`skipped`: `archived`, `no_address`, `suppressed`, `unsubscribed`). Sharing needs `documents:write` too.",
    access: write,
    body: schema.bulkRequest,
    answers: { 202: jobAnswer },
    example: { body: { selection: { filter: { tag: "VIP" } }, action: { kind: "tag", tag: "Fidèle" } } },
  }),
  get: route("GET /v1/clients/{id}", {
    summary: "Read a client",
    access: read,
    query: schema.nearQuery,
    answers: { 200: schema.client },
    versioned: true,
  }),
  update: route("PATCH /v1/clients/{id}", {
    summary: "Change a client",
    access: write,
    body: schema.clientPatch,
    answers: { 200: schema.client },
    versioned: true,
    example: { body: { note: "Préfère le matin" } },
  }),
  archive: route("DELETE /v1/clients/{id}", {
    summary: "Archive a client",
    access: write,
    answers: { 200: schema.client },
    versioned: true,
  }),
  restore: route("POST /v1/clients/{id}/restore", {
    summary: "Restore a client from the archive",
    access: write,
    answers: { 200: schema.client },
    versioned: true,
  }),
  purge: route("POST /v1/clients/{id}/purge", {
    summary: "Remove an archived client for good",
    access: "clients:purge",
    answers: { 204: "empty" },
  }),
  card: route("GET /v1/clients/{id}/card", {
    summary: "Everything about a client in one call",
    access: read,
    answers: { 200: schema.card },
  }),
  activity: route("GET /v1/clients/{id}/activity", {
    summary: "What happened with a client, newest first",
    access: read,
    query: schema.listQuery,
    answers: { 200: schema.feed },
  }),
  history: route("GET /v1/clients/{id}/history", {
    summary: "Each change of a client: who, when, from where, old and new values",
    access: read,
    query: schema.listQuery,
    answers: { 200: schema.feed },
  }),
  listNotes: route("GET /v1/clients/{id}/notes", {
    summary: "Notes on a client, newest first",
    access: read,
    query: schema.listQuery,
    answers: { 200: schema.notePage },
  }),
  addNote: route("POST /v1/clients/{id}/notes", {
    summary: "Add a note",
    access: write,
    body: schema.newNote,
    answers: { 201: schema.note },
    versioned: true,
    example: { body: { body: "Rappeler après 17 h" } },
  }),
  updateNote: route("PATCH /v1/clients/{id}/notes/{noteId}", {
    summary: "Change a note",
    access: write,
    body: schema.notePatch,
    answers: { 200: schema.note },
    versioned: true,
    example: { body: { body: "Rappeler après 18 h" } },
  }),
  removeNote: route("DELETE /v1/clients/{id}/notes/{noteId}", {
    summary: "Remove a note",
    access: write,
    answers: { 204: "empty" },
  }),
  listComments: route("GET /v1/clients/{id}/comments", {
    summary: "Comments of the staff on a client, newest first",
    access: read,
    query: schema.listQuery,
    answers: { 200: schema.notePage },
  }),
  addComment: route("POST /v1/clients/{id}/comments", {
    summary: "Add a comment",
    access: write,
    body: schema.newNote,
    answers: { 201: schema.note },
    versioned: true,
    example: { body: { body: "Très satisfait de la pose" } },
  }),
  removeComment: route("DELETE /v1/clients/{id}/comments/{noteId}", {
    summary: "Remove a comment",
    access: write,
    answers: { 204: "empty" },
  }),
  listLocations: route("GET /v1/clients/{id}/locations", {
    summary: "Addresses of a client, with map and directions links and the distance from `near`",
    access: read,
    query: schema.nearQuery,
    answers: { 200: schema.locations },
  }),
  addLocation: route("POST /v1/clients/{id}/locations", {
    summary: "Add an address",
    access: write,
    body: schema.newLocation,
    answers: { 201: schema.location },
    example: { body: { label: "Chalet", line1: "12 chemin du Lac", city: "Magog", country: "CA" } },
  }),
  updateLocation: route("PATCH /v1/clients/{id}/locations/{locationId}", {
    summary: "Change an address; set, move or remove its position",
    access: write,
    body: schema.locationPatch,
    answers: { 200: schema.location },
    example: { body: { location: { lat: 45.2667, lng: -72.1483 } } },
  }),
  removeLocation: route("DELETE /v1/clients/{id}/locations/{locationId}", {
    summary: "Remove an address",
    access: write,
    answers: { 204: "empty" },
  }),
  getSubscriptions: route("GET /v1/clients/{id}/subscriptions", {
    summary: "What a client agreed to, with the proof",
    access: read,
    answers: { 200: schema.subscriptions },
    versioned: true,
  }),
  putSubscriptions: route("PUT /v1/clients/{id}/subscriptions", {
    summary: "Set what a client agreed to; the proof is kept",
    access: write,
    body: schema.subscriptionsInput,
    answers: { 200: schema.subscriptions },
    versioned: true,
    example: { body: { email: { marketing: false }, how: "phone", wording: "Asked to stop the newsletter" } },
  }),
  listTypes: route("GET /v1/client-types", {
    summary: "List client types",
    access: read,
    query: schema.listQuery,
    answers: { 200: schema.clientTypePage },
  }),
  createType: route("POST /v1/client-types", {
    summary: "Add a client type with its sections and custom fields",
    access: "account:write",
    body: schema.newClientType,
    answers: { 201: schema.clientType },
    versioned: true,
    example: {
      body: {
        name: "Véhicule",
        sections: [
          {
            name: "Général",
            fields: [{ key: "plate", label: "Plaque", kind: "text", searchable: true, filterable: true }],
          },
        ],
      },
    },
  }),
  getType: route("GET /v1/client-types/{id}", {
    summary: "Read a client type",
    access: read,
    answers: { 200: schema.clientType },
    versioned: true,
  }),
  updateType: route("PATCH /v1/client-types/{id}", {
    summary: "Change a client type; its clients are indexed anew where that matters",
    access: "account:write",
    body: schema.clientTypePatch,
    answers: { 200: schema.clientType },
    versioned: true,
    example: { body: { name: "Véhicule de flotte" } },
  }),
  removeType: route("DELETE /v1/client-types/{id}", {
    summary: "Remove a client type that no client has",
    access: "account:write",
    answers: { 204: "empty" },
  }),
  listTags: route("GET /v1/tags", {
    summary: "List tags with the number of clients that have them",
    access: read,
    query: schema.listQuery,
    answers: { 200: schema.tags },
  }),
  renameTag: route("PATCH /v1/tags/{tag}", {
    summary: "Rename a tag on every client",
    access: write,
    body: schema.tagPatch,
    answers: { 202: jobAnswer },
    example: { body: { name: "Fidèle" } },
  }),
  removeTag: route("DELETE /v1/tags/{tag}", {
    summary: "Remove a tag from every client",
    access: write,
    answers: { 202: jobAnswer },
  }),
  search: route("GET /v1/search", {
    summary: "Search everything by a prefix of up to ten characters, or an exact match",
    access: read,
    query: schema.searchQuery,
    answers: { 200: schema.found },
    example: { query: { q: "noemie" } },
  }),
};

export const clients = manifest("clients", "Clients, their types, tags, notes, addresses and subscriptions", routes);
