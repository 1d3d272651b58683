import { api } from "../../shared/app/api.ts";
import { archiveClient, restoreClient } from "./archive-client.ts";
import { bulk, removeTag, renameTag } from "./bulk.ts";
import { card } from "./card.ts";
import { createType, getType, listTypes, removeType, updateType } from "./client-types.ts";
import { countClients } from "./count-clients.ts";
import { createClient } from "./create-client.ts";
import { buildDeps } from "./deps.ts";
import { activity, history } from "./feed.ts";
import { getClient } from "./get-client.ts";
import { listClients } from "./list-clients.ts";
import { addLocation, listLocations, removeLocation, updateLocation } from "./locations.ts";
import { addComment, addNote, listComments, listNotes, removeComment, removeNote, updateNote } from "./notes.ts";
import { purgeClient } from "./purge-client.ts";
import { search } from "./search.ts";
import { getSubscriptions, putSubscriptions } from "./subscriptions.ts";
import { listTags } from "./tags.ts";
import { updateClient } from "./update-client.ts";

export const handler = api(buildDeps, [
  ...[listClients, countClients, createClient, getClient, updateClient, bulk],
  ...[archiveClient, restoreClient, purgeClient, card, activity, history],
  ...[listNotes, addNote, updateNote, removeNote, listComments, addComment, removeComment],
  ...[listLocations, addLocation, updateLocation, removeLocation, getSubscriptions, putSubscriptions],
  ...[listTypes, createType, getType, updateType, removeType, listTags, renameTag, removeTag, search],
]);
