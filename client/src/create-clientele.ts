import { type Groups, operations } from "../generated/operations.ts";
import { type Answered, answer } from "./answer.ts";
import { type Caller, callerFor, type LooseRequest, type RoutedOperation } from "./caller.ts";
import { listing, type Page } from "./listing.ts";
import type { ClienteleOptions } from "./options.ts";
import { type UploadForm, type UploadOptions, uploader } from "./upload.ts";

/** The operations of the API, by what they are about. */
export interface Clientele extends Groups {
  /** Sends a file with the form that an answer holds as `upload`: of a document, an attachment, an import. */
  upload(form: UploadForm, file: Blob | Uint8Array | string, options?: UploadOptions): Promise<void>;
}

/**
 * The client of the API.
 *
 * @example
 * const clientele = createClientele({ baseUrl: "https://api.example.com", token: "ck_…" });
 * const client = await clientele.clients.create({ body: { name: "Noémie Côté", tags: ["VIP"] } });
 * for await (const { name } of clientele.clients.list({ query: { tag: "VIP" } })) console.log(name);
 */
export const createClientele = (options: ClienteleOptions): Clientele => {
  const call = callerFor(options);
  const groups = Object.entries<Record<string, RoutedOperation>>(operations).map(([group, routed]) => {
    const methods = Object.entries(routed).map(([name, operation]) => [name, methodOf(call, operation)]);
    return [group, Object.fromEntries(methods)];
  });
  // The names here and the types there are made of the same document.
  return { ...(Object.fromEntries(groups) as Groups), upload: uploader(options) };
};

const methodOf =
  (call: Caller, operation: RoutedOperation) =>
  (request: LooseRequest = {}) =>
    operation.is.includes("list")
      ? listing((cursor) => call(operation, behind(request, cursor)) as Promise<Answered<Page>>)
      : answer(call(operation, request));

const behind = (request: LooseRequest, cursor: string | undefined): LooseRequest =>
  cursor === undefined ? request : { ...request, query: { ...request.query, cursor } };
