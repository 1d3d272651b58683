import * as z from "zod/mini";
import { fieldKinds } from "../../shared/entities/client.ts";
import { filterInput, filterShape } from "../../shared/filters/filter-schema.ts";
import * as field from "../../shared/http/fields.ts";
import { lazy } from "../../shared/lazy.ts";
import { bulkActionInput } from "./bulk-schemas.ts";
import { kindsPattern } from "./search-kinds.ts";

const { text, optional, list, input, output } = field;

const label = () => optional(text(0, 100));

const address = lazy(() =>
  input({
    id: optional(field.id("location")),
    label: label(),
    line1: optional(text(0, 200)),
    line2: optional(text(0, 200)),
    city: optional(text(0, 100)),
    region: optional(text(0, 100)),
    postalCode: optional(text(0, 20)),
    country: optional(field.country()),
    location: optional(field.latLng()),
  }),
);

const channelConsent = lazy(() => input({ general: optional(field.boolean()), marketing: optional(field.boolean()) }));

export const subscriptionsInput = lazy(() =>
  input({
    email: optional(channelConsent()),
    sms: optional(channelConsent()),
    /** How and in which words the client was asked. */
    how: optional(text(1, 200)),
    wording: optional(field.lines(1, 2000)),
  }),
);

const clientShape = lazy(() => ({
  name: optional(text(1, 200)),
  firstName: optional(text(1, 100)),
  lastName: optional(text(1, 100)),
  company: optional(text(1, 200)),
  typeId: optional(field.id("clientType")),
  email: optional(field.email()),
  otherEmails: optional(list(field.email(), 10)),
  mobile: optional(field.phone()),
  phones: optional(list(input({ label: label(), number: field.phone() }), 10)),
  addresses: optional(list(address(), 50)),
  language: optional(field.language()),
  tags: optional(list(text(1, 60), 50)),
  fields: optional(field.record(text(1, 50), field.unknown())),
  priceListId: optional(text(1, 50)),
  discountPercent: optional(field.percent()),
  taxId: optional(text(1, 50)),
  note: optional(field.lines(0, 10_000)),
  showNote: optional(field.boolean()),
  signatureExempt: optional(field.boolean()),
  disabled: optional(field.boolean()),
  assignedTo: optional(list(field.id("member"), 50)),
  subscriptions: optional(subscriptionsInput()),
}));

export const newClient = lazy(() => input({ id: optional(field.id("client")), ...clientShape() }));
export const clientPatch = lazy(() => field.patchOf(clientShape()));

export const subscriptionsShape = lazy(() => {
  const consent = output({ general: field.boolean(), marketing: field.boolean() });
  return output({ email: consent, sms: consent });
});

const addressAnswer = lazy(() =>
  output({
    id: field.shown(),
    label: optional(field.shown()),
    line1: optional(field.shown()),
    line2: optional(field.shown()),
    city: optional(field.shown()),
    region: optional(field.shown()),
    postalCode: optional(field.shown()),
    country: optional(field.shown()),
    location: optional(field.latLng()),
    mapUrl: optional(field.shown()),
    directionsUrl: optional(field.shown()),
    distanceMeters: optional(field.integer(0, 50_000_000)),
  }),
);

export const client = lazy(() =>
  output({
    id: field.id("client"),
    name: field.shown(),
    firstName: optional(field.shown()),
    lastName: optional(field.shown()),
    company: optional(field.shown()),
    typeId: optional(field.shown()),
    email: optional(field.shown()),
    otherEmails: optional(list(field.shown(), 10_000)),
    mobile: optional(field.shown()),
    raw: optional(output({ email: optional(field.shown()), mobile: optional(field.shown()) })),
    phones: list(
      output({ label: optional(field.shown()), number: field.shown(), raw: optional(field.shown()) }),
      10_000,
    ),
    addresses: list(addressAnswer(), 10_000),
    language: optional(field.shown()),
    tags: list(field.shown(), 10_000),
    fields: field.record(field.shown(), field.unknown()),
    priceListId: optional(field.shown()),
    discountPercent: optional(field.shown()),
    taxId: optional(field.shown()),
    note: optional(field.shown()),
    showNote: field.boolean(),
    signatureExempt: field.boolean(),
    disabled: field.boolean(),
    assignedTo: list(field.shown(), 10_000),
    status: field.oneOf(["active", "archived"]),
    subscriptions: subscriptionsShape(),
    suppressed: optional(field.oneOf(["bounce", "complaint"])),
    distanceMeters: optional(field.integer(0, 50_000_000)),
    ...field.provenance,
  }),
);

export const clientPage = lazy(() => field.pageOf(client()));

export const clientListQuery = lazy(() =>
  field.query({
    ...filterShape(),
    near: optional(near()),
    sort: optional(field.oneOf(["name", "near", "recent"])),
    updatedSince: optional(field.isoDateTime()),
    ...field.pageQuery,
  }),
);

export const clientCountQuery = lazy(() => field.query(filterShape()));
/** Latitude and longitude in degrees. */
const near = lazy(() =>
  text(3, 60).check(
    field.pattern(/^-?([0-8]?\d(\.\d+)?|90(\.0+)?),-?((\d?\d|1[0-7]\d)(\.\d+)?|180(\.0+)?)$/, "Expected lat,lng"),
  ),
);
export const nearQuery = lazy(() => field.query({ near: optional(near()) }));
export const listQuery = lazy(() => field.query(field.pageQuery));

export const count = lazy(() =>
  output({
    count: field.integer(0, Number.MAX_SAFE_INTEGER),
    /** False when several filters meet in more clients than were counted: there are at least `count`. */
    exact: field.boolean(),
  }),
);

const customField = lazy(() =>
  input({
    key: text(1, 50).check(...keyPattern()),
    label: text(1, 100),
    kind: field.oneOf(fieldKinds),
    required: optional(field.boolean()),
    searchable: optional(field.boolean()),
    filterable: optional(field.boolean()),
    options: optional(list(text(1, 100), 200)),
  }),
);

const keyPattern = () => [field.pattern(/^[a-zA-Z][a-zA-Z0-9_]*$/, "A key is letters, digits and _")];

const section = lazy(() => input({ name: text(1, 100), fields: list(customField(), 100) }));
const shownSection = lazy(() =>
  output({
    name: field.shown(),
    fields: list(
      output({
        key: field.shown(),
        label: field.shown(),
        kind: field.oneOf(fieldKinds),
        required: optional(field.boolean()),
        searchable: optional(field.boolean()),
        filterable: optional(field.boolean()),
        options: optional(list(field.shown(), 200)),
      }),
      100,
    ),
  }),
);
const clientTypeShape = lazy(() => ({ name: text(1, 100), sections: optional(list(section(), 20)) }));

export const newClientType = lazy(() => input({ id: optional(field.id("clientType")), ...clientTypeShape() }));
export const clientTypePatch = lazy(() => field.patchOf(clientTypeShape()));
export const clientType = lazy(() =>
  output({
    id: field.id("clientType"),
    name: field.shown(),
    sections: list(shownSection(), 20),
    ...field.provenance,
  }),
);
export const clientTypePage = lazy(() => field.pageOf(clientType()));

export const newNote = lazy(() => input({ id: optional(field.id("note")), body: field.lines(1, 10_000) }));
export const newComment = lazy(() => input({ id: optional(field.id("comment")), body: field.lines(1, 10_000) }));
export const note = lazy(() =>
  output({
    id: field.shown(),
    clientId: field.id("client"),
    body: field.shown(),
    author: output({ id: field.shown(), name: field.shown() }),
    ...field.provenance,
  }),
);
export const notePatch = lazy(() => input({ body: field.lines(1, 10_000) }));
export const notePage = lazy(() => field.pageOf(note()));

export const location = addressAnswer;
export const newLocation = lazy(() => address());
export const locationPatch = lazy(() =>
  field.patchOf({
    label: label(),
    line1: optional(text(0, 200)),
    line2: optional(text(0, 200)),
    city: optional(text(0, 100)),
    region: optional(text(0, 100)),
    postalCode: optional(text(0, 20)),
    country: optional(field.country()),
    location: optional(field.latLng()),
  }),
);
export const locations = lazy(() => output({ data: list(addressAnswer(), 10_000) }));

export const subscriptions = lazy(() =>
  output({
    email: output({ general: field.boolean(), marketing: field.boolean() }),
    sms: output({ general: field.boolean(), marketing: field.boolean() }),
    suppressed: optional(field.oneOf(["bounce", "complaint"])),
    /** The last no to marketing e-mail at the client's address, whoever had it then. */
    refused: optional(output({ at: field.shown(), how: field.shown() })),
    version: field.integer(1, Number.MAX_SAFE_INTEGER),
    proofs: list(
      output({
        at: field.shown(),
        by: field.shown(),
        how: field.shown(),
        wording: optional(field.shown()),
        before: optional(subscriptionsShape()),
        after: subscriptionsShape(),
      }),
      100,
    ),
  }),
);

export const tags = lazy(() => field.pageOf(output({ tag: field.shown(), count: field.integer(0, 1e12) })));
/** As filters take it: its clients are found by it. */
export const tagInPath = lazy(() => input({ tag: text(1, 100) }));
export const tagPatch = lazy(() => input({ name: text(1, 60) }));

export const found = lazy(() =>
  field.pageOf(
    output({
      kind: field.shown(),
      id: field.shown(),
      title: field.shown(),
      subtitle: optional(field.shown()),
      clientId: optional(field.shown()),
    }),
  ),
);
export const searchQuery = lazy(() =>
  field.query({
    q: text(1, 100),
    kind: optional(text(1, 200).check(z.meta({ pattern: kindsPattern }))),
    ...field.pageQuery,
  }),
);

export const bulkRequest = lazy(() =>
  input({
    selection: field.union([input({ clientIds: list(field.id("client"), 1000) }), input({ filter: filterInput() })]),
    action: bulkActionInput(),
  }),
);
