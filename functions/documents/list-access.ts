import { listed, useCase } from "../../shared/app/use-case.ts";
import { partitions } from "../../shared/db/keys.ts";
import { ACCESS_LOG, type DocumentAccess, documentAccesses } from "../../shared/entities/document.ts";
import { routes } from "./manifest.ts";
import { findDocument } from "./store.ts";

export const listAccess = useCase(routes.accessLog, async ({ params, actor, db, page }) => {
  const [, found] = await Promise.all([
    findDocument(db, params.id, actor),
    db.list(documentAccesses, partitions.self(db.accountId, params.id), {
      ...page,
      newestFirst: true,
      prefix: ACCESS_LOG,
    }),
  ]);
  return listed(found, presentAccess);
});

const presentAccess = ({ id, at, by, action, clientId }: DocumentAccess) => ({
  id,
  at,
  action,
  by: { kind: kindOf(by), id: by },
  ...(clientId ? { clientId } : {}),
});

const kindOf = (id: string) => (id.startsWith("key_") ? "api_key" : id.startsWith("cli_") ? "client" : "person");
