import { manifest, route } from "../../shared/http/contract.ts";
import * as schema from "./schemas.ts";

const read = "documents:read";
const write = "documents:write";

export const routes = {
  list: route("GET /v1/documents", {
    summary: "List documents, newest first",
    access: read,
    query: schema.listQuery,
    answers: { 200: schema.documentPage },
  }),
  create: route("POST /v1/documents", {
    summary: "Add a document: the answer holds the form to upload its file with",
    description:
      "Send the fields of `upload` and then the file, as multipart/form-data, to its `url`. The document is `clean`, `infected` or `refused` once its content was looked at.",
    access: write,
    body: schema.newDocument,
    answers: { 201: schema.documentWithUpload },
    versioned: true,
    example: {
      body: { fileName: "contrat.pdf", contentType: "application/pdf", size: 48_213, visibility: "internal" },
    },
  }),
  get: route("GET /v1/documents/{id}", {
    summary: "Read a document, with an address to download it from for five minutes",
    description: "Only a `clean` document has a `downloadUrl`. Each one given out stands in the access log.",
    access: read,
    answers: { 200: schema.document },
    versioned: true,
  }),
  remove: route("DELETE /v1/documents/{id}", {
    summary: "Delete a document and its file",
    access: write,
    answers: { 204: "empty" },
    versioned: true,
  }),
  accessLog: route("GET /v1/documents/{id}/access-log", {
    summary: "Who had a document in hands, newest first",
    access: read,
    query: schema.listQuery,
    answers: { 200: schema.accessPage },
  }),
  ofClient: route("GET /v1/clients/{id}/documents", {
    summary: "Documents shared with or received from a client, newest first",
    access: read,
    query: schema.listQuery,
    answers: { 200: schema.documentPage },
  }),
  listRequests: route("GET /v1/document-requests", {
    summary: "List document requests, newest first",
    access: read,
    query: schema.listQuery,
    answers: { 200: schema.requestPage },
  }),
  createRequest: route("POST /v1/document-requests", {
    summary: "Ask clients for documents: each gets a link of their own by e-mail",
    description:
      "Without `items` the title is the one thing asked for. Without `accept` the usual documents and pictures are taken, without `maxBytes` files of up to 25 MiB, without `expiresAt` for 30 days.",
    access: write,
    body: schema.newRequest,
    answers: { 201: schema.request },
    versioned: true,
    example: {
      body: {
        clientIds: ["cli_01HZX3QK8S5T7VWXYZ0123456A"],
        title: "Preuve d'assurance",
        message: "Une photo lisible suffit.",
        items: [{ label: "Preuve d'assurance", required: true }],
        accept: ["image/*", "application/pdf"],
        maxBytes: 10_485_760,
      },
    },
  }),
  getRequest: route("GET /v1/document-requests/{id}", {
    summary: "Read a document request: how far each client is, and what became of their e-mail",
    access: read,
    answers: { 200: schema.request },
    versioned: true,
  }),
  remind: route("POST /v1/document-requests/{id}/remind", {
    summary: "Send the link again to those who have not sent everything",
    access: write,
    body: schema.reminder,
    answers: { 200: schema.request },
    versioned: true,
    example: { body: {} },
  }),
  cancel: route("POST /v1/document-requests/{id}/cancel", {
    summary: "Cancel a document request: its links stop working",
    access: write,
    answers: { 200: schema.request },
    versioned: true,
  }),
};

export const documents = manifest("documents", "Documents, and requests to clients for documents", routes);
