import { manifest, route } from "../../shared/http/contract.ts";
import * as schema from "./schemas.ts";

export const routes = {
  changes: route("GET /v1/changes", {
    summary: "Follow what changes in the account, each change once and in order",
    description:
      "Everything that happened in the last thirty days, oldest first; removals and erasures too. Keep `after` of each answer and send it with the next call: you get every change once, those of one resource in the order of their versions. `after=now` begins at this moment. `wait` holds the answer back until there is something new, for so many seconds at most; where too many wait already, the answer comes at once, with `Retry-After`. `types` leaves out all but some: `client` means every change of clients, `note.created` one kind of change. An `after` older than thirty days is 410: read the lists again and go on from `after=now`. A change names what it is about and which fields changed; read the resource for what it says now. Changes of documents, campaigns and the account itself are told to callers who may read those.",
    access: "clients:read",
    visibility: "all",
    query: schema.changesQuery,
    answers: { 200: schema.changes },
    refusals: [410],
    follows: "changes",
    example: { query: { types: "client,note.created", wait: "0" } },
  }),
};

export const feed = manifest("feed", "What changes in the account, for systems that follow it", routes);
