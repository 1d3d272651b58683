#!/usr/bin/env bash
# openapi-typescript (npm) makes types of the OpenAPI document; the compiler takes them in its strict mode, and a request with
# a filter of a custom field is typed by them. Needs the package index, and dist/openapi.json (npm run build).
set -euo pipefail
cd "$(dirname "$0")/.."
version=7.13.0
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

npx --yes "openapi-typescript@$version" dist/openapi.json --output "$place/api.d.ts"
cat >"$place/use.ts" <<'TS'
import type { components, paths } from "./api.js";

type ListQuery = NonNullable<paths["/v1/clients"]["get"]["parameters"]["query"]>;
export const query: ListQuery = { tag: "VIP", limit: 5, field: { "field.plate": "ABC123" } };
type Bulk = components["schemas"]["BulkRequest"];
type Action = Bulk["action"];
export const everybody: Bulk = { selection: { filter: { tag: "VIP" } }, action: { kind: "untag", tag: "VIP" } };
// @ts-expect-error: who a client is assigned to is named by `memberId`.
export const astray: Action = { kind: "assign", tag: "VIP" };
export const whatItNames = (action: Action): string => {
  switch (action.kind) {
    case "tag":
    case "untag":
      return action.tag;
    case "assign":
    case "unassign":
      return action.memberId;
    case "share_document":
      return action.documentId;
    case "message":
      return action.subject;
    case "archive":
    case "restore":
      return action.kind;
  }
};
type Caller = paths["/v1/me"]["get"]["responses"][200]["content"]["application/json"];
export const roleOf = (caller: Caller): string => (caller.kind === "person" ? caller.role : caller.name);
export const nameOf = ({ name }: components["schemas"]["Client"]): string => name;
export type Added = paths["/v1/clients"]["post"]["responses"][201]["content"]["application/json"];
TS
npx tsc --ignoreConfig --noEmit --strict --exactOptionalPropertyTypes --noUncheckedIndexedAccess --module nodenext --skipLibCheck false "$place/use.ts"
echo "openapi-typescript $version: $(wc -l <"$place/api.d.ts") lines of types, strict"
