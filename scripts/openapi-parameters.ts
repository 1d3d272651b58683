import type { ZodOpenApiOperationObject } from "zod-openapi";
import { kinds as declared } from "../functions/kinds.ts";
import { type AnyIdKind, idPattern } from "../shared/ids.ts";
import { exampleId } from "./words/ids.ts";

type Parameter = NonNullable<ZodOpenApiOperationObject["parameters"]>[number];

/** Whose id stands behind a segment of a path, beside what features declare. */
const kinds: Readonly<Record<string, AnyIdKind>> = {
  ...Object.fromEntries([...declared.values()].flatMap(({ ids }) => (ids ? [[ids.path, ids]] : []))),
  "api-keys": "apiKey",
  campaigns: "campaign",
  "client-types": "clientType",
  clients: "client",
  comments: "comment",
  "document-requests": "documentRequest",
  documents: "document",
  erasures: "erasure",
  exports: "export",
  imports: "import",
  invitations: "invitation",
  jobs: "job",
  links: "client",
  locations: "location",
  members: "member",
  memberships: "account",
  notes: "note",
  shares: "client",
  teams: "team",
  uploads: "upload",
};

/** What stands between braces in a path: an id of what the segment before it names, unless it has words of its own. */
export const pathParameter = (path: string, name: string): Parameter => {
  const own = ownWords[name];
  if (own) return { in: "path", name, required: true, ...own };
  const before =
    path
      .slice(0, path.indexOf(`/{${name}}`))
      .split("/")
      .at(-1) ?? "";
  const kind = kinds[before];
  const what = kind
    ? (typeof kind === "string" ? kind : kind.kind).replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    : "item";
  return {
    in: "path",
    name,
    required: true,
    description: `The id of the ${what}`,
    schema: kind ? { type: "string", pattern: idPattern(kind).source } : { type: "string", minLength: 1 },
    ...(kind && { example: exampleId(kind) }),
  };
};

interface Words {
  description: string;
  schema: { type: "string" | "integer"; minLength?: number; minimum?: number; pattern?: string };
  example: unknown;
}

const ownWords: Readonly<Record<string, Words>> = {
  token: {
    description: "What a link ends in: whoever has it may use it",
    schema: { type: "string", minLength: 1 },
    example: "Zk3mB0r1J9v2Wq8xT5yLc7nH4sD6fG1a",
  },
  tag: { description: "The tag, as it is written", schema: { type: "string", minLength: 1 }, example: "VIP" },
  number: {
    description: "Which of the document's files: the first is 1",
    schema: { type: "integer", minimum: 1 },
    example: 1,
  },
  attachmentId: {
    description: "The id of the attachment",
    schema: { type: "string", pattern: idPattern("document").source },
    example: exampleId("document"),
  },
};

/** A sentence for each parameter of a query, by its name: they mean the same wherever they stand. */
export const queryWords: Readonly<Record<string, string>> = {
  limit: "How many items a page holds, 25 unless told",
  cursor: "`nextCursor` of the page before; of the same list with the same filters",
  q: "Text to look for: words, the beginnings of words, e-mail addresses, numbers",
  type: "The id of a client type: clients of this type alone",
  tag: "Clients with this tag",
  mobile: "Clients with a mobile number, or without",
  subscription: "Clients who want no more marketing by e-mail",
  assignedTo: "Clients assigned to this member; `me` for oneself",
  status: "Clients in use, or in the archive; those in use unless told",
  includeDisabled: "Clients that are disabled, too",
  near: "A latitude and a longitude, such as `45.5,-73.6`: adds `distanceMeters`",
  sort: "The order: by name, nearest first (with `near`), or most recently changed first",
  updatedSince: "Clients that were changed at this moment (RFC 3339) or later, the first changed first",
  after: "`after` of the answer before; `now` to begin at this moment; without it, with the oldest change that is kept",
  types: "Kinds of resources, or types of changes, separated by commas: those alone",
  wait: "For how many seconds to wait for a change, while there is none",
  kind: "Kinds of results, separated by commas",
  state: "Recipients to whom this happened",
  reason: "Recipients who were left out for this reason",
  variant: "Recipients on whom this subject of an A/B test was tried: the first is 0",
};
