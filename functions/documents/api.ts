import { api, type UseCasesOf } from "../../shared/app/api.ts";
import { buildDeps, type DocumentDeps } from "./deps.ts";
import type { routes } from "./manifest.ts";

export const useCases: UseCasesOf<typeof routes, DocumentDeps> = {
  "GET /v1/documents": async () => (await import("./list-documents.ts")).listDocuments,
  "POST /v1/documents": async () => (await import("./create-document.ts")).createDocument,
  "GET /v1/documents/{id}": async () => (await import("./get-document.ts")).getDocument,
  "PATCH /v1/documents/{id}": async () => (await import("./change-document.ts")).changeDocument,
  "DELETE /v1/documents/{id}": async () => (await import("./delete-document.ts")).deleteDocument,
  "POST /v1/documents/{id}/share": async () => (await import("./share-document.ts")).shareDocument,
  "GET /v1/documents/{id}/shares": async () => (await import("./shares.ts")).listShares,
  "DELETE /v1/documents/{id}/shares/{clientId}": async () => (await import("./shares.ts")).unshareDocument,
  "POST /v1/documents/{id}/links/{clientId}": async () => (await import("./give-links.ts")).giveShareLink,
  "POST /v1/documents/{id}/versions": async () => (await import("./versions.ts")).addVersion,
  "GET /v1/documents/{id}/versions": async () => (await import("./versions.ts")).listVersions,
  "GET /v1/documents/{id}/versions/{number}": async () => (await import("./versions.ts")).getVersion,
  "GET /v1/documents/{id}/access-log": async () => (await import("./list-access.ts")).listAccess,
  "GET /v1/clients/{id}/documents": async () => (await import("./list-documents.ts")).listClientDocuments,
  "GET /v1/clients/{id}/attachments": async () => (await import("./attachments.ts")).listAttachments,
  "POST /v1/clients/{id}/attachments": async () => (await import("./attachments.ts")).addAttachment,
  "DELETE /v1/clients/{id}/attachments/{attachmentId}": async () => (await import("./attachments.ts")).removeAttachment,
  "PUT /v1/account/logo": async () => (await import("./logo.ts")).setLogo,
  "DELETE /v1/account/logo": async () => (await import("./logo.ts")).removeLogo,
  "GET /v1/document-requests": async () => (await import("./list-requests.ts")).listRequests,
  "POST /v1/document-requests": async () => (await import("./create-request.ts")).createRequest,
  "GET /v1/document-requests/{id}": async () => (await import("./get-request.ts")).getRequest,
  "PATCH /v1/document-requests/{id}": async () => (await import("./update-request.ts")).updateRequest,
  "POST /v1/document-requests/{id}/remind": async () => (await import("./remind-request.ts")).remindRequest,
  "POST /v1/document-requests/{id}/links/{clientId}": async () => (await import("./give-links.ts")).giveRequestLink,
  "DELETE /v1/document-requests/{id}/links/{clientId}": async () => (await import("./give-links.ts")).endRequestLinks,
  "POST /v1/document-requests/{id}/cancel": async () => (await import("./cancel-request.ts")).cancelRequest,
};

export const handler = api(buildDeps, useCases);
