import * as field from "../../shared/http/fields.ts";
import { lazy } from "../../shared/lazy.ts";

const { text, optional, list, output } = field;

/** Longest wait for something new, in seconds: API Gateway gives up after thirty. */
export const LONGEST_WAIT = 20;

export const changesQuery = lazy(() =>
  field.query({
    after: optional(text(1, 2000)),
    types: optional(
      text(1, 2000).check(
        field.pattern(/^[a-z_]+(\.[a-z_]+)?(,[a-z_]+(\.[a-z_]+)?)*$/, "Expected types like client,note.created"),
      ),
    ),
    wait: optional(field.wholeNumber(0, LONGEST_WAIT)),
    limit: optional(field.wholeNumber(1, 100)),
  }),
);

export const change = lazy(() =>
  output({
    id: field.shown(),
    type: field.shown(),
    occurredAt: field.shown(),
    actor: output({ kind: field.shown(), id: field.shown() }),
    source: field.shown(),
    resource: output({
      kind: field.shown(),
      id: field.shown(),
      version: field.integer(1, Number.MAX_SAFE_INTEGER),
    }),
    clientId: optional(field.shown()),
    changed: list(field.shown(), 10_000),
  }),
);

export const changes = lazy(() =>
  output({
    data: list(change(), 100),
    /** What to send as `after` next. */
    after: field.shown(),
    /** Whether there is more to be read at once. */
    more: field.boolean(),
  }),
);
