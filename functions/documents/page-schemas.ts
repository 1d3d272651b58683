import { refusalReasons } from "../../shared/entities/document.ts";
import * as field from "../../shared/http/fields.ts";
import { lazy } from "../../shared/lazy.ts";

const { text, optional, sha256, output, oneOf } = field;

export const newUpload = lazy(() =>
  field.input({
    fileName: text(1, 255),
    contentType: text(0, 200),
    size: field.integer(0, Number.MAX_SAFE_INTEGER),
    itemId: optional(field.id("item")),
    /** When the file was last changed, in milliseconds since 1970: what tells large files of one name apart. */
    modifiedAt: optional(field.integer(0, Number.MAX_SAFE_INTEGER)),
    sha256: optional(sha256()),
  }),
);

const integer = () => field.integer(0, Number.MAX_SAFE_INTEGER);

/** A form, with `url` and `fields`, or for a large file how it is cut, with `parts`. */
export const begunUpload = lazy(() =>
  output({
    id: field.id("upload"),
    upload: output({
      url: optional(field.shown()),
      fields: optional(field.record(field.shown(), field.shown())),
      parts: optional(output({ size: integer(), count: integer() })),
      maxBytes: integer(),
      expiresAt: field.shown(),
    }),
  }),
);

export const announcedParts = lazy(() =>
  field.input({
    parts: field.list(field.input({ number: field.integer(1, 10_000), sha256: sha256() }), 20),
  }),
);

export const partAddresses = lazy(() =>
  output({
    parts: field.list(
      output({ number: integer(), url: field.shown(), headers: field.record(field.shown(), field.shown()) }),
      20,
    ),
  }),
);

export const partList = lazy(() =>
  output({
    complete: field.boolean(),
    parts: output({ size: integer(), count: integer(), arrived: field.list(integer(), 10_000) }),
  }),
);

export const uploadStatus = lazy(() =>
  output({
    status: oneOf(["waiting", "received", "infected", "refused"]),
    reason: optional(oneOf(refusalReasons)),
  }),
);
