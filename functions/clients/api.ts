import { api, type UseCasesOf } from "../../shared/app/api.ts";
import { buildDeps, type ClientDeps } from "./deps.ts";
import type { routes } from "./manifest.ts";

export const useCases: UseCasesOf<typeof routes, ClientDeps> = {
  "GET /v1/clients": async () => (await import("./list-clients.ts")).listClients,
  "POST /v1/clients": async () => (await import("./create-client.ts")).createClient,
  "GET /v1/clients/count": async () => (await import("./count-clients.ts")).countClients,
  "POST /v1/clients/bulk": async () => (await import("./bulk.ts")).bulk,
  "GET /v1/clients/{id}": async () => (await import("./get-client.ts")).getClient,
  "PATCH /v1/clients/{id}": async () => (await import("./update-client.ts")).updateClient,
  "DELETE /v1/clients/{id}": async () => (await import("./archive-client.ts")).archiveClient,
  "POST /v1/clients/{id}/restore": async () => (await import("./archive-client.ts")).restoreClient,
  "POST /v1/clients/{id}/purge": async () => (await import("./purge-client.ts")).purgeClient,
  "GET /v1/clients/{id}/card": async () => (await import("./card.ts")).card,
  "GET /v1/clients/{id}/activity": async () => (await import("./feed.ts")).activity,
  "GET /v1/clients/{id}/history": async () => (await import("./feed.ts")).history,
  "GET /v1/clients/{id}/notes": async () => (await import("./notes.ts")).listNotes,
  "POST /v1/clients/{id}/notes": async () => (await import("./notes.ts")).addNote,
  "PATCH /v1/clients/{id}/notes/{noteId}": async () => (await import("./notes.ts")).updateNote,
  "DELETE /v1/clients/{id}/notes/{noteId}": async () => (await import("./notes.ts")).removeNote,
  "GET /v1/clients/{id}/comments": async () => (await import("./notes.ts")).listComments,
  "POST /v1/clients/{id}/comments": async () => (await import("./notes.ts")).addComment,
  "DELETE /v1/clients/{id}/comments/{noteId}": async () => (await import("./notes.ts")).removeComment,
  "GET /v1/clients/{id}/locations": async () => (await import("./locations.ts")).listLocations,
  "POST /v1/clients/{id}/locations": async () => (await import("./locations.ts")).addLocation,
  "PATCH /v1/clients/{id}/locations/{locationId}": async () => (await import("./locations.ts")).updateLocation,
  "DELETE /v1/clients/{id}/locations/{locationId}": async () => (await import("./locations.ts")).removeLocation,
  "GET /v1/clients/{id}/subscriptions": async () => (await import("./subscriptions.ts")).getSubscriptions,
  "PUT /v1/clients/{id}/subscriptions": async () => (await import("./subscriptions.ts")).putSubscriptions,
  "GET /v1/client-types": async () => (await import("./client-types.ts")).listTypes,
  "POST /v1/client-types": async () => (await import("./client-types.ts")).createType,
  "GET /v1/client-types/{id}": async () => (await import("./client-types.ts")).getType,
  "PATCH /v1/client-types/{id}": async () => (await import("./client-types.ts")).updateType,
  "DELETE /v1/client-types/{id}": async () => (await import("./client-types.ts")).removeType,
  "GET /v1/tags": async () => (await import("./tags.ts")).listTags,
  "PATCH /v1/tags/{tag}": async () => (await import("./bulk.ts")).renameTag,
  "DELETE /v1/tags/{tag}": async () => (await import("./bulk.ts")).removeTag,
  "GET /v1/search": async () => (await import("./search.ts")).search,
};

export const handler = api(buildDeps, useCases);
