import * as z from "zod/mini";
import { filterInput } from "../../shared/filters/filter-schema.ts";
import { lazy } from "../../shared/lazy.ts";

/** A text that is still there: an erasure empties what speaks of a client. */
const said = () => z.string().check(z.minLength(1));

/** What a bulk job does to each of its clients. */
const bulkAction = lazy(() =>
  z.union([
    z.object({ kind: z.enum(["tag", "untag"]), tag: said() }),
    z.object({ kind: z.literal("rename_tag"), tag: said(), name: said() }),
    z.object({ kind: z.enum(["assign", "unassign"]), memberId: z.string() }),
    z.object({ kind: z.enum(["archive", "restore", "reindex"]) }),
    // By what clients are found, where the rules for it have changed: see docs/runbook.md#rebuild
    z.object({ kind: z.literal("rebuild") }),
    z.object({
      kind: z.literal("share_document"),
      documentId: z.string(),
      visibility: z.enum(["client", "internal"]),
      message: z.optional(z.string()),
    }),
    z.object({
      kind: z.literal("message"),
      subject: said(),
      body: said(),
      marketing: z.optional(z.boolean()),
    }),
  ]),
);

export type BulkAction = z.infer<ReturnType<typeof bulkAction>>;

/** What a bulk job was asked to do, as its job keeps it. */
export const bulkInput = lazy(() =>
  z.object({
    clientIds: z.optional(z.array(z.string())),
    filter: z.optional(filterInput()),
    /** Whatever the listing: a tag that is renamed is renamed in the archive too. */
    everywhere: z.optional(z.boolean()),
    action: bulkAction(),
  }),
);
export type BulkInput = z.infer<ReturnType<typeof bulkInput>>;
