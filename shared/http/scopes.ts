/** What a caller may do. People get them by their role, API keys by what they were created with. */
export const scopes = [
  "account:read",
  "account:write",
  "clients:read",
  "clients:write",
  "clients:purge",
  "documents:read",
  "documents:write",
  "campaigns:read",
  "campaigns:write",
] as const;

export type Scope = (typeof scopes)[number];

export const roles = ["owner", "admin", "staff", "field", "read_only"] as const;
export type Role = (typeof roles)[number];

/** The scopes of a role; `editClients` is a permission of its own, which owners and admins always have. */
export const scopesOf = (role: Role, editClients: boolean): Scope[] => {
  switch (role) {
    case "owner":
    case "admin":
      return [...scopes];
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
