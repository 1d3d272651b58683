import { commonScopes, type Scope } from "../http/scopes.ts";
import type { Kinds } from "./kind.ts";

/**
 * What a caller must be allowed to read to be told of an event of a type, by webhook or in the feed: the scope of the kind
 * that it tells of.
 */
export const scopesOfEvents = (kinds: Kinds): ((type: string) => Scope) => {
  const byResource = new Map([...kinds.values()].map(({ resource, scope }) => [resource, scope]));
  return (type) => byResource.get(type.split(".", 1)[0] ?? "") ?? "account:read";
};

/** Everything that a caller may be allowed: what is common, and what features declare of their own. */
export const scopesIn = (kinds: Kinds): Scope[] => {
  const declared = [...kinds.values()].flatMap(({ scope }): Scope[] =>
    scope?.endsWith(":read") ? [scope, `${scope.slice(0, -":read".length)}:write`] : [],
  );
  return [...new Set<Scope>([...commonScopes, ...declared])];
};
