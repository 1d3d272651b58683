import { api } from "../../shared/app/api.ts";
import type { UseCase } from "../../shared/app/use-case.ts";
import { cancelRequest } from "./cancel-request.ts";
import { createDocument } from "./create-document.ts";
import { createRequest } from "./create-request.ts";
import { deleteDocument } from "./delete-document.ts";
import { buildDeps, type DocumentDeps } from "./deps.ts";
import { getDocument } from "./get-document.ts";
import { getRequest } from "./get-request.ts";
import { listAccess } from "./list-access.ts";
import { listClientDocuments, listDocuments } from "./list-documents.ts";
import { listRequests } from "./list-requests.ts";
import { remindRequest } from "./remind-request.ts";

export const useCases: UseCase<DocumentDeps>[] = [
  listDocuments,
  createDocument,
  getDocument,
  deleteDocument,
  listAccess,
  listClientDocuments,
  listRequests,
  createRequest,
  getRequest,
  remindRequest,
  cancelRequest,
];

export const handler = api(buildDeps, useCases);
