import { api, type UseCasesOf } from "../../shared/app/api.ts";
import { buildDeps, type DocumentDeps } from "./deps.ts";
import type { routes } from "./manifest.ts";

export const useCases: UseCasesOf<typeof routes, DocumentDeps> = {
  "GET /v1/documents": async () => (await import("./list-documents.ts")).listDocuments,
  "POST /v1/documents": async () => (await import("./create-document.ts")).createDocument,
  "GET /v1/documents/{id}": async () => (await import("./get-document.ts")).getDocument,
  "DELETE /v1/documents/{id}": async () => (await import("./delete-document.ts")).deleteDocument,
  "GET /v1/documents/{id}/access-log": async () => (await import("./list-access.ts")).listAccess,
  "GET /v1/clients/{id}/documents": async () => (await import("./list-documents.ts")).listClientDocuments,
  "GET /v1/document-requests": async () => (await import("./list-requests.ts")).listRequests,
  "POST /v1/document-requests": async () => (await import("./create-request.ts")).createRequest,
  "GET /v1/document-requests/{id}": async () => (await import("./get-request.ts")).getRequest,
  "POST /v1/document-requests/{id}/remind": async () => (await import("./remind-request.ts")).remindRequest,
  "POST /v1/document-requests/{id}/cancel": async () => (await import("./cancel-request.ts")).cancelRequest,
};

export const handler = api(buildDeps, useCases);
