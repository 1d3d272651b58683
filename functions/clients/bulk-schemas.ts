import * as field from "../../shared/http/fields.ts";
import { lazy } from "../../shared/lazy.ts";

const { text, optional, input } = field;

/** What may be done with many clients at once. */
export const bulkActionInput = lazy(() =>
  field.oneOfKinds("kind", [
    input({ kind: field.oneOf(["tag", "untag"]), tag: text(1, 60) }),
    input({ kind: field.oneOf(["assign", "unassign"]), memberId: field.id("member") }),
    input({ kind: field.oneOf(["archive", "restore"]) }),
    input({
      kind: field.literal("share_document"),
      documentId: field.id("document"),
      visibility: optional(field.oneOf(["internal", "client"])),
      message: optional(field.lines(0, 5000)),
    }),
    input({
      kind: field.literal("message"),
      subject: text(1, 200),
      body: field.lines(1, 10_000),
      marketing: optional(field.boolean()),
    }),
  ]),
);
