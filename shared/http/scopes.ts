/**
 * What a caller may do, where several features speak of it. People get them by their role, API keys by what they were
 * created with. A feature may declare two of its own, `reminders:read` and `reminders:write`, with its kinds.
 */
export const commonScopes = [
  "account:read",
  "account:write",
  "clients:read",
  "clients:write",
  "clients:purge",
  "documents:read",
  "documents:write",
  "campaigns:read",
  "campaigns:write",
  "webhooks:read",
  "webhooks:write",
] as const;

type CommonScope = (typeof commonScopes)[number];
export type Scope = CommonScope | `${string}:read` | `${string}:write`;

export const roles = ["owner", "admin", "staff", "field", "read_only"] as const;
export type Role = (typeof roles)[number];

const isCommon = (scope: Scope): scope is CommonScope => (commonScopes as readonly Scope[]).includes(scope);

/** Whether a caller may do something: by a scope that they have, or by their role, which brings the scopes of single features. */
export const holds = ({ role, scopes }: { role?: Role; scopes: readonly Scope[] }, scope: Scope): boolean =>
  scopes.includes(scope) ||
  (role !== undefined && !isCommon(scope) && (role !== "read_only" || scope.endsWith(":read")));

/** The common scopes of a role; `editClients` is a permission of its own, which owners and admins always have. */
export const scopesOf = (role: Role, editClients: boolean): Scope[] => {
  switch (role) {
    case "owner":
    case "admin":
      return [...commonScopes];
    case "staff":
      return [
        "account:read",
        "clients:read",
        ...(editClients ? (["clients:write"] as const) : []),
        "documents:read",
        "documents:write",
        "campaigns:read",
        "campaigns:write",
      ];
    case "field":
      return [
        "account:read",
        "clients:read",
        ...(editClients ? (["clients:write"] as const) : []),
        "documents:read",
        "documents:write",
      ];
    case "read_only":
      return ["account:read", "clients:read", "documents:read", "campaigns:read"];
  }
};
