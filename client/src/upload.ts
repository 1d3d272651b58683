import { ClienteleError } from "./errors.ts";
import { type ClienteleOptions, defaults } from "./options.ts";
import { send } from "./send.ts";

/** The form of an answer, made for one file. */
export interface UploadForm {
  url: string;
  fields: Readonly<Record<string, string>>;
  maxBytes: number;
  expiresAt: string;
}

/** Large files take their time: without a `timeout` one try may take as long as the whole upload. */
export interface UploadOptions {
  signal?: AbortSignal;
  timeout?: number;
  /** 15 minutes unless told. */
  totalTimeout?: number;
  maxRetries?: number;
}

const FIFTEEN_MINUTES = 900_000;

/**
 * The same form takes the same file again, so an upload that broke off is sent again.
 *
 * @throws ClienteleError before anything is sent where the file is too large or the form is over
 */
export const uploader =
  (options: ClienteleOptions) =>
  async (form: UploadForm, file: Blob | Uint8Array | string, more: UploadOptions = {}): Promise<void> => {
    const content = file instanceof Blob ? file : new Blob([typeof file === "string" ? file : new Uint8Array(file)]);
    if (content.size > form.maxBytes)
      throw new ClienteleError(`The file has ${content.size} bytes; ${form.maxBytes} are the most that are taken.`);
    if (Date.parse(form.expiresAt) < Date.now()) throw new ClienteleError(`The form was good until ${form.expiresAt}.`);
    const body = new FormData();
    for (const [name, value] of Object.entries(form.fields)) body.set(name, value);
    // What stands behind the file is not read.
    body.set("file", content, "file");
    await send({
      method: "POST",
      url: form.url,
      headers: {},
      body,
      repeatable: true,
      fetch: options.fetch ?? ((request) => fetch(request)),
      signal: more.signal,
      timeout: more.timeout ?? false,
      totalTimeout: more.totalTimeout ?? FIFTEEN_MINUTES,
      maxRetries: more.maxRetries ?? options.maxRetries ?? defaults.maxRetries,
    });
  };
