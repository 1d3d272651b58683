import { expect, it } from "vitest";
import { useCases } from "../../../../functions/clients/api.ts";
import { loadContactReader } from "../../../../functions/clients/deps.ts";
import { routes } from "../../../../functions/clients/manifest.ts";
import { api } from "../../../../shared/app/api.ts";
import { insert } from "../../../../shared/db/writes.ts";
import { clients } from "../../../../shared/entities/client.ts";
import { type Document, documents } from "../../../../shared/entities/document.ts";
import { type DocumentShare, documentShares } from "../../../../shared/entities/document-share.ts";
import { ulids } from "../../../../shared/ids.ts";
import { aClient } from "../../../support/a-client.ts";
import { anAccount, anApiKey } from "../../../support/actors.ts";
import { call } from "../../../support/call.ts";
import { testDeps } from "../../../support/deps.ts";
import { memoryTable } from "../../../support/memory-table.ts";

const { version, createdAt, createdBy, updatedAt, updatedBy, source } = aClient();
const born = { version, createdAt, createdBy, updatedAt, updatedBy, source };

/** A client with a document of their own, and one of the library that they have opened. */
const aPlace = async () => {
  const { table } = memoryTable();
  const { account, headers } = await anAccount(table);
  const db = table.of(account.id);
  const client = aClient({ accountId: account.id });
  const own: Document = {
    ...{ id: ulids.next("document"), accountId: account.id, clientId: client.id, uploadId: ulids.next("upload") },
    ...{ origin: "client", fileName: "assurance.pdf", contentType: "application/pdf", status: "clean" },
    ...{ visibility: "internal", requestId: ulids.next("documentRequest") },
    ...born,
  };
  const documentId = ulids.next("document");
  const share: DocumentShare = {
    ...{ id: `${documentId}.${client.id}`, accountId: account.id, documentId, clientId: client.id },
    ...{ fileName: "tarifs.pdf", visibility: "client", status: "active", state: "viewed", mail: "sent" },
    ...{ views: 1, downloads: 0, grant: 1, round: 1 },
    ...{ ...born, createdAt: "2026-03-03T15:00:00.000Z" },
  };
  await db.commit([insert(clients, client), insert(documents, own), insert(documentShares, share)]);
  const handler = api(() => ({ ...testDeps(table), contact: loadContactReader }), useCases);
  const cardFor = (caller: Record<string, string>) =>
    call(handler, routes.card, { params: { id: client.id }, headers: caller });
  return { table, account, headers, own, share, cardFor };
};

it("shows what each kind declares, a share as the document that it is of", async () => {
  const { headers, own, share, cardFor } = await aPlace();
  const { body } = await cardFor(headers);
  expect(body).toMatchObject({
    documents: [
      { kind: "document", id: share.documentId, title: "tarifs.pdf", status: "viewed" },
      { kind: "document", id: own.id, title: "assurance.pdf", status: "clean", requestId: own.requestId },
    ],
    documentRequests: [],
  });
});

it("shows nothing of a kind that its reader may not see", async () => {
  const { table, account, cardFor } = await aPlace();
  const { headers } = await anApiKey(table, account, ["clients:read"]);
  const { status, body } = await cardFor(headers);
  expect(status).toBe(200);
  expect(body).toMatchObject({ documents: [], documentRequests: [] });
});
