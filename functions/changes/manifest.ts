import { manifest } from "../../shared/http/contract.ts";

/** No routes: these functions follow the table's stream (`functions/kinds.ts` and `shared/events/stream-filters.ts` say what they see of it). */
export const changes = manifest("changes", "What follows from every change: lists, search, counters, feed, events", {});
