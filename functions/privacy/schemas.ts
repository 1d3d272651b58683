import * as field from "../../shared/http/fields.ts";
import { lazy } from "../../shared/lazy.ts";

const { optional, output, list } = field;

const count = () => field.integer(0, 1e9);

/** What was erased, and what is kept: each with a sentence in the account's language. */
export const erasure = lazy(() =>
  output({
    id: field.id("erasure"),
    clientId: field.id("client"),
    jobId: field.id("job"),
    status: field.oneOf(["running", "finished", "failed"]),
    finishedAt: optional(field.shown()),
    erased: list(output({ what: field.shown(), count: count(), text: field.shown() }), 100),
    kept: list(
      output({
        what: field.shown(),
        count: optional(count()),
        /** When it is gone; absent: it stays. */
        until: optional(field.shown()),
        text: field.shown(),
      }),
      100,
    ),
    ...field.provenance,
  }),
);

const job = () =>
  output({
    id: field.shown(),
    status: field.shown(),
    progress: output({ done: count(), total: count() }),
  });

export const begunErasure = lazy(() => output({ erasureId: field.id("erasure"), job: job() }));

export const personExport = lazy(() =>
  output({
    id: field.id("export"),
    kind: field.shown(),
    format: field.shown(),
    clientId: field.id("client"),
    job: job(),
    ...field.provenance,
  }),
);
