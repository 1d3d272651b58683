import * as field from "../../shared/http/fields.ts";
import { lazy } from "../../shared/lazy.ts";

const { text, optional, output, oneOf } = field;

/** What a browser's form or a mailbox sends: fields we do not know are none of our business. */
export const form = lazy(() => field.record(text(0, 100), text(0, 1000)));

export const newUpload = lazy(() =>
  field.input({
    fileName: text(1, 255),
    contentType: text(0, 200),
    size: field.integer(0, Number.MAX_SAFE_INTEGER),
    itemId: optional(field.id("item")),
  }),
);

export const begunUpload = lazy(() => output({ id: field.id("upload"), upload: field.upload() }));

export const uploadStatus = lazy(() =>
  output({
    status: oneOf(["waiting", "received", "infected", "refused"]),
    reason: optional(oneOf(["empty", "too_large", "type_mismatch"])),
  }),
);
