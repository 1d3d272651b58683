import * as field from "../../shared/http/fields.ts";
import { lazy } from "../../shared/lazy.ts";
import { cardLists } from "./card-lists.ts";
import { client, note } from "./schemas.ts";

const { optional, list, output } = field;

const change = lazy(() =>
  output({ field: field.shown(), from: optional(field.unknown()), to: optional(field.unknown()) }),
);
const entry = lazy(() =>
  output({
    id: field.shown(),
    type: field.shown(),
    occurredAt: field.shown(),
    actor: output({ kind: field.shown(), id: field.shown(), name: optional(field.shown()) }),
    source: field.shown(),
    resource: output({ kind: field.shown(), id: field.shown() }),
    title: optional(field.shown()),
    changes: list(change(), 200),
  }),
);
export const feed = lazy(() => field.pageOf(entry()));

const piece = lazy(() =>
  output({
    kind: field.shown(),
    id: field.shown(),
    title: optional(field.shown()),
    status: optional(field.shown()),
    /** Of a document that was asked for, and of the client's part in a request. */
    requestId: optional(field.shown()),
    /** When it is due or takes place. */
    at: optional(field.shown()),
    createdAt: field.shown(),
  }),
);

export const card = lazy(() =>
  output({
    client: client(),
    ...Object.fromEntries([...cardLists.keys()].map((name) => [name, list(piece(), 25)])),
    notes: list(note(), 5),
    activity: feed(),
  }),
);
