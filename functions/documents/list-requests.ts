import { listed, useCase } from "../../shared/app/use-case.ts";
import { partitions } from "../../shared/db/keys.ts";
import { documentRequests } from "../../shared/entities/document-request.ts";
import { routes } from "./manifest.ts";
import { presentRequest } from "./present.ts";

export const listRequests = useCase(routes.listRequests, async ({ db, page, now }) => {
  const partition = partitions.list(db.accountId, "DOCUMENT_REQUESTS");
  const found = await db.list(documentRequests, partition, { ...page, newestFirst: true });
  return listed(found, (request) => presentRequest(request, now));
});
