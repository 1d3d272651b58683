import { manifest, route } from "../../shared/http/contract.ts";
import * as schema from "./schemas.ts";

export const routes = {
  erase: route("POST /v1/clients/{id}/erase", {
    summary: "Erase a client and everything kept about them, for good",
    description:
      "For a person who asks for it, whether the client is active or in the archive; `POST /v1/clients/{id}/purge` does the same with a client of the archive. " +
      "From the answer on nobody finds the client, and it cannot be taken back. The rest follows as a job; `GET /v1/erasures/{erasureId}` is the receipt. " +
      "Asked again, it answers the same erasure, and starts it anew where it had failed.",
    access: "clients:purge",
    visibility: "assigned",
    answers: { 202: schema.begunErasure },
  }),
  getErasure: route("GET /v1/erasures/{id}", {
    summary: "The receipt of an erasure: what was erased, what is kept, why and until when",
    access: "clients:purge",
    visibility: "all",
    answers: { 200: schema.erasure },
    versioned: true,
  }),
  exportPerson: route("POST /v1/clients/{id}/export", {
    summary: "Gather all that is kept about a client in one file, for themselves",
    description:
      "A zip archive: `client.json` holds the client with notes, comments, messages, subscriptions with their proof, requests, shares, history and activity; " +
      "`files/` the documents that are theirs. `GET /v1/exports/{id}` gives the address to download it from. Needs `documents:read` too.",
    access: "clients:read",
    visibility: "assigned",
    answers: { 202: schema.personExport },
  }),
};

export const privacy = manifest(
  "privacy",
  "What people may ask of a business: all that it keeps about them, or its end",
  routes,
);
